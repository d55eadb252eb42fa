/// Rewrites of algebra into cheaper algebra of the same meaning: one class a rule, one list.
///
/// A rule is a pure function of a node; [dev.penstock.plan.rule.Optimizer] applies the list of [dev.penstock.plan.rule.Rules], inputs first,
/// until nothing changes. After each rule, [dev.penstock.plan.rule.PlanCheck] can say whether the plan is still sane.
/// Start reading at [dev.penstock.plan.rule.Rules].
@NullMarked
package dev.penstock.plan.rule;

import org.jspecify.annotations.NullMarked;

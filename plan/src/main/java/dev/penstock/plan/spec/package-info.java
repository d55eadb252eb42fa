/// What the user said: one untyped tree that every front end builds, SQL text, the DataFrame API and Spark Connect alike.
///
/// Nothing in it is resolved: names are names, operators are functions by the name that Spark Connect uses for them (`+`, `==`,
/// `and`, `like`, ...). A node says nothing of where it stands in the text; [dev.penstock.plan.spec.Expression.At] and
/// [dev.penstock.plan.spec.Relation.At] wrap a node with its position. Trees are immutable values.
/// Start reading at [dev.penstock.plan.spec.Statement], [dev.penstock.plan.spec.Relation] and [dev.penstock.plan.spec.Expression].
@NullMarked
package dev.penstock.plan.spec;

import org.jspecify.annotations.NullMarked;

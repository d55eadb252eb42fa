/// From what the user said to what it means: names, types, coercion. Every error of the user is found here.
///
/// [dev.penstock.plan.bind.Binder] is the door. A relation becomes a [dev.penstock.plan.bind.Bound]: algebra, and the
/// [dev.penstock.plan.bind.Scope] that says which names its columns answer to. Within one query block all expressions are bound over
/// the block's input, an aggregate standing as a placeholder; the block then settles which node computes what. So the select list,
/// `HAVING` and `ORDER BY` see the same columns, and two expressions that mean the same are equal.
/// Binding asks the catalog and nothing else; one binder may be used by several threads if its catalog may.
@NullMarked
package dev.penstock.plan.bind;

import org.jspecify.annotations.NullMarked;

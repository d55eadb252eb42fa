/// What a query means: a typed algebra of rows.
///
/// Every name is resolved to a position in the input, every call to one function with known argument types, every type is settled
/// and every implicit cast is written out. Because columns are positions, equal queries are equal trees, and a tree's text is
/// a stable identity for its state. Trees are immutable values.
/// Start reading at [dev.penstock.plan.logical.Logical] and [dev.penstock.plan.logical.Expr].
@NullMarked
package dev.penstock.plan.logical;

import org.jspecify.annotations.NullMarked;

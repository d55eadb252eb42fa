/// Spark SQL text to [dev.penstock.plan.spec]: the grammar is Apache's, the trees are ours.
///
/// The lexer and parser are the generated classes that Apache publishes. One class for each area of the grammar turns
/// their contexts into spec nodes; there is no syntax tree of our own between. Nothing is resolved here, and nothing is dropped
/// in silence: what the grammar knows and we do not do is an error that names it and its place. All of it is pure; a
/// [dev.penstock.plan.syntax.SqlParser] may be shared by threads.
/// Start reading at [dev.penstock.plan.syntax.SqlParser], then at `Reading`, which ties the areas together.
@NullMarked
package dev.penstock.plan.syntax;

import org.jspecify.annotations.NullMarked;

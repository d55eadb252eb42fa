/// The functions: rows of tables that say what each is called, takes and gives; and the rules by which types meet.
///
/// A function is added in one place, a row in the file of its family: `scalar("upper").alias("ucase").takes(TEXT).returns(STRING)`.
/// Binding, `SHOW FUNCTIONS`, `DESCRIBE FUNCTION` and the documentation come from the row. What a bound call is called and
/// which types its arguments have is the contract with the kernels. Everything here is immutable and may be used by any thread.
/// Start reading at [dev.penstock.plan.function.FunctionCatalog], [dev.penstock.plan.function.TypePattern] and
/// [dev.penstock.plan.function.Coercion].
@NullMarked
package dev.penstock.plan.function;

import org.jspecify.annotations.NullMarked;

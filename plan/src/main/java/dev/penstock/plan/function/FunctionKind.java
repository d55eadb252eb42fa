package dev.penstock.plan.function;

/// What a call gives: one value for each row (`SCALAR`), one for the rows of a group (`AGGREGATE`), rows for each row (`GENERATOR`), one
/// value for each row from the rows around it (`WINDOW`), a table (`TABLE`), or what is known about a row's grouping set (`GROUPING`).
public enum FunctionKind {
    SCALAR, AGGREGATE, GENERATOR, WINDOW, TABLE, GROUPING
}

package dev.penstock.data.text;

/// What happens to a record that is not what its schema says: Spark's option `mode`.
///
/// `PERMISSIVE`: it becomes a row in which what could not be read is null, and its text goes to the corrupt record column when the
/// schema has one. `DROPMALFORMED`: it is left out. `FAILFAST`: it stops the query.
public enum ParseMode {
    PERMISSIVE, DROPMALFORMED, FAILFAST
}

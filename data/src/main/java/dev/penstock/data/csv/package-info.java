/// CSV into vectors and vectors into CSV, as Spark's `from_csv`, `to_csv` and CSV files have it.
///
/// Spark escapes quotes with a backslash unless told otherwise, which is why there is a tokenizer here and no library for RFC 4180.
/// A record that does not fit its schema is not an exception but an outcome, unless the mode is `FAILFAST`. Readers and writers belong to
/// one thread. Start with [dev.penstock.data.csv.CsvReader] and [dev.penstock.data.csv.CsvWriter].
@NullMarked
package dev.penstock.data.csv;

import org.jspecify.annotations.NullMarked;

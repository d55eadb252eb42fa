/// JSON into vectors and vectors into JSON, as Spark's `from_json`, `to_json` and JSON files have it.
///
/// Jackson is the parser and is seen by nobody outside. A record that does not fit its schema is not an exception but an outcome, unless
/// the mode is `FAILFAST`. No input makes a reader recurse deeper than its schema, or hold more than the record in hand.
/// Readers and writers belong to one thread. Start with [dev.penstock.data.json.JsonReader] and [dev.penstock.data.json.JsonWriter].
@NullMarked
package dev.penstock.data.json;

import org.jspecify.annotations.NullMarked;

/// How values are read from text and written as text, as Spark 4.2 does in `CAST`, in `show()`, in CSV and in JSON.
///
/// Readers never throw: they answer whether the text was a value. They work on ranges of UTF-8 bytes and write into vectors, so that
/// the types that matter for speed allocate nothing. Nothing here keeps state that is seen from outside; a
/// [dev.penstock.data.text.TextParser] and a [dev.penstock.data.text.TextFormatter] belong to one thread.
/// Start with these two: all other classes are what they are made of, one family of types a class.
@NullMarked
package dev.penstock.data.text;

import org.jspecify.annotations.NullMarked;

/// A source whose rows a program adds by hand: Spark's `MemoryStream`, for tests and for embedding.
///
/// Rows are kept, so that they can be read again, for as long as the [dev.penstock.io.memory.MemorySource] lives. Adding is safe from any thread.
@NullMarked
package dev.penstock.io.memory;

import org.jspecify.annotations.NullMarked;

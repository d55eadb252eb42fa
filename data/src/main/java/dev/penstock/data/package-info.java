/// What flows through Penstock: types, vectors, selections and batches of changes.
///
/// A [dev.penstock.data.Batch] is up to [dev.penstock.data.Batch#CAPACITY] rows in columns. A column is a
/// [dev.penstock.data.Vector]: primitive arrays on the heap with a null bitmap. There is no object per row
/// anywhere between a source and a sink; [dev.penstock.data.Values] is the one door to Java objects and is used
/// only at the edges (literals, results, user functions).
///
/// Ownership: whoever fills a vector owns it. A batch handed to somebody else is valid until its owner is called
/// again; who needs it for longer copies it. Nothing here is safe for use by two threads at once.
@NullMarked
package dev.penstock.data;

import org.jspecify.annotations.NullMarked;

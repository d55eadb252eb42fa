/// Output tables that can be queried while they change.
///
/// A [dev.penstock.store.table.Table] takes the changes of an epoch and shows them to readers all at once, together with the other tables of its
/// [dev.penstock.store.table.TableGroup], when the epoch commits. An insert-only table is an append log of immutable chunks of columns; any other one is an
/// arrangement, by declared key or of whole rows with their number.
///
/// Invariants: a reader sees the tables of a group after one and the same epoch, never within one; a snapshot never changes; rows come in an order that
/// depends on the changes alone. Threads: one epoch thread writes and commits a group; any thread reads. The lock of a group is held while a commit is
/// published and while a snapshot is taken, never while rows are read. Start at [dev.penstock.store.table.Table].
@NullMarked
package dev.penstock.store.table;

import org.jspecify.annotations.NullMarked;

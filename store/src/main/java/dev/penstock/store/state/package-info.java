/// Operator state: rows kept by key in memory, in one form for every operator.
///
/// An [dev.penstock.store.state.Arrangement] keeps fixed-width entries (key words, then value words) in pages of a row store, finds them by key
/// through an extendible hash index, and gives an immutable [dev.penstock.store.state.Frozen] view after an epoch for readers and for
/// snapshots. A [dev.penstock.store.state.Multimap] keeps many weighted rows a key on top of two arrangements, and
/// [dev.penstock.store.state.OrderedRows] keeps them in order, as search trees within one.
///
/// Invariants: entry numbers, and with them the order of iteration, are a function of the sequence of operations alone, also across a
/// snapshot and its restoration; no call stops for longer than it takes to copy a page or to rehash one small table of the index;
/// a frozen view never changes. An arrangement belongs to one thread at a time; its frozen views may be read by any.
///
/// Start at [dev.penstock.store.state.Arrangement]; the memory format is drawn at [dev.penstock.store.state.Layout].
@NullMarked
package dev.penstock.store.state;

import org.jspecify.annotations.NullMarked;

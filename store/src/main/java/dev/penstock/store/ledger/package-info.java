/// What makes a query survive: the durable log of its epochs, and snapshots of its state.
///
/// ```
/// <checkpoint>/lock                      held by the one owner
/// <checkpoint>/metadata                  {"id":"<query id>","version":1}
/// <checkpoint>/ledger/<epoch>.log        declarations from that epoch on, drawn at Segment
/// <checkpoint>/ledger/spare              the next segment, made of zeros beforehand so that syncing it writes no metadata
/// <checkpoint>/snapshots/<epoch>.blocks  blocks of state that changed, drawn at BlockFile
/// <checkpoint>/snapshots/<epoch>.manifest  which block files make the snapshot, drawn at Manifest; written last
/// ```
///
/// Invariants: an epoch that [dev.penstock.store.ledger.Ledger#awaitDurable] has answered for is there after any crash, with every epoch before it; what is
/// cut at recovery was never answered for; whatever else is damaged is an error that names file and byte; the newest complete snapshot wins.
///
/// Threads: one epoch thread appends and awaits; a thread of the ledger syncs and prepares segments; snapshots are written by a thread of the
/// caller's. Start at [dev.penstock.store.ledger.Ledger].
@NullMarked
package dev.penstock.store.ledger;

import org.jspecify.annotations.NullMarked;

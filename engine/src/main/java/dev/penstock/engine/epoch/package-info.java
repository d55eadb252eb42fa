/// The loop in which exactly-once lives: epochs are declared in the ledger, computed, and committed to the sink.
///
/// One [dev.penstock.engine.epoch.EpochLoop] is one run of one query, on a thread of its own. [dev.penstock.engine.epoch.BatchRun] is the
/// same for bounded inputs: one epoch, no ledger. Invariants I1 to I5 of the design are kept here and nowhere else.
@NullMarked
package dev.penstock.engine.epoch;

import org.jspecify.annotations.NullMarked;

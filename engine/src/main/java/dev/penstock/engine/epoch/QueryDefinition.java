package dev.penstock.engine.epoch;

import dev.penstock.io.Sink;
import dev.penstock.plan.logical.Logical;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/// All that a run of a streaming query is made of.
///
/// `plan` is bound and optimised. `mode` is `append`, `update`, `complete` or `changelog`; in the last `plan` gives the changes as rows. `sink` makes the sink,
/// anew after trouble that passes. `table` is the table in this process that the sink writes to, if it does: it is part of the query's
/// snapshots. Without a `checkpoint` the ledger is kept in memory and ends with the run.
/// `eventTime` counts at the first start of a checkpoint.
/// `ledgerSync` is `disk` or `os`. `name` is empty when the user gave none.
public record QueryDefinition(String name, Logical plan, String mode, Supplier<Sink> sink,
        Optional<DurableTable> table, Pace pace,
        Optional<Path> checkpoint, String ledgerSync, long snapshotIntervalMillis, ZoneId zone,
        EventTimeSettings eventTime) {
    /// The mode of [#mode] in which rows that are changes are given to a sink.
    public static final String CHANGELOG = "changelog";

    /// The output mode that the sink sees: changes as rows are rows to add.
    public String sinkMode() {
        return sinkMode(mode);
    }

    /// As [#sinkMode()], of an output mode.
    public static String sinkMode(String mode) {
        return mode.equals(CHANGELOG) ? "append" : mode;
    }
}

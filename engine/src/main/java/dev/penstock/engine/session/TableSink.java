package dev.penstock.engine.session;

import dev.penstock.data.Batch;
import dev.penstock.engine.catalog.LivePart;
import dev.penstock.io.Sink;
import dev.penstock.io.Start;

/// Fills a table of this process. With [Form#CHANGES] the table is kept equal to the result of a query; with [Form#ROWS] rows are only added, as Spark's
/// `memory` does in mode `update` too, where it holds each row that was new or changed.
///
/// Readers see the table after each epoch, whole. The rows are in the query's snapshots, so after a restart the epochs that follow the snapshot
/// are written again, to a table that does not have them yet.
final class TableSink implements Sink {
    private final String name;
    private final LivePart part;
    private final Form form;

    TableSink(String name, LivePart part, Form form) {
        this.name = name;
        this.part = part;
        this.form = form;
    }

    @Override
    public void open(Start start) {}

    @Override
    public long lastEpoch() {
        return -1;
    }

    @Override
    public void write(long epoch, Batch changes) {
        part.write(changes);
    }

    @Override
    public void commit(long epoch) {
        part.commit(epoch);
    }

    @Override
    public String settle(long epoch) {
        return "";
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public String description() {
        return "MemorySink[" + name + "]";
    }

    @Override
    public void close() {}
}

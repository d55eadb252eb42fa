package dev.penstock.engine.session;

import dev.penstock.data.Batch;
import dev.penstock.engine.catalog.LivePart;
import dev.penstock.io.Sink;
import dev.penstock.io.Start;

/// Keeps a table of this process equal to the result of a query: in mode `append` rows are added, in the others changes are applied.
///
/// Readers see the table after each epoch, whole. The rows are in the query's snapshots, so after a restart the epochs that follow the snapshot
/// are written again, to a table that does not have them yet.
final class TableSink implements Sink {
    private final String name;
    private final LivePart part;

    TableSink(String name, LivePart part) {
        this.name = name;
        this.part = part;
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
        return Form.CHANGES;
    }

    @Override
    public String description() {
        return "MemorySink[" + name + "]";
    }

    @Override
    public void close() {}
}

package dev.penstock.engine.catalog;

import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import dev.penstock.data.error.TransientException;
import dev.penstock.engine.epoch.DurableTable;
import dev.penstock.store.state.Blocks;
import dev.penstock.store.state.Image;
import dev.penstock.store.table.Table;
import dev.penstock.store.table.TableGroup;
import dev.penstock.store.table.TableSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The rows that one writer has put into a [LiveTable].
///
/// One thread writes: the writer's epoch thread. Any thread reads. When the writer recovers within a running process it fills a new table, while readers
/// see the old one; the new one takes its place once it has come as far, so that no reader ever sees rows go away that will come back.
public final class LivePart implements DurableTable {
    private final String writer;
    private final Schema schema;
    private final boolean appendOnly;
    private final List<Runnable> wakes = new CopyOnWriteArrayList<>();
    private Version writing;
    private volatile Version shown;

    /// A table and the group that commits it. Compared by identity.
    private static final class Version {
        private final TableGroup group;
        private final Table table;

        Version(TableGroup group, Table table) {
            this.group = group;
            this.table = table;
        }
    }

    LivePart(String writer, Schema schema, boolean appendOnly) {
        this.writer = writer;
        this.schema = schema;
        this.appendOnly = appendOnly;
        writing = empty();
        shown = writing;
    }

    private Version empty() {
        var group = new TableGroup();
        return new Version(group,
                appendOnly ? group.append(schema) : group.keyed(schema, List.of()));
    }

    public String writer() {
        return writer;
    }

    public Schema schema() {
        return schema;
    }

    /// True when rows are only added, and stay in the order in which they came.
    public boolean appendOnly() {
        return appendOnly;
    }

    /// The rows after the epoch that was committed last.
    public TableSnapshot snapshot() {
        return shown.table.snapshot();
    }

    @Override
    public Image freeze() {
        return writing.table.freeze();
    }

    /// Begins a recovery: what is written from now on follows the snapshot.
    @Override
    public void restore(Optional<Blocks> blocks) {
        writing = blocks.isPresent() ? restored(blocks.get()) : empty();
        if (snapshot().epoch() < 0) {
            shown = writing;
        }
    }

    private Version restored(Blocks blocks) {
        var group = new TableGroup();
        try {
            return new Version(group,
                    appendOnly
                            ? group.restoreAppend(schema, blocks)
                            : group.restoreKeyed(schema, List.of(), blocks));
        } catch (IOException e) {
            throw new TransientException("The rows of table " + writer + " cannot be read back", e);
        }
    }

    /// Adds changes to those of the epoch.
    public void write(Batch changes) {
        writing.table.write(changes);
    }

    /// The epoch begins with removing every row.
    public void truncate() {
        writing.table.truncate();
    }

    /// Makes the changes of the epoch visible, whole.
    public void commit(long epoch) {
        var version = writing;
        version.group.commit(epoch);
        if (shown != version && snapshot().epoch() <= epoch) {
            shown = version;
        }
        synchronized (this) {
            notifyAll();
        }
        wakes.forEach(Runnable::run);
    }

    /// From now on `wake` is called, by the writer's thread, after each commit.
    public void addWake(Runnable wake) {
        wakes.add(wake);
    }

    public void removeWake(Runnable wake) {
        wakes.remove(wake);
    }

    /// Waits, at most `millis`, until there are so many rows, and says whether there are: a writer that recovers brings them back.
    public synchronized boolean awaitRows(long rows, long millis) throws InterruptedException {
        long rounds = millis / WAIT_MILLIS;
        for (long round = 0; snapshot().rowCount() < rows && round < rounds; round++) {
            wait(WAIT_MILLIS);
        }
        return snapshot().rowCount() >= rows;
    }

    private static final long WAIT_MILLIS = 50;
}

package dev.penstock.engine.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.Batch;
import dev.penstock.data.Values;
import dev.penstock.io.Sink;
import dev.penstock.io.Start;
import dev.penstock.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A place outside of the process that keeps what it was given, as a message log or a table does, and checks what it is told.
///
/// With `whole` its sinks apply an epoch in one step and know the last one; otherwise record after record, and know only the last record.
final class Destination {
    /// The process dies while it talks to the destination.
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private final Gen gen;
    private final boolean whole;
    private final List<Kept> records = new ArrayList<>();
    private final TreeMap<Long, List<List<@Nullable Object>>> offered = new TreeMap<>();
    private long lastEpoch = -1;
    private int killAfter = Integer.MAX_VALUE;

    /// A row with the epoch that it came in and its place in it.
    record Kept(long epoch, int index, List<@Nullable Object> row) {}

    Destination(Gen gen, boolean whole) {
        this.gen = gen;
        this.whole = whole;
    }

    /// Everything that a reader sees, in order.
    List<Kept> records() {
        return records;
    }

    /// The highest epoch of which a reader sees something.
    long newestVisibleEpoch() {
        return records.isEmpty() ? -1 : records.getLast().epoch();
    }

    /// The process is to die at the n-th step from now.
    void killAfter(int steps) {
        killAfter = steps;
    }

    private void step() {
        if (--killAfter < 0) {
            killAfter = Integer.MAX_VALUE;
            throw new Killed();
        }
    }

    Sink sink() {
        return new Writer();
    }

    private final class Writer implements Sink {
        private final List<Kept> staged = new ArrayList<>();
        private Start start = new Start("", "", "", new dev.penstock.data.Schema(List.of()),
                List.of(), "");
        private long stagedEpoch = -1;
        private int index;

        @Override
        public void open(Start newStart) {
            assertThat(newStart.mark().isEmpty() && !offered.isEmpty())
                    .as("the sink gets back a mark after its first commit").isFalse();
            start = newStart;
        }

        @Override
        public long lastEpoch() {
            return whole ? lastEpoch : -1;
        }

        @Override
        public void write(long epoch, Batch changes) {
            if (epoch != stagedEpoch) {
                stagedEpoch = epoch;
                index = 0;
            }
            for (int i = 0; i < changes.count(); i++) {
                var row = new ArrayList<@Nullable Object>();
                for (int column = 0; column < changes.width(); column++) {
                    row.add(Values.get(changes.column(column), start.schema().type(column),
                            changes.rows().at(i)));
                }
                staged.add(new Kept(epoch, index++, row));
            }
        }

        @Override
        public void commit(long epoch) {
            checkSameAsBefore(epoch);
            step();
            if (whole) {
                assertThat(epoch).as("an epoch is told once").isGreaterThan(lastEpoch);
                records.addAll(staged);
                lastEpoch = epoch;
            } else {
                for (var record : staged) {
                    if (isAfterLast(record)) {
                        records.add(record);
                        step();
                    }
                }
            }
            staged.clear();
            if (gen.oneIn(8)) {
                step();
            }
        }

        private boolean isAfterLast(Kept record) {
            if (records.isEmpty()) {
                return true;
            }
            var last = records.getLast();
            return record.epoch() > last.epoch()
                    || (record.epoch() == last.epoch() && record.index() > last.index());
        }

        /// Invariant I1: a declared epoch gives the same output every time.
        private void checkSameAsBefore(long epoch) {
            var rows = staged.stream().map(Kept::row).toList();
            var before = offered.putIfAbsent(epoch, rows);
            if (before != null) {
                assertThat(rows).as("output of epoch " + epoch + " when it runs again")
                        .isEqualTo(before);
            }
        }

        @Override
        public String settle(long epoch) {
            step();
            return "settled " + epoch;
        }

        @Override
        public String description() {
            return "destination";
        }

        @Override
        public void close() {}
    }
}

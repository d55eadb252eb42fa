package dev.penstock.io.builtin;

import dev.penstock.data.Schema;
import dev.penstock.io.Connector;
import dev.penstock.io.Offset;
import dev.penstock.io.Options;
import dev.penstock.io.ReadLimit;
import dev.penstock.io.Source;
import java.util.Arrays;
import java.util.List;

/// `rate-micro-batch`: each epoch gets exactly `rowsPerBatch` generated rows (`timestamp`, `value`), at once and without end.
///
/// Rows are a pure function of their number: all rows of a batch carry one timestamp, `startTimestamp` for the first batch and
/// `advanceMillisPerBatch` more for each batch after it. Replayable. `latest()` is one batch after where the query is.
public final class RateMicroBatchConnector implements Connector {
    private static final List<String> NAMES = List.of("rowsPerBatch", "numPartitions",
            "startTimestamp", "advanceMillisPerBatch");

    @Override
    public String format() {
        return "rate-micro-batch";
    }

    @Override
    public Schema schema(SourceRequest request) {
        Generator.of(request.options());
        return GeneratedRows.SCHEMA;
    }

    @Override
    public Source source(SourceRequest request) {
        return Generator.of(request.options());
    }

    private static final class Generator implements Source {
        private final long rowsPerBatch;
        private final long partitions;
        private final long startMillis;
        private final long advanceMillis;
        private long position;

        private Generator(long rowsPerBatch, long partitions, long startMillis,
                long advanceMillis) {
            this.rowsPerBatch = rowsPerBatch;
            this.partitions = partitions;
            this.startMillis = startMillis;
            this.advanceMillis = advanceMillis;
        }

        static Generator of(Options options) {
            options.requireKnown(NAMES);
            options.require("rowsPerBatch", "it says how many rows each epoch gets");
            return new Generator(options.getLong("rowsPerBatch", 1, 1),
                    options.getLong("numPartitions", Runtime.getRuntime().availableProcessors(), 1),
                    options.getLong("startTimestamp", 0, 0),
                    options.getLong("advanceMillisPerBatch", 1000, 0));
        }

        private Offset offset(long rows) {
            return new Offset("{\"offset\":" + rows + ",\"timestamp\":" + millis(rows) + "}");
        }

        private long millis(long row) {
            return startMillis + row / rowsPerBatch * advanceMillis;
        }

        @Override
        public Offset start() {
            return offset(0);
        }

        @Override
        public Offset latest() {
            return offset(position + rowsPerBatch);
        }

        @Override
        public void open(Offset from, Runnable wake) {
            position = GeneratedRows.number(from, "offset");
        }

        @Override
        public Offset available(Offset from, ReadLimit limit) {
            long next = GeneratedRows.number(from, "offset") + rowsPerBatch;
            if (limit.until() != null && next > GeneratedRows.number(limit.until(), "offset")) {
                return from;
            }
            position = next;
            return offset(next);
        }

        @Override
        public List<Split> plan(Offset from, Offset to) {
            return GeneratedRows.splits(GeneratedRows.number(from, "offset"),
                    GeneratedRows.number(to, "offset"), partitions, this::fill);
        }

        private void fill(long[] timestamps, long first, int count) {
            int at = 0;
            while (at < count) {
                long row = first + at;
                int same = (int) Math.min(count - at, rowsPerBatch - row % rowsPerBatch);
                Arrays.fill(timestamps, at, at + same, millis(row) * 1000);
                at += same;
            }
        }

        @Override
        public String description() {
            return "RatePerMicroBatchStream[rowsPerBatch=" + rowsPerBatch + ", numPartitions="
                    + partitions + ", startTimestamp="
                    + startMillis + ", advanceMsPerBatch=" + advanceMillis + "]";
        }

        @Override
        public void close() {}
    }
}

package dev.penstock.io.builtin;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Schema;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.io.Offset;
import dev.penstock.io.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// What the two generators share: their schema, and how a range of row numbers becomes splits and batches.
///
/// Batches begin at multiples of [Batch#CAPACITY] from the start of the range, whatever the number of splits.
final class GeneratedRows {
    static final Schema SCHEMA = Schema.of(Field.of("timestamp", DataType.TIMESTAMP),
            Field.of("value", DataType.LONG));

    private GeneratedRows() {}

    /// Fills the timestamps of the rows `first` to `first + count - 1`, in microseconds.
    @FunctionalInterface
    interface Timestamps {
        void fill(long[] timestamps, long first, int count);
    }

    /// At most `partitions` splits of the rows `from` (inclusive) to `to` (exclusive).
    static List<Source.Split> splits(long from, long to, long partitions, Timestamps timestamps) {
        long batches = Math.ceilDiv(to - from, Batch.CAPACITY);
        long batchesOfSplit = Math.max(1, Math.ceilDiv(batches, Math.max(1, partitions)));
        var splits = new ArrayList<Source.Split>();
        for (long first = from; first < to; first += batchesOfSplit * Batch.CAPACITY) {
            long start = first;
            long end = Math.min(to, first + batchesOfSplit * Batch.CAPACITY);
            splits.add(new Rows(start, end, timestamps));
        }
        return splits;
    }

    /// The rows `from` (inclusive) to `to` (exclusive).
    private record Rows(long from, long to, Timestamps timestamps) implements Source.Split {
        @Override
        public long size() {
            return to - from;
        }

        @Override
        public void read(Consumer<Batch> into) {
            generate(from, to, timestamps, into);
        }
    }

    private static void generate(long from, long to, Timestamps timestamps, Consumer<Batch> into) {
        int capacity = (int) Math.min(Batch.CAPACITY, to - from);
        var columns = new Vector[]{new LongVector(capacity), new LongVector(capacity)};
        long[] times = ((LongVector) columns[0]).values();
        long[] values = ((LongVector) columns[1]).values();
        for (long first = from; first < to; first += Batch.CAPACITY) {
            int count = (int) Math.min(Batch.CAPACITY, to - first);
            timestamps.fill(times, first, count);
            count(values, first, count);
            into.accept(Batch.of(count, columns));
        }
    }

    private static void count(long[] values, long first, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = first + i;
        }
    }

    /// A whole number of an offset's JSON.
    static long number(Offset offset, String name) {
        var matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*(-?\\d+)").matcher(offset.json());
        if (!matcher.find()) {
            throw new UserException("INVALID_OPTION_VALUE",
                    Map.of("format", "generator", "role", "source", "option", "offset", "value",
                            offset.json(), "reason", "it has no number " + name));
        }
        return Long.parseLong(matcher.group(1));
    }
}

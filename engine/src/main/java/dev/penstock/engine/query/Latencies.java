package dev.penstock.engine.query;

/// Counts durations and tells percentiles of them, within 1/16 of the value. Not safe for two threads.
final class Latencies {
    /// Each power of two is split into this many equal buckets.
    private static final int PARTS = 16;
    private static final int PART_BITS = 4;

    private final long[] counts = new long[(Long.SIZE - PART_BITS) * PARTS];
    private long total;
    private long max;

    void add(long nanos) {
        long value = Math.max(0, nanos);
        counts[bucket(value)]++;
        total++;
        max = Math.max(max, value);
    }

    private static int bucket(long value) {
        if (value < PARTS) {
            return (int) value;
        }
        int shift = Long.SIZE - 1 - PART_BITS - Long.numberOfLeadingZeros(value);
        return (shift + 1) * PARTS + (int) (value >> shift) - PARTS;
    }

    private static long middle(int bucket) {
        if (bucket < PARTS) {
            return bucket;
        }
        int shift = bucket / PARTS - 1;
        return ((long) (PARTS + bucket % PARTS) << shift) + (1L << shift) / 2;
    }

    /// The duration below which this fraction of all lies, in nanoseconds; 0 without any.
    long percentile(double fraction) {
        long rank = (long) Math.ceil(fraction * total);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank && seen > 0) {
                return Math.min(max, middle(i));
            }
        }
        return 0;
    }

    long max() {
        return max;
    }

    void clear() {
        java.util.Arrays.fill(counts, 0);
        total = 0;
        max = 0;
    }
}

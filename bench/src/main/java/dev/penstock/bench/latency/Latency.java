package dev.penstock.bench.latency;

import dev.penstock.bench.Report;
import java.util.Arrays;
import java.util.List;

/// What a run showed: milliseconds by percentile, each the median over the run's windows, and what was wrong with the output.
record Latency(double p50, double p99, double p999, long lost, long duplicated, double cpuSeconds) {
    /// `windows` are sorted latencies in nanoseconds.
    static Latency of(List<long[]> windows, Observer observer, double cpuSeconds) {
        return new Latency(median(windows, 0.5), median(windows, 0.99), median(windows, 0.999),
                observer.missing(),
                observer.duplicated(), cpuSeconds);
    }

    private static double median(List<long[]> windows, double share) {
        var values = windows.stream().mapToDouble(window -> percentile(window, share)).sorted()
                .toArray();
        return values[values.length / 2];
    }

    /// In milliseconds; not a number when there is nothing.
    static double percentile(long[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.min(sorted.length - 1L, Math.round(share * sorted.length));
        return sorted[index] / 1e6;
    }

    /// The percentiles of nanoseconds in any order: p50, p99, p99.9 and the highest, as milliseconds.
    static double[] percentiles(long[] nanos) {
        var sorted = nanos.clone();
        Arrays.sort(sorted);
        return new double[]{percentile(sorted, 0.5), percentile(sorted, 0.99),
                percentile(sorted, 0.999), percentile(sorted, 1)};
    }

    String[] cells(String job, int perSecond, Latency bare) {
        return new String[]{job, Report.count(perSecond), Report.number(p50), Report.number(p99),
                Report.number(p999),
                Report.ratio(p50, bare.p50), Report.ratio(p99, bare.p99), Long.toString(lost),
                Long.toString(duplicated),
                Report.number(cpuSeconds)};
    }
}

package dev.penstock.engine.query;

import dev.penstock.engine.epoch.EpochListener.EpochReport;
import dev.penstock.engine.epoch.EpochListener.SourceReport;
import dev.penstock.engine.query.Progress.Rates;
import dev.penstock.engine.query.Progress.SourceProgress;
import dev.penstock.flow.operator.EventTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The epochs since the last report, added up. Not safe for two threads.
final class Gathering {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Latencies latencies = new Latencies();
    private final List<String> starts = new ArrayList<>();
    private final List<long[]> rows = new ArrayList<>();
    private @Nullable EpochReport last;
    private EventTime.Statistics eventTimes = EventTime.Statistics.NONE;
    private long epochs;
    private long inputRows;
    private long outputRows;
    private long computeNanos;
    private long ledgerNanos;
    private long commitNanos;

    void add(EpochReport report) {
        if (epochs == 0) {
            starts.clear();
            rows.clear();
            for (var source : report.sources()) {
                starts.add(source.from());
                rows.add(new long[1]);
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i)[0] += report.sources().get(i).rows();
        }
        epochs++;
        last = report;
        inputRows += report.inputRows();
        outputRows += report.outputRows();
        computeNanos += report.computeNanos();
        ledgerNanos += report.ledgerNanos();
        commitNanos += report.commitNanos();
        latencies.add(report.latencyNanos());
        eventTimes = eventTimes.and(report.eventTimes());
    }

    /// Event time as Spark reports it: of the rows since the last report, and the watermark of the last epoch; nothing without a watermark.
    Map<String, String> eventTime() {
        var times = new LinkedHashMap<String, String>();
        if (eventTimes.count() > 0) {
            long average = (long) (eventTimes.sum() / eventTimes.count());
            times.put("avg", ProgressJson.isoTime(average));
            times.put("max", ProgressJson.isoTime(eventTimes.max()));
            times.put("min", ProgressJson.isoTime(eventTimes.min()));
        }
        if (!times.isEmpty() || last().watermarkMicros() > 0) {
            times.put("watermark", ProgressJson.isoTime(last().watermarkMicros()));
        }
        return times;
    }

    boolean isEmpty() {
        return epochs == 0;
    }

    EpochReport last() {
        return Objects.requireNonNull(last, "asked only when not empty");
    }

    long epochs() {
        return epochs;
    }

    long outputRows() {
        return outputRows;
    }

    long busyNanos() {
        return computeNanos + ledgerNanos + commitNanos;
    }

    /// `elapsedNanos` is the time since the last report.
    Rates rates(long elapsedNanos) {
        return rates(inputRows, elapsedNanos);
    }

    private Rates rates(long count, long elapsedNanos) {
        return new Rates(count, perSecond(count, elapsedNanos), perSecond(count, busyNanos()));
    }

    private static double perSecond(long count, long nanos) {
        return nanos <= 0 ? 0 : count * 1e9 / nanos;
    }

    List<SourceProgress> sources(long elapsedNanos) {
        var sources = new ArrayList<SourceProgress>();
        List<SourceReport> ends = last().sources();
        for (int i = 0; i < ends.size(); i++) {
            sources.add(
                    new SourceProgress(ends.get(i).description(), starts.get(i), ends.get(i).to(),
                            rates(rows.get(i)[0], elapsedNanos)));
        }
        return sources;
    }

    /// Spark's names: computing and writing are `addBatch`, waiting for the ledger is `walCommit`. Planning happens once, before the first epoch, and asking a
    /// source for its newest offset takes no time here.
    Map<String, Long> durations() {
        var durations = new LinkedHashMap<String, Long>();
        durations.put("triggerExecution", millis(busyNanos()));
        durations.put("queryPlanning", 0L);
        durations.put("getBatch", 0L);
        durations.put("commitOffsets", millis(commitNanos));
        durations.put("latestOffset", 0L);
        durations.put("addBatch", millis(computeNanos));
        durations.put("walCommit", millis(ledgerNanos));
        return durations;
    }

    private static long millis(long nanos) {
        return Math.round(nanos / NANOS_PER_MILLI);
    }

    Map<String, Double> latencies() {
        var percentiles = new LinkedHashMap<String, Double>();
        percentiles.put("p50", latencies.percentile(0.5) / NANOS_PER_MILLI);
        percentiles.put("p95", latencies.percentile(0.95) / NANOS_PER_MILLI);
        percentiles.put("p99", latencies.percentile(0.99) / NANOS_PER_MILLI);
        percentiles.put("max", latencies.max() / NANOS_PER_MILLI);
        return percentiles;
    }

    void clear() {
        latencies.clear();
        last = null;
        eventTimes = EventTime.Statistics.NONE;
        epochs = 0;
        inputRows = 0;
        outputRows = 0;
        computeNanos = 0;
        ledgerNanos = 0;
        commitNanos = 0;
    }
}

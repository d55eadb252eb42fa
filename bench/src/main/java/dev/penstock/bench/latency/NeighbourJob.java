package dev.penstock.bench.latency;

import dev.penstock.ForeachWriter;
import dev.penstock.Penstock;
import dev.penstock.Row;
import dev.penstock.Session;
import dev.penstock.StreamingQuery;
import dev.penstock.Trigger;
import dev.penstock.bench.Meter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A light query beside a heavy one, as a process: `KIND WARM-UP ROWS`. Prints `DELAYS p50 p99 p99.9 most`, in milliseconds, and how many heavy
/// epochs there have been.
///
/// The light query is given a row each millisecond; a row's delay runs from the moment at which it was due to that at which the query's sink has it.
public final class NeighbourJob {
    /// What runs beside the light query: nothing, or epochs of a million rows each, one every two seconds.
    enum Kind {
        ALONE("alone", "", ""), JOIN("a join of two streams",
                "SELECT count(*) AS n FROM a JOIN b ON a.value = b.value - 1", "update"), TOP(
                        "a top-100",
                        "SELECT value * 7919 % 1000003 AS v FROM a ORDER BY v LIMIT 100",
                        "complete"), WINDOW("a window function",
                                "SELECT value, row_number() OVER (PARTITION BY value % 100000 ORDER BY value) AS n FROM a",
                                "update");

        final String title;
        final String query;
        final String outputMode;

        Kind(String title, String query, String outputMode) {
            this.title = title;
            this.query = query;
            this.outputMode = outputMode;
        }
    }

    private static final long HEAVY_ROWS = 1_000_000;
    private static final int LIGHT_ROWS_PER_SECOND = 1000;

    private NeighbourJob() {}

    public static void main(String[] arguments) throws Exception {
        var kind = Kind.valueOf(arguments[0]);
        var delays = new Delays(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        try (var session = Penstock.builder().threads(2).open().newSession()) {
            StreamingQuery heavy = kind == Kind.ALONE ? null : heavy(session, kind);
            session.readStream().format("rate").option("rowsPerSecond", LIGHT_ROWS_PER_SECOND)
                    .load().writeStream().foreach(delays).start();
            delays.full.await();
            var epoch = heavy == null
                    ? 0
                    : Objects.requireNonNull(heavy.lastProgress()).batchId();
            Meter.print(delays.line() + " " + epoch);
        }
    }

    private static StreamingQuery heavy(Session session, Kind kind) {
        for (var name : new String[]{"a", "b"}) {
            session.readStream().format("rate-micro-batch").option("rowsPerBatch", HEAVY_ROWS)
                    .load().createOrReplaceTempView(name);
        }
        return session.sql(kind.query).writeStream().format("noop").outputMode(kind.outputMode)
                .trigger(Trigger.ProcessingTime("2 seconds")).start();
    }

    /// Takes the time of each row.
    private static final class Delays implements ForeachWriter<Row> {
        final CountDownLatch full = new CountDownLatch(1);
        private final int warmUp;
        private final long[] micros;
        private int rows;

        Delays(int warmUp, int rows) {
            this.warmUp = warmUp;
            micros = new long[rows];
        }

        @Override
        public boolean open(long partitionId, long epochId) {
            return true;
        }

        @Override
        public void process(Row row) {
            int at = rows++ - warmUp;
            if (at >= 0 && at < micros.length) {
                micros[at] = ChronoUnit.MICROS.between(row.getInstant(0), Instant.now());
            }
            if (at == micros.length - 1) {
                full.countDown();
            }
        }

        @Override
        public void close(@Nullable Throwable errorOrNull) {}

        String line() {
            Arrays.sort(micros);
            var line = new StringBuilder("DELAYS");
            for (double share : new double[]{0.5, 0.99, 0.999, 1}) {
                int index = (int) Math.min(micros.length - 1L, Math.round(share * micros.length));
                line.append(' ').append(micros[index] / 1e3);
            }
            return line.toString();
        }
    }
}

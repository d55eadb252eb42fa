package dev.penstock.bench.throughput;

import dev.penstock.Penstock;
import dev.penstock.Session;
import dev.penstock.Trigger;
import dev.penstock.bench.Meter;

/// Penstock under test, as a process, over a table of two long columns in memory: `ROWS THREADS RUNS`. Prints an `ITERATION` a run.
///
/// The table is filled by a stream, as any table that a query keeps.
public final class ColumnsJob {
    /// What is asked of the table `numbers` with columns `a` and `b`; SQL that DuckDB understands too.
    public static final String QUERY = "SELECT sum(b) AS s, count(*) AS n FROM numbers WHERE a < 500000";

    private ColumnsJob() {}

    /// The columns of row `value`: `a` looks random, below a million; `b` is small.
    public static String columns(String value) {
        return value + " * 7919 % 1000003 AS a, " + value + " % 1000 AS b";
    }

    public static void main(String[] arguments) throws Exception {
        long rows = Long.parseLong(arguments[0]);
        try (var session = Penstock.builder().threads(Integer.parseInt(arguments[1])).open()
                .newSession()) {
            fill(session, rows);
            for (int run = 0; run < Integer.parseInt(arguments[2]); run++) {
                long wall = System.nanoTime();
                long cpu = Meter.cpuNanos();
                session.sql(QUERY).collect();
                Meter.iteration(rows, System.nanoTime() - wall, Meter.cpuNanos() - cpu);
            }
        }
    }

    /// Fills the table `numbers`.
    public static void fill(Session session, long rows) throws Exception {
        var stream = session.readStream().format("rate-micro-batch").option("rowsPerBatch", rows)
                .load()
                .selectExpr(columns("value").split(", "));
        stream.writeStream().format("memory").queryName("numbers").outputMode("append")
                .trigger(Trigger.AvailableNow()).start().awaitTermination();
    }
}

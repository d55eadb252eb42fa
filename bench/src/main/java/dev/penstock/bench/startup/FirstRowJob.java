package dev.penstock.bench.startup;

import dev.penstock.Session;
import dev.penstock.bench.Meter;
import java.util.concurrent.CountDownLatch;

/// A small streaming query, as a process: `CHECKPOINT`. Prints `ROW` when the first row has come out, and halts.
public final class FirstRowJob {
    private FirstRowJob() {}

    public static void main(String[] arguments) throws Exception {
        var seen = new CountDownLatch(1);
        var session = Session.builder().appName("first row").getOrCreate();
        session.readStream().format("rate-micro-batch").option("rowsPerBatch", "1").load()
                .selectExpr("value", "value + 1 AS next")
                .writeStream().option("checkpointLocation", arguments[0])
                .foreachBatch((rows, epoch) -> {
                    if (!rows.collectAsList().isEmpty()) {
                        seen.countDown();
                    }
                }).start();
        seen.await();
        Meter.print("ROW");
        Runtime.getRuntime().halt(0);
    }
}

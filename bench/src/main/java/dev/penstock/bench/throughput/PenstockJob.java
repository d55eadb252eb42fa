package dev.penstock.bench.throughput;

import dev.penstock.Session;
import dev.penstock.StreamingQueryListener;
import dev.penstock.Trigger;
import dev.penstock.bench.Meter;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// Penstock under test, as a process: `generated ROWS_PER_BATCH CHECKPOINT`, which runs until it is ended, or
/// `kafka SERVERS TOPIC CHECKPOINT RUNS`.
public final class PenstockJob {
    private PenstockJob() {}

    public static void main(String[] arguments) throws Exception {
        try (var session = Session.builder().appName("throughput").getOrCreate()) {
            switch (arguments[0]) {
                case "generated" -> generated(session, arguments[1], arguments[2]);
                case "kafka" -> kafka(session, arguments[1], arguments[2], Path.of(arguments[3]),
                        Integer.parseInt(arguments[4]));
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    /// Prints `ROWS` at each report of progress, and lets wait for the end of a query.
    private static final class Progress implements StreamingQueryListener {
        private final AtomicLong rows = new AtomicLong();
        private final CountDownLatch ended = new CountDownLatch(1);
        private final boolean prints;

        Progress(boolean prints) {
            this.prints = prints;
        }

        @Override
        public void onQueryStarted(QueryStartedEvent event) {}

        @Override
        public void onQueryProgress(QueryProgressEvent event) {
            long sum = rows.addAndGet(event.progress().numInputRows());
            if (prints) {
                Meter.rows(sum);
            }
        }

        @Override
        public void onQueryTerminated(QueryTerminatedEvent event) {
            ended.countDown();
        }
    }

    private static void generated(Session session, String rowsPerBatch, String checkpoint)
            throws Exception {
        session.sql(Yahoo.ADS_BY_NUMBER);
        session.readStream().format("rate-micro-batch").option("rowsPerBatch", rowsPerBatch)
                .option("numPartitions", 8).option("advanceMillisPerBatch", 1000).load()
                .createOrReplaceTempView("rate");
        session.streams().addListener(new Progress(true));
        session.sql(Yahoo.GENERATED).writeStream().format("noop").outputMode("update")
                .option("checkpointLocation", checkpoint).start().awaitTermination();
    }

    private static void kafka(Session session, String servers, String topic, Path checkpoints,
            int runs) throws Exception {
        session.sql(Yahoo.adsByName());
        session.readStream().format("kafka").option("kafka.bootstrap.servers", servers)
                .option("subscribe", topic)
                .option("startingOffsets", "earliest").load().createOrReplaceTempView("events");
        for (int run = 0; run < runs; run++) {
            var progress = new Progress(false);
            session.streams().addListener(progress);
            long wall = System.nanoTime();
            long cpu = Meter.cpuNanos();
            session.sql(Yahoo.JSON).writeStream().format("noop").outputMode("update")
                    .trigger(Trigger.AvailableNow())
                    .option("checkpointLocation", checkpoints.resolve("run-" + run).toString())
                    .start()
                    .awaitTermination();
            wall = System.nanoTime() - wall;
            cpu = Meter.cpuNanos() - cpu;
            progress.ended.await();
            session.streams().removeListener(progress);
            Meter.iteration(progress.rows.get(), wall, cpu);
        }
    }
}

package dev.penstock.bench.peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Spark under test: {@code generated THREADS ADS_SQL QUERY_SQL ROWS_PER_BATCH CHECKPOINT}, which runs until it is ended, or
 * {@code kafka THREADS ADS_SQL QUERY_SQL SERVERS CHECKPOINT RUNS}, or {@code nexmark DIRECTORY QUERY...}, which writes the results of queries to files, or
 * {@code start}, which prints {@code ROW} when a small query has given its first row.
 */
public final class SparkJob {
    private SparkJob() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("start")) {
            firstRow(arguments[1]);
            return;
        }
        if (arguments[0].equals("nexmark")) {
            nexmark(Path.of(arguments[1]), List.of(arguments).subList(2, arguments.length));
            return;
        }
        SparkSession spark = session(arguments[1]);
        spark.sql(Files.readString(Path.of(arguments[2])));
        String query = Files.readString(Path.of(arguments[3]));
        if (arguments[0].equals("generated")) {
            generated(spark, query, arguments[4], arguments[5]);
        } else {
            kafka(spark, query, arguments[4], Path.of(arguments[5]), Integer.parseInt(arguments[6]));
        }
    }

    /** One shuffle partition a thread: the best for one machine. The time zone and ANSI mode are those of Penstock. */
    private static SparkSession session(String threads) {
        return SparkSession.builder().appName("throughput").master("local[" + threads + "]").config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", threads).config("spark.sql.session.timeZone", "UTC")
                .config("spark.log.level", "ERROR").getOrCreate();
    }

    private static final class Progress extends StreamingQueryListener {
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

    private static void generated(SparkSession spark, String query, String rowsPerBatch, String checkpoint) throws Exception {
        spark.readStream().format("rate-micro-batch").option("rowsPerBatch", rowsPerBatch).option("numPartitions", "8")
                .option("advanceMillisPerBatch", "1000").load().createOrReplaceTempView("rate");
        spark.streams().addListener(new Progress(true));
        spark.sql(query).writeStream().format("noop").outputMode("update").option("checkpointLocation", checkpoint).start()
                .awaitTermination();
    }

    private static void kafka(SparkSession spark, String query, String servers, Path checkpoints, int runs) throws Exception {
        spark.readStream().format("kafka").option("kafka.bootstrap.servers", servers).option("subscribe", "events")
                .option("startingOffsets", "earliest").load().createOrReplaceTempView("events");
        for (int run = 0; run < runs; run++) {
            Progress progress = new Progress(false);
            spark.streams().addListener(progress);
            long wall = System.nanoTime();
            long cpu = Meter.cpuNanos();
            spark.sql(query).writeStream().format("noop").outputMode("update").trigger(Trigger.AvailableNow())
                    .option("checkpointLocation", checkpoints.resolve("run-" + run).toString()).start().awaitTermination();
            wall = System.nanoTime() - wall;
            cpu = Meter.cpuNanos() - cpu;
            progress.ended.await();
            spark.streams().removeListener(progress);
            Meter.iteration(progress.rows.get(), wall, cpu);
        }
    }

    /** The events are in JSON, the schema of each kind in {@code KIND.ddl}, queries in {@code QUERY.sql}, what is compared in {@code QUERY.compared}. */
    private static void nexmark(Path directory, List<String> queries) throws Exception {
        SparkSession spark = session("2");
        spark.range(10_000).selectExpr("id AS key", "CAST(id AS STRING) AS value").createOrReplaceTempView("side_input");
        for (String kind : List.of("person", "auction", "bid")) {
            spark.read().schema(Files.readString(directory.resolve(kind + ".ddl"))).json(directory.resolve(kind).toString())
                    .createOrReplaceTempView(kind);
        }
        for (String query : queries) {
            spark.sql(Files.readString(directory.resolve(query + ".sql"))).createOrReplaceTempView("result");
            List<String> lines = new ArrayList<>();
            spark.sql(Files.readString(directory.resolve(query + ".compared"))).collectAsList().forEach(row -> lines.add(row.getString(0)));
            Collections.sort(lines);
            Files.write(directory.resolve(query + ".txt"), lines);
        }
        System.out.println("DONE");
        System.out.flush();
    }

    private static void firstRow(String checkpoint) throws Exception {
        SparkSession spark = session("2");
        CountDownLatch seen = new CountDownLatch(1);
        spark.readStream().format("rate-micro-batch").option("rowsPerBatch", "1").load().selectExpr("value", "value + 1 AS next")
                .writeStream().option("checkpointLocation", checkpoint).foreachBatch((rows, epoch) -> {
                    if (!rows.collectAsList().isEmpty()) {
                        seen.countDown();
                    }
                }).start();
        seen.await();
        System.out.println("ROW");
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}

package dev.penstock.bench.peers.flink;

import dev.penstock.bench.peers.Meter;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableDescriptor;
import org.apache.flink.table.api.TableEnvironment;

/**
 * Flink under test: {@code QUERIES EVENTS EVENTS_A_SECOND RUNS SCRATCH THREADS}. Prints an {@code ITERATION} for each run, from the first event on, so that
 * what it takes to start a job does not count.
 *
 * <p>Settings are those of the benchmark's guide for Flink (mini-batches of 50,000 rows and 2 seconds, distinct aggregates split, exactly-once checkpoints), but
 * state is on the heap and objects are reused, which is faster.
 */
public final class FlinkJob {
    private static final String COLUMNS_OF_PERSON = "id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING,"
            + " `dateTime` TIMESTAMP(3), extra STRING";
    private static final String COLUMNS_OF_AUCTION = "id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve BIGINT,"
            + " `dateTime` TIMESTAMP(3), expires TIMESTAMP(3), seller BIGINT, category BIGINT, extra STRING";
    private static final String COLUMNS_OF_BID = "auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, `dateTime` TIMESTAMP(3),"
            + " extra STRING";

    private FlinkJob() {}

    public static void main(String[] arguments) throws Exception {
        for (String query : arguments[0].split(",")) {
            for (int run = 0; run < Integer.parseInt(arguments[3]); run++) {
                run(query, arguments, Path.of(arguments[4], query + "-" + run));
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void run(String query, String[] arguments, Path scratch) throws Exception {
        long events = Long.parseLong(arguments[1]);
        int threads = Integer.parseInt(arguments[5]);
        TableEnvironment tables = environment(query, scratch.resolve("checkpoints"), threads);
        createTables(tables, events, arguments[2], threads);
        createResult(tables, query, scratch.resolve("files"));
        EventRows.FIRST.set(null);
        tables.executeSql("INSERT INTO nexmark_result SELECT * FROM nexmark_query").await();
        long[] first = EventRows.FIRST.get();
        Meter.iteration(events, System.nanoTime() - first[0], Meter.cpuNanos() - first[1]);
    }

    private static TableEnvironment environment(String query, Path checkpoints, int threads) {
        Configuration settings = new Configuration();
        settings.setString("parallelism.default", Integer.toString(threads));
        settings.setString("pipeline.object-reuse", "true");
        settings.setString("execution.checkpointing.interval", "10 s");
        settings.setString("execution.checkpointing.mode", "EXACTLY_ONCE");
        settings.setString("execution.checkpointing.dir", checkpoints.toUri().toString());
        // Files are only complete after a last checkpoint; the others need not wait for one.
        settings.setString("execution.checkpointing.checkpoints-after-tasks-finish.enabled", Boolean.toString(query.equals("q10")));
        settings.setString("state.backend.type", "hashmap");
        settings.setString("table.exec.mini-batch.enabled", "true");
        settings.setString("table.exec.mini-batch.allow-latency", "2 s");
        settings.setString("table.exec.mini-batch.size", "50000");
        settings.setString("table.optimizer.distinct-agg.split.enabled", "true");
        settings.setString("table.local-time-zone", "UTC");
        settings.setString("taskmanager.memory.network.max", "128 mb");
        return TableEnvironment.create(EnvironmentSettings.newInstance().inStreamingMode().withConfiguration(settings).build());
    }

    private static void createTables(TableEnvironment tables, long events, String rate, int threads) {
        String[] names = {"person", "auction", "bid"};
        String[] columns = {COLUMNS_OF_PERSON, COLUMNS_OF_AUCTION, COLUMNS_OF_BID};
        for (int kind = 0; kind < names.length; kind++) {
            tables.executeSql("CREATE TEMPORARY TABLE " + names[kind] + " (" + columns[kind]
                    + ", p_time AS PROCTIME(), WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND) WITH ('connector' = 'events', 'kind' = '"
                    + kind + "', 'events' = '" + events + "', 'rate' = '" + rate + "', 'readers' = '" + threads + "')");
        }
        tables.executeSql("CREATE TEMPORARY TABLE side_input (key BIGINT, `value` STRING) WITH ('connector' = 'events', 'kind' = '"
                + EventsFactory.SIDE_INPUT + "')");
        tables.createTemporarySystemFunction("count_char", CountChar.class);
    }

    private static void createResult(TableEnvironment tables, String query, Path files) throws Exception {
        tables.executeSql("CREATE TEMPORARY VIEW nexmark_query AS " + text(query));
        Schema schema = Schema.newBuilder().fromRowDataType(tables.from("nexmark_query").getResolvedSchema().toPhysicalRowDataType()).build();
        tables.createTemporaryTable("nexmark_result", query.equals("q10")
                ? TableDescriptor.forConnector("filesystem").schema(schema).option("path", files.toUri().toString()).format("csv")
                        .partitionedBy("dt", "hm").build()
                : TableDescriptor.forConnector("blackhole").schema(schema).build());
    }

    private static String text(String query) throws Exception {
        try (InputStream file = FlinkJob.class.getResourceAsStream(query + ".sql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

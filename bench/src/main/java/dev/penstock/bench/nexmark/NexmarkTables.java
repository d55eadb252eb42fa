package dev.penstock.bench.nexmark;

import dev.penstock.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the queries read: the views `person`, `auction` and `bid` over generated events, and the bounded table `side_input`.
public final class NexmarkTables {
    /// A temporary view of 10,000 rows.
    public static final String SIDE_INPUT = "CREATE OR REPLACE TEMPORARY VIEW side_input AS SELECT id AS key, CAST(id AS STRING) AS value FROM range(10000)";
    public static final List<String> KINDS = List.of("person", "auction", "bid");

    private NexmarkTables() {}

    /// Streams with a watermark 4 seconds behind, as published.
    public static void streams(Session session, Map<String, String> options) {
        session.sql(SIDE_INPUT);
        for (var kind : KINDS) {
            session.readStream().format("nexmark").options(with(options, kind)).load()
                    .withWatermark("dateTime", "4 seconds").createOrReplaceTempView(kind);
        }
    }

    /// Batches.
    public static void batches(Session session, Map<String, String> options) {
        session.sql(SIDE_INPUT);
        for (var kind : KINDS) {
            session.read().format("nexmark").options(with(options, kind)).load()
                    .createOrReplaceTempView(kind);
        }
    }

    private static Map<String, String> with(Map<String, String> options, String kind) {
        var all = new HashMap<>(options);
        all.put("table", kind);
        return all;
    }
}

package dev.penstock.bench.throughput;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The Yahoo streaming benchmark: of advertising events keep the views, a third of them, find each ad's campaign in a static table, and count
/// by campaign and 10 seconds of event time. 1,000 ads, 100 campaigns.
///
/// The queries are SQL that Penstock and Spark run as it is.
public final class Yahoo {
    public static final int ADS = 1000;
    public static final int CAMPAIGNS = 100;
    private static final String[] TYPES = {"view", "click", "purchase"};

    /// Over `rate`, of format `rate-micro-batch`, and the table [#ADS_BY_NUMBER].
    public static final String GENERATED = """
            SELECT campaign_id, window(event_time, '10 seconds') AS w, count(*) AS views
            FROM (SELECT value % 1000 AS ad_id, timestamp AS event_time FROM rate WHERE value % 3 = 0) e
            JOIN ads a ON e.ad_id = a.id
            GROUP BY campaign_id, window(event_time, '10 seconds')""";

    /// A temporary view `ads` that makes ads by number.
    public static final String ADS_BY_NUMBER = "CREATE OR REPLACE TEMPORARY VIEW ads AS SELECT id, id % 100 AS campaign_id FROM range(1000)";

    /// Over `events`, whose column `value` is JSON in binary, and the view of [#adsByName].
    public static final String JSON = """
            SELECT campaign_id, window(event_time, '10 seconds') AS w, count(*) AS views
            FROM (SELECT e.ad_id AS ad_id, timestamp_millis(e.event_time) AS event_time
                  FROM (SELECT from_json(CAST(value AS STRING), 'user_id STRING, page_id STRING, ad_id STRING, ad_type STRING, event_type STRING, event_time BIGINT, ip_address STRING') AS e
                        FROM events) parsed
                  WHERE e.event_type = 'view') v
            JOIN ads a ON v.ad_id = a.name
            GROUP BY campaign_id, window(event_time, '10 seconds')""";

    private Yahoo() {}

    /// A temporary view `ads` that makes ads by name.
    public static String adsByName() {
        return "CREATE OR REPLACE TEMPORARY VIEW ads AS SELECT * FROM VALUES "
                + IntStream.range(0, ADS)
                        .mapToObj(ad -> "('" + adName(ad) + "', 'campaign-" + ad % CAMPAIGNS + "')")
                        .collect(Collectors.joining(", "))
                + " AS t(name, campaign_id)";
    }

    private static UUID id(long space, long number) {
        return new UUID(space * 0x9E3779B97F4A7C15L, number * 0xC2B2AE3D27D4EB4FL);
    }

    static String adName(int ad) {
        return id(1, ad).toString();
    }

    /// Event `i` as JSON, about 250 bytes; 10,000 events a second of event time.
    public static byte[] event(long i) {
        return String.format(Locale.ROOT,
                "{\"user_id\":\"%s\",\"page_id\":\"%s\",\"ad_id\":\"%s\",\"ad_type\":\"banner78\",\"event_type\":\"%s\",\"event_time\":%d,\"ip_address\":\"1.2.3.4\"}",
                id(2, i % 100_000), id(3, i % 5_000), adName((int) (i * 7 % ADS)),
                TYPES[(int) (i % 3)],
                1_700_000_000_000L + i / 10).getBytes(StandardCharsets.UTF_8);
    }
}

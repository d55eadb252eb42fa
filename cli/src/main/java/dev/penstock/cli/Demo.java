package dev.penstock.cli;

import dev.penstock.Penstock;
import dev.penstock.Session;
import dev.penstock.StreamingQuery;
import dev.penstock.StreamingQueryException;
import dev.penstock.broker.LocalBroker;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;

/// The two queries of the demonstration, what is shown of them, and the final account.
final class Demo {
    private static final String TOPIC = "events";
    private static final int PARTITIONS = 2;
    private static final String COUNTS = "SELECT key, count FROM counts ORDER BY key";

    private final Session session;
    private final DemoEvents events;
    private final VisibilityWatch watch;
    private final String servers;
    private final LocalBroker broker;
    private final PrintWriter out;
    private final boolean inPlace = System.console() != null && System.console().isTerminal();
    private StreamingQuery[] queries = new StreamingQuery[0];
    private int linesShown;

    Demo(LocalBroker broker, Penstock penstock, int rate, PrintWriter out) {
        this.broker = broker;
        this.out = out;
        servers = broker.bootstrapServers();
        session = penstock.newSession();
        session.conf().set("spark.sql.session.timeZone", "UTC");
        events = new DemoEvents(servers, TOPIC, rate);
        watch = new VisibilityWatch(session, "streamingTable", events);
    }

    void start() {
        broker.createTopic(TOPIC, PARTITIONS);
        out.println("Kafka listens on " + servers + "; events arrive in topic '" + TOPIC + "'.");
        out.println();
        var rows = session.readStream().format("kafka").option("kafka.bootstrap.servers", servers)
                .option("subscribe", TOPIC)
                .option("startingOffsets", "earliest").load();
        var table = rows.selectExpr("CAST(key AS STRING)", "CAST(value AS STRING)").writeStream()
                .outputMode("append").format("memory")
                .queryName("streamingTable").start();
        var counts = rows.selectExpr("CAST(key AS STRING) AS key").groupBy("key").count()
                .writeStream().outputMode("complete")
                .format("memory").queryName("counts").start();
        queries = new StreamingQuery[]{table, counts};
        events.start();
        watch.start();
    }

    /// Shows the counts as they are now, with rates and latencies; on a terminal over what was shown before.
    void show() {
        var text = new StringBuilder();
        text.append("penstock> ").append(COUNTS).append('\n');
        text.append(session.state().shown(session.sql(COUNTS).relation(), 20, 0, false));
        var progress = queries[0].lastProgress();
        double rate = progress == null ? 0 : progress.processedRowsPerSecond();
        text.append(String.format(Locale.ROOT,
                "%,d events sent, %,d rows in streamingTable (%,.0f rows/s)%n", events.sent(),
                watch.visible(),
                rate));
        text.append("from Kafka to a SQL answer: ").append(watch.latencies().text()).append('\n');
        if (inPlace && linesShown > 0) {
            out.print("\033[" + linesShown + "A\033[J");
        }
        linesShown = (int) text.chars().filter(c -> c == '\n').count();
        out.println(text.toString().stripTrailing());
        out.flush();
    }

    /// Stops the events, lets the queries catch up, and gives the account; 0 when nothing is missing and nothing came twice.
    int finish() throws StreamingQueryException {
        events.close();
        for (var query : queries) {
            query.processAllAvailable();
        }
        watch.close();
        var row = Objects.requireNonNull(
                session.sql("SELECT count(*), count(DISTINCT value) FROM streamingTable").first());
        long counted = Objects
                .requireNonNull(session.sql("SELECT coalesce(sum(count), 0) FROM counts").first())
                .getLong(0);
        for (var query : queries) {
            query.stop();
        }
        long rows = row.getLong(0);
        long distinct = row.getLong(1);
        long lost = events.sent() - distinct;
        long duplicated = rows - distinct;
        out.println();
        out.printf(Locale.ROOT, "rows in            %,d%n", events.sent());
        out.printf(Locale.ROOT, "rows in the table  %,d (and counted per key: %,d)%n", rows,
                counted);
        out.printf(Locale.ROOT, "lost %d, duplicated %d%n", lost, duplicated);
        out.println("latency            " + watch.latencies().text()
                + " (from sending to Kafka until SQL sees the row)");
        return lost == 0 && duplicated == 0 && counted == rows ? 0 : 1;
    }
}

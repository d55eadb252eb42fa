package dev.penstock.bench.nexmark;

import dev.penstock.Penstock;
import dev.penstock.Session;
import dev.penstock.Trigger;
import dev.penstock.bench.Peers;
import dev.penstock.bench.Report;
import dev.penstock.bench.Setting;
import dev.penstock.bench.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Compares the last state of each streaming result with what Spark says of the same SQL over the same events in a batch.
final class NexmarkCheck {
    private final Setting setting;
    private final Path directory;
    private final Map<String, String> events;

    /// At 500 events a second no two happen at the same moment, so every order is the only one.
    NexmarkCheck(Setting setting) throws IOException {
        this.setting = setting;
        directory = Files.createTempDirectory(setting.scratch(), "check");
        long count = setting.events() > 0 ? setting.events() : 100_000;
        events = Map.of("numEvents", Long.toString(count), "firstEventRate", "500");
    }

    /// Prints a row a query.
    ///
    /// @throws IOException when a result differs, after all have been compared
    void run(List<NexmarkQuery> queries) throws Exception {
        setting.report().progress("checking results against Spark's");
        var ours = penstock(queries);
        var arguments = new ArrayList<>(List.of("nexmark", directory.toString()));
        queries.forEach(query -> arguments.add(query.name()));
        try (var job = Peers.prepare(setting).start("SparkJob", arguments)) {
            job.await("DONE", Duration.ofMinutes(20));
        }
        var table = new Table(events.get("numEvents") + " events", "rows", "equals Spark's");
        boolean allEqual = true;
        for (var query : queries) {
            var theirs = Files.readAllLines(directory.resolve(query.name() + ".txt"));
            boolean equal = theirs.equals(ours.get(query.name()));
            allEqual &= equal;
            table.row(query.name(), Report.count((double) theirs.size()), equal ? "yes" : "NO");
        }
        setting.report().table(table);
        if (!allEqual) {
            throw new IOException("not all results are those of Spark");
        }
    }

    /// Writes what Spark is to read, and gives the lines of our results in order.
    private Map<String, List<String>> penstock(List<NexmarkQuery> queries) throws Exception {
        var lines = new HashMap<String, List<String>>();
        try (var session = Penstock.open().newSession()) {
            NexmarkTables.batches(session, events);
            for (var kind : NexmarkTables.KINDS) {
                var rows = session.table(kind);
                Files.writeString(directory.resolve(kind + ".ddl"), rows.schema().fields()
                        .stream().map(field -> field.name() + " " + field.type().sql())
                        .collect(Collectors.joining(", ")));
                rows.write().format("json").save(directory.resolve(kind).toString());
            }
            NexmarkTables.streams(session, events);
            for (var query : queries) {
                lines.put(query.name(), streamed(session, query));
            }
        }
        return lines;
    }

    private List<String> streamed(Session session, NexmarkQuery query) throws Exception {
        session.sql(query.sql()).writeStream().format("memory").queryName("result")
                .outputMode("update").trigger(Trigger.AvailableNow()).start().awaitTermination();
        var compared = compared(session, query);
        Files.writeString(directory.resolve(query.name() + ".sql"), query.sql());
        Files.writeString(directory.resolve(query.name() + ".compared"), compared);
        var lines = new ArrayList<String>();
        session.sql(compared).collectAsList().forEach(row -> lines.add(row.getString(0)));
        lines.sort(null);
        session.sql("DROP TABLE IF EXISTS result");
        return lines;
    }

    /// A query over the table `result` that makes one text of each row.
    private static String compared(Session session, NexmarkQuery query) {
        if (!query.compared().equals("*")) {
            return "SELECT concat_ws('|', " + query.compared() + ") FROM result GROUP BY bidder";
        }
        return Arrays.stream(session.table("result").columns())
                .map(name -> "coalesce(CAST(" + name + " AS STRING), 'NULL')")
                .collect(Collectors.joining(", ", "SELECT concat_ws('|', ", ") FROM result"));
    }
}

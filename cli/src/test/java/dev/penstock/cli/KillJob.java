package dev.penstock.cli;

import dev.penstock.DataFrame;
import dev.penstock.Penstock;
import dev.penstock.Session;
import dev.penstock.StreamWriter;
import dev.penstock.StreamingQuery;
import dev.penstock.StreamingQueryException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// A query over numbered records, in a process of its own that is made to be killed.
///
/// Each line that it gets on its input is answered with one line, once all that has been sent is processed: of a table, how many numbers it
/// holds, how many different ones, the least and the greatest. It ends with its input, so that it does not outlive the test.
final class KillJob {
    /// What the query does, and where its result goes.
    enum Kind {
        STATELESS, COUNTS, TABLE, FILES
    }

    private KillJob() {}

    /// `KIND SERVERS INPUT OUTPUT CHECKPOINT`: `INPUT` is a topic, `OUTPUT` another one, a table or a directory.
    public static void main(String[] arguments) throws IOException, StreamingQueryException {
        var kind = Kind.valueOf(arguments[0]);
        try (var penstock = Penstock.open()) {
            var session = penstock.newSession();
            var records = session.readStream().format("kafka")
                    .option("kafka.bootstrap.servers", arguments[1])
                    .option("subscribe", arguments[2]).option("startingOffsets", "earliest").load();
            var writer = switch (kind) {
                case STATELESS -> kafka(odd(records), arguments);
                case COUNTS -> kafka(counts(records), arguments).outputMode("update");
                case TABLE ->
                    numbers(records).writeStream().format("memory").queryName(arguments[3]);
                case FILES ->
                    numbers(records).writeStream().format("json").option("path", arguments[3]);
            };
            var query = writer.option("checkpointLocation", arguments[4])
                    .option("snapshotInterval", "200 milliseconds").start();
            endWith(query);
            answer(session, kind, arguments[3], query);
        }
    }

    private static DataFrame numbers(DataFrame records) {
        return records.selectExpr("CAST(CAST(value AS STRING) AS BIGINT) AS number");
    }

    /// What becomes of a record is computed once more by [Expected#odd].
    private static DataFrame odd(DataFrame records) {
        return records.selectExpr("key", "CAST(CAST(value AS STRING) AS BIGINT) AS number")
                .filter("number % 10 <> 7")
                .selectExpr("key", "CAST(2 * number + 1 AS STRING) AS value");
    }

    private static DataFrame counts(DataFrame records) {
        return records.groupBy("key").count().selectExpr("key", "CAST(count AS STRING) AS value");
    }

    private static StreamWriter kafka(DataFrame rows, String[] arguments) {
        return rows.writeStream().format("kafka").option("kafka.bootstrap.servers", arguments[1])
                .option("topic", arguments[3]);
    }

    /// A query that fails takes the process with it, and says why.
    private static void endWith(StreamingQuery query) {
        var watch = new Thread(() -> {
            try {
                query.awaitTermination();
            } catch (StreamingQueryException e) {
                e.printStackTrace();
                Runtime.getRuntime().halt(3);
            }
        });
        watch.setDaemon(true);
        watch.start();
    }

    private static void answer(Session session, Kind kind, String output, StreamingQuery query)
            throws IOException, StreamingQueryException {
        var questions = new BufferedReader(
                new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (questions.readLine() != null) {
            query.processAllAvailable();
            if (kind == Kind.TABLE) {
                var row = session.sql(
                        "SELECT count(*), count(DISTINCT number), min(number), max(number) FROM "
                                + output)
                        .first();
                System.out.println(row == null ? "" : row.mkString(" "));
            } else {
                System.out.println("done");
            }
        }
    }
}

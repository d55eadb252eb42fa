package dev.penstock.bench.peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** DuckDB under test: {@code generated THREADS ROWS RUNS} or {@code columns THREADS ROWS RUNS QUERY_SQL COLUMNS}. */
public final class DuckJob {
    private DuckJob() {}

    public static void main(String[] arguments) throws Exception {
        long rows = Long.parseLong(arguments[2]);
        int runs = Integer.parseInt(arguments[3]);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = connection.createStatement()) {
            statement.execute("SET threads = " + arguments[1]);
            if (arguments[0].equals("generated")) {
                statement.execute("CREATE TABLE ads AS SELECT range AS id, range % 100 AS campaign_id FROM range(1000)");
                // A batch of a million rows has one timestamp, a second after that of the batch before.
                run(statement, rows, runs, "SELECT campaign_id, w, count(*) FROM (SELECT range % 1000 AS ad_id, range // 1000000 // 10 AS w"
                        + " FROM range(" + rows + ") WHERE range % 3 = 0) JOIN ads ON ad_id = id GROUP BY campaign_id, w");
            } else {
                statement.execute("CREATE TABLE numbers AS SELECT " + arguments[5] + " FROM range(" + rows + ")");
                run(statement, rows, runs, Files.readString(Path.of(arguments[4])));
            }
        }
    }

    private static void run(Statement statement, long rows, int runs, String query) throws SQLException {
        for (int run = 0; run < runs; run++) {
            long wall = System.nanoTime();
            long cpu = Meter.cpuNanos();
            try (var result = statement.executeQuery(query)) {
                while (result.next()) {
                    result.getObject(1);
                }
            }
            Meter.iteration(rows, System.nanoTime() - wall, Meter.cpuNanos() - cpu);
        }
    }
}

package dev.penstock.cli;

import dev.penstock.Penstock;
import dev.penstock.connect.server.ConnectServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Does a little of everything once, so that the build can record which classes a start needs.
@Command(name = "warm-up", hidden = true, description = "Loads what most commands need; used by the build.")
final class WarmUpCommand implements Callable<Integer> {
    private static final String STATEMENTS = """
            SELECT 1 AS one;
            CREATE TEMPORARY VIEW t AS SELECT id, id % 3 AS k, CAST(id AS STRING) AS s FROM range(100);
            SELECT k, count(*), sum(id), max(s) FROM t WHERE id > 5 GROUP BY k HAVING count(*) > 1 ORDER BY k LIMIT 2;
            SELECT a.id, upper(b.s) FROM t a JOIN t b ON a.id = b.id WHERE a.s LIKE '1%';
            SHOW TABLES;
            DESCRIBE t""";

    @Override
    public Integer call() throws IOException {
        try (var penstock = Penstock.open();
                var server = ConnectServer.builder(penstock).port(0).start()) {
            server.warmUp();
            var session = penstock.newSession();
            for (var format : ResultPrinter.Format.values()) {
                SqlCommand.runAll(session,
                        STATEMENTS.replace("VIEW t", "VIEW t_" + format)
                                .replace(" t ", " t_" + format + " ")
                                .replace("DESCRIBE t", "DESCRIBE t_" + format),
                        new ResultPrinter(format, 20, new PrintWriter(Writer.nullWriter())));
            }
        }
        return 0;
    }
}

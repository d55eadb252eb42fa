package dev.penstock.cli;

import dev.penstock.Session;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.TerminalBuilder;

/// A shell for SQL: statements end with a semicolon and may take several lines; it remembers them and completes names.
final class Shell {
    private static final List<String> WORDS = List.of("SELECT", "FROM", "WHERE", "GROUP BY",
            "ORDER BY", "LIMIT", "JOIN", "CREATE", "TABLE",
            "VIEW", "STREAMING TABLE", "MATERIALIZED VIEW", "FLOW", "INSERT INTO", "USING",
            "OPTIONS", "STREAM", "DROP", "SHOW TABLES",
            "DESCRIBE", "EXPLAIN", "SET", "VALUES", "WITH", "UNION ALL", "HAVING", "DISTINCT");

    private final Session session;
    private final ResultPrinter printer;
    private final PrintWriter out;

    Shell(Session session, ResultPrinter printer, PrintWriter out) {
        this.session = session;
        this.printer = printer;
        this.out = out;
    }

    /// Reads and runs statements until the input ends or says `exit` or `quit`.
    void run() throws IOException {
        try (var terminal = TerminalBuilder.builder().dumb(true).build()) {
            var reader = LineReaderBuilder.builder().terminal(terminal).appName("penstock")
                    .completer(this::complete)
                    .variable(LineReader.HISTORY_FILE,
                            Path.of(System.getProperty("user.home"), ".penstock_history"))
                    .build();
            out.println("Penstock. Statements end with ;  SHOW TABLES; lists tables, exit leaves.");
            var statement = new StringBuilder();
            while (true) {
                String line;
                try {
                    line = reader.readLine(statement.isEmpty() ? "penstock> " : "       -> ");
                } catch (UserInterruptException e) {
                    statement.setLength(0);
                    continue;
                } catch (EndOfFileException e) {
                    return;
                }
                if (statement.isEmpty() && isLeave(line)) {
                    return;
                }
                statement.append(line).append('\n');
                if (line.strip().endsWith(";")) {
                    SqlCommand.runAndReport(session, statement.toString(), printer, out);
                    statement.setLength(0);
                }
            }
        }
    }

    private static boolean isLeave(String line) {
        var word = line.strip().replace(";", "").toLowerCase(Locale.ROOT);
        return word.equals("exit") || word.equals("quit");
    }

    private void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        WORDS.forEach(word -> candidates.add(new Candidate(word)));
        for (var row : session.sql("SHOW TABLES").collectAsList()) {
            candidates.add(new Candidate(row.getString(1)));
        }
    }
}

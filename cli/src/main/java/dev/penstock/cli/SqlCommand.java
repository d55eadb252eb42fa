package dev.penstock.cli;

import dev.penstock.Penstock;
import dev.penstock.Session;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Relation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `penstock sql`: statements from the command line, from a file, or typed in.
@Command(name = "sql", mixinStandardHelpOptions = true, sortOptions = false, description = "Runs SQL: statements given, those of a file, or a shell when neither is given.", footer = {
        "", "Examples:", "  penstock sql -e \"SELECT 1 AS one\" --format json",
        "  penstock sql -f report.sql --format csv",
        "  penstock sql"})
final class SqlCommand implements Callable<Integer> {
    private static final int SHOWN_ROWS = 1000;

    @Option(names = {"-e",
            "--execute"}, paramLabel = "STATEMENTS", description = "Statements, separated by semicolons.")
    private @Nullable String statements;

    @Option(names = {"-f", "--file"}, paramLabel = "FILE", description = "A file of statements.")
    private @Nullable Path file;

    @Option(names = "--format", paramLabel = "FORMAT", description = "How to print results: table, csv or json (a row a line). Default: table.")
    private ResultPrinter.Format format = ResultPrinter.Format.TABLE;

    @Option(names = "--remote", paramLabel = "ADDRESS", description = "A Spark cluster that runs the statements: sc://host:15002. Default: this process.")
    private @Nullable String remote;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        try (var session = remote == null
                ? Penstock.open().newSession()
                : Session.remote(remote)) {
            var printer = new ResultPrinter(format, SHOWN_ROWS, out);
            if (statements != null) {
                runAll(session, statements, printer);
            } else if (file != null) {
                runAll(session, Files.readString(file), printer);
            } else {
                new Shell(session, printer, out).run();
            }
            return 0;
        }
    }

    /// Runs statements one after the other and prints the result of each; the first error ends it.
    static void runAll(Session session, String text, ResultPrinter printer) {
        session.backend().script(text).forEach(statement -> runOne(session, statement, printer));
    }

    /// Runs a statement and prints its result.
    static void runOne(Session session, Supplier<Relation> statement, ResultPrinter printer) {
        printer.print(session.backend().run(statement.get()), zone(session));
    }

    static ZoneId zone(Session session) {
        return ZoneId.of(session.conf().get("spark.sql.session.timeZone"));
    }

    /// Runs statements and prints an error instead of throwing it: for a shell, which goes on.
    static void runAndReport(Session session, String text, ResultPrinter printer, PrintWriter out) {
        try {
            runAll(session, text, printer);
        } catch (UserException e) {
            out.println(e.getMessage());
        }
    }
}

package dev.penstock.cli;

import dev.penstock.Penstock;
import dev.penstock.Session;
import dev.penstock.StreamingQuery;
import dev.penstock.StreamingQueryException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `penstock run`: a pipeline of statements that goes on until it is stopped.
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, description = "Runs a pipeline: a file of SQL statements whose streaming tables, materialized views and flows go on until stopped (Ctrl-C).", footer = {
        "", "Example of a pipeline:", "  CREATE TABLE events USING kafka OPTIONS",
        "    ('kafka.bootstrap.servers' 'localhost:9092', subscribe 'events', startingOffsets 'earliest');",
        "  CREATE MATERIALIZED VIEW counts AS",
        "    SELECT CAST(key AS STRING) AS key, count(*) AS n FROM STREAM events GROUP BY key;"})
final class RunCommand implements Callable<Integer> {
    private static final long REPORT_MILLIS = 2000;

    @Parameters(paramLabel = "FILE.sql", description = "The statements of the pipeline.")
    private Path file = Path.of("");

    @Option(names = "--data", paramLabel = "DIR", description = "Where the pipeline keeps what it has done. Started again with the same directory it goes on where it was.")
    private @Nullable Path data;

    @Option(names = "--remote", paramLabel = "ADDRESS", description = "A Spark cluster that runs the pipeline: sc://host:15002. What --data names is then a directory of the cluster, where its checkpoints go.")
    private @Nullable String remote;

    @Option(names = "--available-now", description = "End when all input that is there has been processed.")
    private boolean availableNow;

    @Option(names = "--format", paramLabel = "FORMAT", description = "How to print results of queries: table, csv or json. Default: table.")
    private ResultPrinter.Format format = ResultPrinter.Format.TABLE;

    @Option(names = {"-q", "--quiet"}, description = "Print no progress.")
    private boolean quiet;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        var text = Files.readString(file);
        var err = spec.commandLine().getErr();
        try (var session = session()) {
            Runtime.getRuntime().addShutdownHook(new Thread(session::close, "penstock-stop"));
            var printer = new ResultPrinter(format, Integer.MAX_VALUE, spec.commandLine().getOut());
            for (var statement : session.backend().script(text)) {
                if (availableNow) {
                    settle(session); // so that a query shows, and an insert takes, what a run without end would come to
                }
                SqlCommand.runOne(session, statement, printer);
            }
            return availableNow ? finish(session, err) : watch(session, err);
        } catch (StreamingQueryException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private Session session() {
        if (remote != null) {
            var session = Session.remote(remote);
            if (data != null) {
                session.conf().set("spark.sql.streaming.checkpointLocation", data.toString());
            }
            return session;
        }
        var builder = Penstock.builder();
        if (data != null) {
            builder.dataDirectory(data.toAbsolutePath());
        }
        return builder.open().newSession();
    }

    private int finish(Session session, PrintWriter err) throws StreamingQueryException {
        settle(session);
        for (var query : session.streams().active()) {
            report(query, err);
        }
        return 0;
    }

    /// Waits until all input has gone all the way. A query may read what one that was started later writes, so there are as many rounds as
    /// a chain of queries can be long; a round without anything to do takes no time.
    private static void settle(Session session) throws StreamingQueryException {
        for (int i = 0; i < session.streams().active().length; i++) {
            for (var query : session.streams().active()) {
                query.processAllAvailable();
            }
        }
        session.streams().awaitAnyTermination(0); // throws when one has failed already
    }

    private int watch(Session session, PrintWriter err) throws StreamingQueryException {
        boolean some = session.streams().awaitAnyTermination(0);
        while (session.streams().active().length > 0) {
            some = true;
            if (session.streams().awaitAnyTermination(REPORT_MILLIS)) {
                session.streams().resetTerminated();
            }
            for (var query : session.streams().active()) {
                report(query, err);
            }
        }
        session.streams().awaitAnyTermination(0);
        if (!some) {
            err.println(
                    "The pipeline starts no streaming query, so there is nothing to keep running.");
        }
        return 0;
    }

    private void report(StreamingQuery query, PrintWriter err) {
        var progress = query.lastProgress();
        if (quiet || progress == null) {
            return;
        }
        if (progress.epochLatencyMs().isEmpty()) {
            err.printf(Locale.ROOT, "%-24s batch %,d  %,.0f rows/s  took %,d ms%n", query.name(),
                    progress.batchId(), progress.processedRowsPerSecond(),
                    progress.batchDuration());
            return;
        }
        err.printf(Locale.ROOT, "%-24s epoch %,d  %,.0f rows/s  latency p50 %.2f ms  p99 %.2f ms%n",
                query.name(), progress.batchId(),
                progress.processedRowsPerSecond(),
                progress.epochLatencyMs().getOrDefault("p50", 0.0),
                progress.epochLatencyMs().getOrDefault("p99", 0.0));
    }
}

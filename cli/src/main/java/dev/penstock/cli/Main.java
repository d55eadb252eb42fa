package dev.penstock.cli;

import dev.penstock.data.error.TransientException;
import dev.penstock.data.error.UserException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The `penstock` command.
@Command(name = "penstock", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, sortOptions = false, description = "Structured streaming in one process: stateful, exactly once, in milliseconds.", subcommands = {
        DemoCommand.class, SqlCommand.class, RunCommand.class, ServerCommand.class,
        OffsetsCommand.class, WarmUpCommand.class,
        Main.Bench.class, Main.Test.class,
        Main.Format.class, CommandLine.HelpCommand.class}, footer = {"", "Try:",
                "  ./penstock demo --seconds 20", "  ./penstock sql -e \"SELECT 1 AS one\"",
                "  ./penstock run pipeline.sql --data ./data",
                "  ./penstock server"})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// Runs a command and ends the process: 0 when all went well, 1 when something the user can mend went wrong, 2 for a wrong command line.
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var line = new CommandLine(new Main());
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((trouble, command, _) -> {
            command.getErr().println(explain(trouble));
            return 1;
        });
        return line;
    }

    /// What to tell the user: the message alone when it is about something to mend, all there is when it is our mistake.
    static String explain(Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof UserException || cause instanceof TransientException) {
                return Objects.requireNonNullElse(cause.getMessage(), cause.toString());
            }
        }
        if (trouble instanceof NoSuchFileException missing) {
            return "There is no file " + missing.getFile() + ".";
        }
        if (trouble instanceof FileSystemException unusable) {
            return "The file " + unusable.getFile() + " cannot be read: " + unusable.getReason()
                    + ".";
        }
        var text = new java.io.StringWriter();
        trouble.printStackTrace(new PrintWriter(text));
        return "This is a mistake of Penstock's, please report it:\n" + text;
    }

    /// Says which version this is.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{
                    "Penstock " + dev.penstock.engine.session.SessionState.VERSION
                            + " (speaks Spark 4.2)",
                    "Java " + Runtime.version()};
        }
    }

    /// What the launcher script does before any Java runs; here so that `--help` knows of it.
    private static int launcherOnly(CommandSpec spec) {
        spec.commandLine().getErr()
                .println("Run this through the script ./penstock at the root of the project.");
        return 2;
    }

    @Command(name = "bench", description = "Measures against other engines: latency, throughput, state, startup [--quick].")
    static final class Bench implements java.util.concurrent.Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            return launcherOnly(spec);
        }
    }

    @Command(name = "test", description = "Builds everything, with all checks, and runs all tests.")
    static final class Test implements java.util.concurrent.Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            return launcherOnly(spec);
        }
    }

    @Command(name = "format", description = "Lays out all sources as the build wants them.")
    static final class Format implements java.util.concurrent.Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            return launcherOnly(spec);
        }
    }
}

package dev.penstock.bench;

import dev.penstock.bench.connect.ConnectBenchmark;
import dev.penstock.bench.latency.LatencyBenchmark;
import dev.penstock.bench.micro.MicroBenchmark;
import dev.penstock.bench.nexmark.NexmarkBenchmark;
import dev.penstock.bench.startup.StartupBenchmark;
import dev.penstock.bench.state.StateBenchmark;
import dev.penstock.bench.throughput.ThroughputBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;

/// `./penstock bench NAME`: runs one comparison.
public final class Main {
    /// The logger's threshold: Kafka's clients tell much about themselves.
    static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";
    private static final List<Benchmark> ALL = List.of(new LatencyBenchmark(),
            new ThroughputBenchmark(), new NexmarkBenchmark(), new StateBenchmark(),
            new ConnectBenchmark(), new StartupBenchmark(), new MicroBenchmark());

    private Main() {}

    private record Request(Path home, String name, Choice choice, boolean save, boolean help) {
        /// What of the benchmark is to be run.
        record Choice(boolean quick, String only, String query, long events) {}

        static Request of(String[] arguments) {
            var words = new ArrayDeque<>(List.of(arguments));
            var home = Path.of("");
            var name = "";
            var only = "";
            var query = "";
            long events = 0;
            boolean quick = false;
            boolean save = false;
            boolean help = false;
            while (!words.isEmpty()) {
                var word = words.pop();
                switch (word) {
                    case "--home" -> home = Path.of(words.isEmpty() ? "" : words.pop());
                    case "--only" -> only = words.isEmpty() ? "" : words.pop();
                    case "--query" -> query = words.isEmpty() ? "" : words.pop();
                    case "--events" -> events = words.isEmpty() ? 0 : number(words.pop());
                    case "--quick" -> quick = true;
                    case "--save" -> save = true;
                    case "--help", "-h" -> help = true;
                    default -> {
                        if (word.startsWith("-") || !name.isEmpty()) {
                            throw new IllegalArgumentException(word);
                        }
                        name = word;
                    }
                }
            }
            return new Request(home.toAbsolutePath(), name,
                    new Choice(quick, only, query, events), save, help);
        }

        private static long number(String text) {
            try {
                return Long.parseLong(text.replace("_", ""));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(text, e);
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        System.setProperty(LOG_LEVEL, "error");
        Request request;
        try {
            request = Request.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("unknown argument " + e.getMessage() + "\n\n" + usage());
            System.exit(2);
            return;
        }
        if (request.name().isEmpty()) {
            System.out.println(usage());
            return;
        }
        var found = ALL.stream().filter(each -> each.name().equals(request.name())).findFirst();
        if (found.isEmpty()) {
            System.err.println("there is no benchmark " + request.name() + "\n\n" + usage());
            System.exit(2);
        }
        var benchmark = found.orElseThrow();
        if (request.help()) {
            System.out.println(benchmark.help().strip());
            return;
        }
        System.exit(run(benchmark, request));
    }

    private static int run(Benchmark benchmark, Request request) throws Exception {
        var report = new Report(System.out, System.err);
        var scratch = Files.createTempDirectory("penstock-bench");
        try {
            var choice = request.choice();
            benchmark.run(new Setting(request.home(), scratch, choice.quick(), choice.only(),
                    choice.query(), choice.events(), report));
        } catch (IOException e) {
            System.err.println("the benchmark failed: " + e.getMessage());
            return 1;
        } finally {
            delete(scratch);
        }
        if (request.save()) {
            var file = request.home()
                    .resolve("bench/results/" + benchmark.name() + "-"
                            + LocalDate.now(ZoneId.systemDefault()) + ".txt");
            Files.createDirectories(file.getParent());
            Files.writeString(file, report.text());
            System.err.println("saved to " + file);
        }
        return 0;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String usage() {
        var text = new StringBuilder("""
                Usage: ./penstock bench NAME [OPTIONS]

                Measures Penstock beside its peers, on this machine, in one run.

                """);
        for (var benchmark : ALL) {
            text.append(String.format("  %-12s %s%n", benchmark.name(), benchmark.summary()));
        }
        text.append("\n  --quick      shorter, for a first look\n")
                .append("  --only PART  only a part of it; NAME --help names the parts\n")
                .append("  --query Q    only some of its queries, such as q4 or q4,q5\n")
                .append("  --events N   over so many events\n")
                .append("  --save       also write the results to bench/results/NAME-DATE.txt\n")
                .append("  --help       with NAME: what is measured, and how");
        return text.toString();
    }
}

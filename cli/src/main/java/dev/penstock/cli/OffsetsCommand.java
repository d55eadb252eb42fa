package dev.penstock.cli;

import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.World;
import dev.penstock.engine.epoch.StoppedQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `penstock offsets`: where a stopped query goes on, for the other side to begin there.
@Command(name = "offsets", mixinStandardHelpOptions = true, sortOptions = false, description = "Prints up to where a stopped query has read, a line a source: for the option startingOffsets of the query that goes on elsewhere. Reads checkpoints of Penstock and of Spark.", footer = {
        "", "Example:", "  penstock offsets ./data/queries/counts"})
final class OffsetsCommand implements Callable<Integer> {
    /// What Spark writes for a source that has not been read yet.
    private static final String NONE = "-";
    /// A version and the settings of the batch come before the offsets.
    private static final int HEADER_LINES = 2;

    @Parameters(paramLabel = "CHECKPOINT", description = "The checkpoint directory of the query.")
    private Path checkpoint = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        var offsets = Files.isDirectory(checkpoint.resolve("commits"))
                ? ofSpark()
                : ofPenstock();
        offsets.forEach(out::println);
        return 0;
    }

    private List<String> ofPenstock() throws IOException {
        boolean some = Files.isDirectory(checkpoint);
        if (some) {
            try (var files = Files.list(checkpoint)) {
                some = files.findAny().isPresent();
            }
        }
        if (!some) {
            throw nothing();
        }
        return StoppedQuery.offsets(World.system(), checkpoint);
    }

    /// The offsets of the newest batch that Spark has committed. It runs a later one again, so that one does not count.
    private List<String> ofSpark() throws IOException {
        var batch = newest(checkpoint.resolve("commits")).orElseThrow(this::nothing);
        var lines = Files
                .readAllLines(checkpoint.resolve("offsets").resolve(String.valueOf(batch)));
        return lines.stream().skip(HEADER_LINES).filter(line -> !line.equals(NONE)).toList();
    }

    private static Optional<Long> newest(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d{1,18}")).map(Long::valueOf)
                    .max(Comparator.naturalOrder());
        }
    }

    private UserException nothing() {
        return new UserException("INVALID_CALL", Map.of("reason",
                "in " + checkpoint + " there is no checkpoint of a query that has done something"));
    }
}

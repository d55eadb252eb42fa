package dev.penstock.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.Values;
import dev.penstock.data.Vectors;
import dev.penstock.data.error.TransientException;
import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.World;
import dev.penstock.io.Connector;
import dev.penstock.io.Options;
import dev.penstock.io.Sink;
import dev.penstock.io.Start;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FileSinkTest {
    private static final Path OUT = Path.of("/out");
    private static final Schema SCHEMA = Schema.of(Field.of("id", DataType.LONG),
            Field.of("kind", DataType.STRING));
    private static final int EPOCHS = 4;

    private static Sink sink(SimulatedDisk disk, FileFormat format, List<String> partitionBy,
            String... pairs) {
        var map = new HashMap<String, String>();
        map.put("path", OUT.toString());
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        var system = World.system();
        var world = new World(system.clock(), disk, system.threads(), system.randomness());
        var sink = new FileSink(format, new Connector.SinkRequest(
                new Options(format.label(), "sink", map), SCHEMA, "append", partitionBy, world));
        sink.open(new Start("query", "", "append", SCHEMA, List.of(), ""));
        return sink;
    }

    private static Batch rows(long epoch) {
        int count = 10;
        var columns = Vectors.allocate(SCHEMA.types(), count);
        for (int i = 0; i < count; i++) {
            Values.set(columns[0], DataType.LONG, i, epoch * 100 + i);
            Values.set(columns[1], DataType.STRING, i, "k/" + i % 3);
        }
        return Batch.of(count, columns);
    }

    /// All files that a reader who lists `*.json` sees, by path.
    private static NavigableMap<Path, String> visible(SimulatedDisk disk, Path directory)
            throws IOException {
        var found = new TreeMap<Path, String>();
        for (var name : disk.list(directory)) {
            if (name.endsWith(".json") || name.endsWith(".csv")) {
                found.put(directory.resolve(name),
                        new String(disk.contents(directory.resolve(name)), StandardCharsets.UTF_8));
            } else if (name.contains("=")) {
                found.putAll(visible(disk, directory.resolve(name)));
            }
        }
        return found;
    }

    private static void run(Sink sink) {
        for (long epoch = sink.lastEpoch() + 1; epoch < EPOCHS; epoch++) {
            sink.write(epoch, rows(epoch));
            sink.commit(epoch);
        }
    }

    private static NavigableMap<Path, String> undisturbed(List<String> partitionBy)
            throws IOException {
        var disk = new SimulatedDisk(new Gen(1));
        try (var sink = sink(disk, FileFormat.JSON, partitionBy)) {
            run(sink);
        }
        return visible(disk, OUT);
    }

    @Test
    void eachEpochIsAFile() throws IOException {
        var files = undisturbed(List.of());
        assertThat(files.keySet().stream().map(path -> path.getFileName().toString()))
                .containsExactly("part-00000-query.json",
                        "part-00001-query.json", "part-00002-query.json", "part-00003-query.json");
        assertThat(files.firstEntry().getValue())
                .startsWith("{\"id\":0,\"kind\":\"k/0\"}\n{\"id\":1,").endsWith("}\n");
        var partitioned = undisturbed(List.of("kind"));
        assertThat(partitioned).hasSize(12);
        assertThat(Objects.requireNonNull(partitioned.firstKey().getParent()).getFileName())
                .hasToString("kind=k%2F0");
        assertThat(partitioned.firstEntry().getValue()).startsWith("{\"id\":0}\n");
    }

    @Test
    void csvFilesHaveAHeaderEach() throws IOException {
        var disk = new SimulatedDisk(new Gen(1));
        try (var sink = sink(disk, FileFormat.CSV, List.of(), "header", "true")) {
            run(sink);
        }
        assertThat(visible(disk, OUT).lastEntry().getValue()).startsWith("id,kind\n300,k/0\n");
    }

    @Test
    void aCrashAtAnyStepLosesNothingAndDoublesNothing() throws IOException {
        for (var partitionBy : List.of(List.<String>of(), List.of("kind"))) {
            var expected = undisturbed(partitionBy);
            int crashes = 0;
            for (long step = 1;; step++) {
                var disk = new SimulatedDisk(new Gen(step));
                disk.crashAt(step);
                try (var sink = sink(disk, FileFormat.JSON, partitionBy)) {
                    run(sink);
                } catch (TransientException e) {
                    crashes++;
                }
                if (!disk.isDown()) {
                    assertThat(visible(disk, OUT)).isEqualTo(expected);
                    break;
                }
                disk.restart();
                var survived = visible(disk, OUT);
                survived.forEach((path, text) -> assertThat(text).as("%s is whole", path)
                        .isEqualTo(expected.get(path)));
                try (var sink = sink(disk, FileFormat.JSON, partitionBy)) {
                    run(sink);
                }
                assertThat(visible(disk, OUT)).as("after a crash at step %d", step)
                        .isEqualTo(expected);
            }
            assertThat(crashes).as("crashes").isGreaterThan(20);
        }
    }

    @Test
    void severalEpochsMayBeOneCommit() throws IOException {
        var disk = new SimulatedDisk(new Gen(1));
        try (var sink = sink(disk, FileFormat.JSON, List.of())) {
            for (long epoch = 0; epoch < EPOCHS; epoch++) {
                sink.write(epoch, rows(epoch));
            }
            assertThat(visible(disk, OUT)).as("nothing is visible before the commit").isEmpty();
            sink.commit(EPOCHS - 1);
        }
        var lines = new ArrayList<String>();
        visible(disk, OUT).values().forEach(text -> lines.addAll(text.lines().toList()));
        assertThat(lines).hasSize(40);
        try (var sink = sink(disk, FileFormat.JSON, List.of())) {
            assertThat(sink.lastEpoch()).isEqualTo(3);
        }
    }

    @Test
    void onlyAppendModeIsWritten() {
        var request = new Connector.SinkRequest(
                new Options("json", "sink", java.util.Map.of("path", "/out")), SCHEMA, "complete",
                List.of(), World.system());
        assertThatThrownBy(() -> new FileSink(FileFormat.JSON, request))
                .isInstanceOf(UserException.class).hasMessageContaining("STREAMING_OUTPUT_MODE");
        var text = new Connector.SinkRequest(
                new Options("text", "sink", java.util.Map.of("path", "/out")), SCHEMA, "append",
                List.of(), World.system());
        assertThatThrownBy(() -> new FileSink(FileFormat.TEXT, text))
                .isInstanceOf(UserException.class);
    }
}

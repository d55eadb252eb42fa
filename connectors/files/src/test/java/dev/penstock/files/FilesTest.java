package dev.penstock.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.Values;
import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.World;
import dev.penstock.io.Connector;
import dev.penstock.io.Offset;
import dev.penstock.io.Options;
import dev.penstock.io.ReadLimit;
import dev.penstock.io.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
    private static final ReadLimit ALL = ReadLimit.rows(Long.MAX_VALUE);
    private static final Schema PERSON = Schema.of(Field.of("name", DataType.STRING),
            Field.of("age", DataType.INT));

    @TempDir
    private Path directory;

    private Connector.SourceRequest request(boolean streaming, Optional<Schema> schema,
            String... pairs) {
        var map = new HashMap<String, String>();
        map.put("path", directory.resolve("in").toString());
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return new Connector.SourceRequest(new Options("json", "source", map), schema, streaming,
                Optional.of(directory.resolve("work")),
                World.system());
    }

    private void put(String name, String text) throws IOException {
        var path = directory.resolve("in").resolve(name);
        Files.createDirectories(path.getParent());
        var temporary = directory.resolve("temporary");
        Files.writeString(temporary, text);
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> rows(Source source, Schema schema, Offset from, Offset to) {
        var rows = new ArrayList<String>();
        for (var split : source.plan(from, to)) {
            split.read(batch -> {
                assertThat(batch.count()).isLessThanOrEqualTo(4096);
                for (int i = 0; i < batch.count(); i++) {
                    var row = new ArrayList<String>();
                    for (int column = 0; column < batch.width(); column++) {
                        row.add(String.valueOf(Values.get(batch.column(column), schema.type(column),
                                batch.rows().at(i))));
                    }
                    rows.add(String.join("|", row));
                }
            });
        }
        return rows;
    }

    private static List<String> batch(Connector connector, Connector.SourceRequest request) {
        try (var source = connector.source(request)) {
            return rows(source, connector.schema(request), source.start(), source.latest());
        }
    }

    @Test
    void textFilesAreLines() throws IOException {
        put("a.txt", "one\ntwo\r\n\nthree");
        put("_hidden", "no");
        put(".hidden", "no");
        try (var out = new GZIPOutputStream(
                Files.newOutputStream(directory.resolve("in/b.txt.gz")))) {
            out.write("x\ny\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(batch(new TextFiles(), request(false, Optional.empty())))
                .containsExactlyInAnyOrder("one", "two", "", "three", "x", "y");
        assertThat(batch(new TextFiles(),
                request(false, Optional.empty(), "pathGlobFilter", "a.*", "lineSep", "o")))
                .containsExactly("", "ne\ntw", "\r\n\nthree");
        assertThat(batch(new TextFiles(),
                request(false, Optional.empty(), "pathGlobFilter", "a.*", "wholetext", "true")))
                .containsExactly("one\ntwo\r\n\nthree");
        assertThat(batch(new TextFiles(),
                request(false, Optional.empty(), "path", directory + "/i*/a.txt"))).hasSize(4);
    }

    @Test
    void longLinesAndManyOfThem() throws IOException {
        var text = new StringBuilder();
        var expected = new ArrayList<String>();
        for (int i = 0; i < 20_000; i++) {
            var line = i % 5000 == 7 ? "x".repeat(200_000) + i : "line " + i;
            expected.add(line);
            text.append(line).append(i % 2 == 0 ? "\r\n" : "\n");
        }
        put("a.txt", text.toString());
        assertThat(batch(new TextFiles(), request(false, Optional.empty()))).isEqualTo(expected);
    }

    @Test
    void jsonSchemaIsInferredForBatchOnly() throws IOException {
        put("a.json", "{\"name\":\"A\",\"age\":1}\n{\"name\":\"B\"}\n");
        var request = request(false, Optional.empty());
        assertThat(new JsonFiles().schema(request).toString())
                .isEqualTo("struct<age:bigint,name:string>");
        assertThat(batch(new JsonFiles(), request)).containsExactly("1|A", "null|B");
        assertThatThrownBy(() -> new JsonFiles().schema(request(true, Optional.empty())))
                .isInstanceOf(UserException.class).hasMessageContaining("Schema");
        assertThatThrownBy(
                () -> new JsonFiles().schema(request(false, Optional.empty(), "path", "/no/such")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("PATH_NOT_FOUND");
        assertThatThrownBy(
                () -> new JsonFiles().schema(request(false, Optional.empty(), "multiline2", "x")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("UNKNOWN_OPTION");
    }

    @Test
    void oneJsonValueMayGiveManyBatches() throws IOException {
        var text = new StringBuilder("[\n");
        for (int i = 0; i < 10_000; i++) {
            text.append(i == 0 ? "" : ",").append("{\"name\":\n\"n").append(i).append("\",\"age\":")
                    .append(i).append("}");
        }
        put("a.json", text.append("]").toString());
        var rows = batch(new JsonFiles(), request(false, Optional.of(PERSON), "multiLine", "true"));
        assertThat(rows).hasSize(10_000).startsWith("n0|0").endsWith("n9999|9999");
    }

    @Test
    void csvWithHeaderAndPartitions() throws IOException {
        put("day=1/kind=x%20y/a.csv", "name,age\nA,1\n\"B\nC\",2\n");
        put("day=2/kind=__HIVE_DEFAULT_PARTITION__/b.csv", "name,age\nD,x\n");
        var request = request(false, Optional.of(PERSON), "header", "true", "multiLine", "true");
        assertThat(new CsvFiles().schema(request).toString())
                .isEqualTo("struct<name:string,age:int,day:int,kind:string>");
        assertThat(batch(new CsvFiles(), request)).containsExactlyInAnyOrder("A|1|1|x y",
                "B\nC|2|1|x y", "D|null|2|null");
        assertThat(batch(new CsvFiles(), request(false, Optional.of(PERSON), "header", "true",
                "multiLine", "true", "mode", "DROPMALFORMED"))).hasSize(2);
        assertThat(new CsvFiles()
                .schema(request(false, Optional.empty(), "header", "true", "inferSchema", "true"))
                .names()).startsWith("name", "age");
    }

    @Test
    void newFilesAreFoundAndReadOnceAndAgainAfterARestart()
            throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve("in"));
        var connector = new JsonFiles();
        var request = request(true, Optional.of(PERSON));
        var woken = new Semaphore(0);
        Offset first;
        try (var source = connector.source(request)) {
            source.open(source.start(), woken::release);
            put("a.json", "{\"name\":\"A\"}\n");
            assertThat(woken.tryAcquire(20, TimeUnit.SECONDS)).as("woken").isTrue();
            first = source.available(source.start(), ALL);
            assertThat(first.json()).isEqualTo("{\"logOffset\":0}");
            assertThat(rows(source, PERSON, source.start(), first)).containsExactly("A|null");
            put("b.json", "{\"name\":\"B\"}\n");
            assertThat(woken.tryAcquire(20, TimeUnit.SECONDS)).as("woken").isTrue();
        }
        put("c.json", "{\"name\":\"C\"}\n");
        try (var again = connector.source(request)) {
            assertThat(rows(again, PERSON, again.start(), first))
                    .as("a declared range stays what it was").containsExactly("A|null");
            var end = again.latest();
            assertThat(rows(again, PERSON, first, end)).containsExactly("B|null", "C|null");
        }
    }

    @Test
    void anEpochMayBeLimitedToSomeFiles() throws IOException, InterruptedException {
        for (int i = 0; i < 5; i++) {
            put("f" + i + ".txt", "line " + i);
        }
        var connector = new TextFiles();
        var woken = new Semaphore(0);
        try (var source = connector
                .source(request(true, Optional.empty(), "maxFilesPerTrigger", "2"))) {
            var offset = source.start();
            source.open(offset, woken::release);
            var sizes = new ArrayList<Integer>();
            while (sizes.size() < 3) {
                assertThat(woken.tryAcquire(20, TimeUnit.SECONDS)).as("woken").isTrue();
                var next = source.available(offset, ALL);
                sizes.add(rows(source, Schema.of(Field.of("value", DataType.STRING)), offset, next)
                        .size());
                offset = next;
            }
            assertThat(sizes).containsExactly(2, 2, 1);
        }
        assertThatThrownBy(() -> connector.source(request(true, Optional.empty(),
                "maxFilesPerTrigger", "2", "maxBytesPerTrigger", "3")))
                .isInstanceOf(UserException.class);
    }

    @Test
    void processedFilesAreCleanedAway() throws IOException {
        put("a.txt", "x");
        var archive = directory.resolve("archive");
        var source = new TextFiles().source(request(true, Optional.empty(), "cleanSource",
                "archive", "sourceArchiveDir", archive.toString()));
        var end = source.latest();
        source.open(source.start(), () -> {
        });
        source.committed(end);
        source.close();
        assertThat(directory.resolve("in/a.txt")).doesNotExist();
        assertThat(archive.resolve(Path.of("/").relativize(directory.resolve("in/a.txt"))))
                .exists();
    }
}

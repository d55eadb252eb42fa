package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pipelines over files, as a user writes and restarts them.
class RunCommandTest {
    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void directories() throws IOException {
        Files.createDirectories(directory.resolve("in"));
    }

    private void lands(String name, String... lines) {
        write(directory.resolve("in").resolve(name), String.join("\n", lines) + "\n");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path pipeline(String statements) {
        var file = directory.resolve("pipeline.sql");
        write(file, statements.replace("$DIR", directory.toString()));
        return file;
    }

    private Command run(Path pipeline) {
        return Command.penstock("run", pipeline.toString(), "--data",
                directory.resolve("data").toString(), "--available-now",
                "--format", "json", "--quiet");
    }

    private List<String> written(String name) {
        try (Stream<Path> files = Files.list(directory.resolve(name))) {
            return files.filter(Files::isRegularFile).flatMap(file -> Command.text(file).lines())
                    .sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSecondRunGoesOnWithNewInputOnly() {
        var pipeline = pipeline(
                """
                        CREATE TABLE orders (item STRING, price INT) USING json OPTIONS (path '$DIR/in');
                        CREATE TABLE doubled (item STRING, price INT) USING json OPTIONS (path '$DIR/out');
                        CREATE STREAMING TABLE clean AS SELECT item, price FROM STREAM orders WHERE price IS NOT NULL;
                        CREATE MATERIALIZED VIEW totals AS SELECT item, count(*) AS n, sum(price) AS price FROM clean GROUP BY item;
                        CREATE FLOW doubling AS INSERT INTO doubled BY NAME SELECT item, price * 2 AS price FROM STREAM clean;
                        SELECT * FROM totals ORDER BY item;
                        SELECT * FROM clean ORDER BY item, price;
                        """);
        lands("1.json", "{\"item\":\"tea\",\"price\":3}", "{\"item\":\"rice\",\"price\":5}");

        var first = run(pipeline);

        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(first.lines()).containsExactly("{\"item\":\"rice\",\"n\":1,\"price\":5}",
                "{\"item\":\"tea\",\"n\":1,\"price\":3}",
                "{\"item\":\"rice\",\"price\":5}", "{\"item\":\"tea\",\"price\":3}");

        lands("2.json", "{\"item\":\"tea\",\"price\":4}", "{\"item\":\"salt\",\"price\":null}");
        var second = run(pipeline);

        assertThat(second.err()).isEmpty();
        assertThat(second.lines()).containsExactly("{\"item\":\"rice\",\"n\":1,\"price\":5}",
                "{\"item\":\"tea\",\"n\":2,\"price\":7}",
                "{\"item\":\"rice\",\"price\":5}", "{\"item\":\"tea\",\"price\":3}",
                "{\"item\":\"tea\",\"price\":4}");
        assertThat(written("out")).containsExactly("{\"item\":\"rice\",\"price\":10}",
                "{\"item\":\"tea\",\"price\":6}",
                "{\"item\":\"tea\",\"price\":8}");

        var third = run(pipeline);

        assertThat(third.lines()).isEqualTo(second.lines());
        assertThat(written("out")).hasSize(3);
    }

    @Test
    void aFlowIntoATableThatIsReadAlreadyArrivesBeforeTheEnd() {
        var pipeline = pipeline(
                """
                        CREATE TABLE lines (value STRING) USING text OPTIONS (path '$DIR/in');
                        CREATE TABLE last (value STRING) USING text OPTIONS (path '$DIR/out');
                        CREATE STREAMING TABLE third (value STRING);
                        CREATE STREAMING TABLE second (value STRING);
                        CREATE FLOW to_last AS INSERT INTO last BY NAME SELECT value FROM STREAM third;
                        CREATE FLOW to_third AS INSERT INTO third BY NAME SELECT value FROM STREAM second;
                        CREATE FLOW to_second AS INSERT INTO second BY NAME SELECT upper(value) AS value FROM STREAM lines;
                        """);
        for (int i = 0; i < 20; i++) {
            lands(i + ".txt", "line" + i);
        }

        var command = run(pipeline);

        assertThat(command.err()).isEmpty();
        assertThat(written("out")).hasSize(20).contains("LINE0", "LINE19");
    }

    @Test
    void textBecomesCsvAndARowThatIsInsertedStaysAlone() {
        var pipeline = pipeline(
                """
                        CREATE TABLE lines USING text OPTIONS (path '$DIR/in');
                        CREATE TABLE words (word STRING, length INT) USING csv OPTIONS (path '$DIR/out', header 'true');
                        CREATE FLOW words AS INSERT INTO words BY NAME
                            SELECT word, length(word) AS length FROM (SELECT explode(split(value, ' ')) AS word FROM STREAM lines);
                        CREATE TABLE known (word STRING);
                        INSERT INTO known VALUES ('two');
                        SELECT * FROM known;
                        """);
        lands("a.txt", "one two");

        var command = run(pipeline);

        assertThat(command.err()).isEmpty();
        assertThat(command.lines()).containsExactly("{\"word\":\"two\"}");
        assertThat(written("out")).containsExactly("one,3", "two,3", "word,length");
    }

    @Test
    void aStreamThatFailsFailsThePipeline() {
        var pipeline = pipeline("""
                CREATE TABLE numbers (n STRING) USING json OPTIONS (path '$DIR/in');
                CREATE STREAMING TABLE whole AS SELECT CAST(n AS INT) AS n FROM STREAM numbers;
                """);
        lands("1.json", "{\"n\":\"1\"}", "{\"n\":\"one\"}");

        var command = run(pipeline);

        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.err()).contains("[STREAM_FAILED]", "[CAST_INVALID_INPUT]", "'one'")
                .doesNotContain("\tat ");
    }

    @Test
    void aPipelineWithoutStreamsSaysThatItHasNothingToDo() {
        var command = Command.penstock("run", pipeline("SELECT 1 AS one;").toString(), "--format",
                "json");

        assertThat(command).isEqualTo(new Command(0, "{\"one\":1}\n",
                "The pipeline starts no streaming query, so there is nothing to keep running.\n"));
    }

    @Test
    void anErrorInTheScriptNamesItsPlace() {
        var command = run(pipeline(
                "CREATE TABLE t (a INT);\nCREATE MATERIALIZED VIEW v AS\n  SELECT b FROM t;\n"));

        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.err()).startsWith("[UNRESOLVED_COLUMN.WITH_SUGGESTION]")
                .contains("== SQL (line 3, position 10) ==")
                .doesNotContain("\tat ");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        var command = Command.penstock("run", directory.resolve("none.sql").toString());

        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.err())
                .isEqualTo("There is no file " + directory.resolve("none.sql") + ".\n");
    }
}

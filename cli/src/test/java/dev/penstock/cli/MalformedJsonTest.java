package dev.penstock.cli;

import static dev.penstock.Functions.col;
import static dev.penstock.Functions.from_json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.Row;
import dev.penstock.Session;
import dev.penstock.StreamingQuery;
import dev.penstock.StreamingQueryException;
import dev.penstock.data.error.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stream of JSON with a broken line in it, under each mode.
class MalformedJsonTest {
    private static final List<String> LINES = List.of("{\"k\":\"a\",\"v\":1}",
            "{\"k\":\"b\",\"v\":", "{\"k\":\"c\",\"v\":3}");

    @TempDir
    private Path directory = Path.of("");
    private final Session session = Session.builder().create();

    @BeforeEach
    void input() throws IOException {
        Files.write(Files.createDirectory(directory.resolve("in")).resolve("1.json"), LINES);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private StreamingQuery files(String mode) {
        return session.readStream().format("json").schema("k STRING, v INT, _corrupt_record STRING")
                .option("mode", mode)
                .load(directory.resolve("in").toString()).writeStream().format("memory")
                .queryName("t")
                .option("checkpointLocation", directory.resolve("checkpoint").toString()).start();
    }

    private StreamingQuery messages(Map<String, String> options) {
        return session.readStream().format("text").load(directory.resolve("in").toString())
                .select(from_json(col("value"), "k STRING, v INT", options).as("j"))
                .selectExpr("j.k", "j.v").writeStream()
                .format("memory").queryName("t").start();
    }

    private List<String> rows() {
        return session.sql("SELECT * FROM t").collectAsList().stream().map(Row::toString).toList();
    }

    @Test
    void permissiveFilesKeepTheBrokenLineInItsColumn() throws StreamingQueryException {
        files("PERMISSIVE").processAllAvailable();

        assertThat(rows()).hasSize(3).contains("[a,1,null]", "[c,3,null]")
                .anyMatch(row -> row.endsWith(",{\"k\":\"b\",\"v\":]"));
    }

    @Test
    void dropMalformedFilesLeaveTheBrokenLineOut() throws StreamingQueryException {
        files("DROPMALFORMED").processAllAvailable();

        assertThat(rows()).containsExactly("[a,1,null]", "[c,3,null]");
    }

    @Test
    void failFastFilesFailTheQueryAndOnlyIt() throws StreamingQueryException {
        var other = session.readStream().format("text").load(directory.resolve("in").toString())
                .writeStream().format("memory")
                .queryName("other").start();
        var query = files("FAILFAST");

        assertThatThrownBy(query::processAllAvailable).isInstanceOf(StreamingQueryException.class)
                .hasMessageContaining("STREAM_FAILED")
                .hasMessageContaining("MALFORMED_RECORD_IN_PARSING")
                .hasMessageContaining("{\"k\":\"b\",\"v\":")
                .hasCauseInstanceOf(UserException.class);

        assertThat(query.isActive()).isFalse();
        assertThat(rows()).isEmpty();
        other.processAllAvailable();
        assertThat(session.table("other").count()).isEqualTo(3);
    }

    @Test
    void aQueryThatFailedOnABrokenFileGoesOnWhenItIsMended() throws Exception {
        assertThatThrownBy(files("FAILFAST")::processAllAvailable)
                .isInstanceOf(StreamingQueryException.class);
        Files.write(directory.resolve("in").resolve("1.json"), List.of("{\"k\":\"b\",\"v\":2}"));

        files("FAILFAST").processAllAvailable();

        assertThat(rows()).containsExactly("[b,2,null]");
    }

    @Test
    void permissiveFromJsonGivesNulls() throws StreamingQueryException {
        messages(Map.of()).processAllAvailable();

        assertThat(rows()).hasSize(3).contains("[a,1]", "[c,3]")
                .anyMatch(row -> row.endsWith(",null]"));
    }

    @Test
    void failFastFromJsonFailsTheQuery() {
        var query = messages(Map.of("mode", "FAILFAST"));

        assertThatThrownBy(query::processAllAvailable).isInstanceOf(StreamingQueryException.class)
                .hasMessageContaining("MALFORMED_RECORD_IN_PARSING");
    }

    @Test
    void fromJsonHasNoRowsToDrop() {
        assertThatThrownBy(() -> messages(Map.of("mode", "DROPMALFORMED")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("PARSE_MODE_UNSUPPORTED").hasMessageContaining("from_json");
    }
}

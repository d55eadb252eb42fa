package dev.penstock.cli;

import static dev.penstock.Functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.DataFrame;
import dev.penstock.Penstock;
import dev.penstock.Row;
import dev.penstock.Session;
import dev.penstock.StreamingQueryException;
import dev.penstock.connect.server.ConnectServer;
import dev.penstock.data.error.UserException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A session on another machine, which here is Penstock's own server: what `SparkClusterTest` shows with a real Spark, at any time.
@Timeout(60)
class RemoteSessionTest {
    private static Penstock penstock;
    private static ConnectServer server;

    @BeforeAll
    static void serve() throws Exception {
        penstock = Penstock.open();
        server = ConnectServer.builder(penstock).port(0).start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        penstock.close();
    }

    private static String address() {
        return "sc://127.0.0.1:" + server.port();
    }

    private static List<String> sorted(DataFrame frame) {
        return frame.collectAsList().stream().map(Row::toString).sorted().toList();
    }

    @Test
    void aProgramOfDataFramesGivesTheRowsThatItGivesHere() {
        try (var here = Session.builder().create(); var there = Session.remote(address())) {
            var actual = BatchProgram.results(there);
            BatchProgram.results(here).forEach((name, frame) -> assertThat(
                    sorted(Objects.requireNonNull(actual.get(name)))).as(name)
                    .isEqualTo(sorted(frame)).isNotEmpty());
        }
    }

    @Test
    void aStreamRunsThereAndItsTableIsReadFromHere() throws StreamingQueryException {
        try (var there = Session.remote(address())) {
            var query = there.readStream().format("rate-micro-batch").option("rowsPerBatch", 10)
                    .load().writeStream().format("memory").queryName("rated").start();
            while (there.table("rated").filter(col("value").lt(50)).count() < 50) {
                Thread.onSpinWait();
            }

            assertThat(query.name()).isEqualTo("rated");
            assertThat(there.streams().active()).hasSize(1);
            assertThat(query.lastProgress()).isNotNull();
            query.stop();
            assertThat(query.isActive()).isFalse();
            assertThat(query.exception()).isEmpty();
        }
    }

    @Test
    void anErrorThereIsAnErrorHere() {
        try (var there = Session.remote(address())) {
            assertThatThrownBy(() -> there.sql("SELECT nothing FROM range(3)").collect())
                    .isInstanceOfSatisfying(UserException.class, e -> {
                        assertThat(e.condition()).isEqualTo("UNRESOLVED_COLUMN.WITH_SUGGESTION");
                        assertThat(e.sqlState()).isEqualTo("42703");
                        assertThat(e).hasMessageContaining("nothing");
                    });
        }
    }

    @Test
    void theConfigurationIsThatOfTheSessionThere() {
        try (var there = Session.remote(address()); var other = there.newSession()) {
            there.conf().set("spark.sql.session.timeZone", "Asia/Tokyo");

            assertThat(there.conf().get("spark.sql.session.timeZone")).isEqualTo("Asia/Tokyo");
            assertThat(other.conf().get("spark.sql.session.timeZone"))
                    .isNotEqualTo("Asia/Tokyo");
        }
    }

    @Test
    void aStatementOnTheCommandLineRunsThere() {
        var command = Command.penstock("sql", "--remote", address(), "-e",
                "SELECT id, 'x' AS s FROM range(2)", "--format", "json");

        assertThat(command.err()).isEmpty();
        assertThat(command.lines()).containsExactly("{\"id\":0,\"s\":\"x\"}",
                "{\"id\":1,\"s\":\"x\"}");
    }

    @Test
    void anAddressWhereNobodyIsSaysSo() {
        assertThatThrownBy(() -> Session.remote("http://host"))
                .isInstanceOf(UserException.class).hasMessageContaining("sc://host:15002");
        assertThatThrownBy(() -> Session.remote("sc://host/;token=secret;use_ssl=false"))
                .isInstanceOf(UserException.class).hasMessageContaining("use_ssl=true");
    }
}

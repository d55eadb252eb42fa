package dev.penstock.cli;

import static dev.penstock.Functions.col;
import static dev.penstock.Functions.from_json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.Session;
import dev.penstock.data.error.UserException;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queries and options that are wrong are refused before anything runs, with what a user needs to mend them.
class BadQueryTest {
    @TempDir
    private Path directory = Path.of("");
    private final Session session = Session.builder().create();

    @AfterEach
    void close() {
        session.close();
    }

    private static UserException refused(ThrowingCallable call) {
        var error = catchThrowableOfType(UserException.class, call);
        assertThat(error).isNotNull();
        return error;
    }

    @Test
    void anUnknownColumnInSqlIsMarked() {
        session.sql("CREATE TABLE events (name STRING, price INT)");

        var error = refused(() -> session.sql("SELECT name,\n  prise * 2 FROM events").collect());

        assertThat(error.condition()).isEqualTo("UNRESOLVED_COLUMN.WITH_SUGGESTION");
        assertThat(error.sqlState()).isEqualTo("42703");
        assertThat(error).hasMessageContaining("`prise`").hasMessageContaining("`price`")
                .hasMessageEndingWith(
                        "== SQL (line 2, position 3) ==\n  prise * 2 FROM events\n  ^^^^^");
    }

    @Test
    void anUnknownColumnInADataFrameIsNamed() {
        var stream = session.readStream().format("rate").load();

        var error = refused(() -> stream.select(col("timestamp"), col("valeu")).schema());

        assertThat(error.condition()).isEqualTo("UNRESOLVED_COLUMN.WITH_SUGGESTION");
        assertThat(error).hasMessageContaining("`valeu`").hasMessageContaining("`value`");
    }

    @Test
    void aFunctionIsToldTheTypesItTakes() {
        var error = refused(
                () -> session.sql("SELECT 1,\n  date_add('2026-01-01', true)").collect());

        assertThat(error.condition()).isEqualTo("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE");
        assertThat(error.sqlState()).isEqualTo("42K09");
        assertThat(error).hasMessageContaining("BOOLEAN")
                .hasMessageContaining("line 2, position 3");
    }

    @Test
    void operandsThatDoNotGoTogetherAreRefused() {
        var error = refused(() -> session.sql("SELECT array(1) + 1").collect());

        assertThat(error.condition()).startsWith("DATATYPE_MISMATCH.BINARY_OP_");
        assertThat(error).hasMessageContaining("ARRAY<INT>")
                .hasMessageContaining("line 1, position 8");
    }

    @Test
    void fromJsonOfAColumnThatIsNoTextIsRefused() {
        var stream = session.readStream().format("rate").load();

        var error = refused(() -> stream.select(from_json(col("value"), "a INT")).schema());

        assertThat(error.condition()).isEqualTo("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE");
        assertThat(error).hasMessageContaining("STRING").hasMessageContaining("BIGINT");
    }

    @Test
    void anOptionThatASourceDoesNotHaveIsRefusedWithThoseItHas() {
        var error = refused(() -> session.readStream().format("rate").option("rowPerSecond", 5)
                .load().schema());

        assertThat(error.condition()).isEqualTo("UNKNOWN_OPTION");
        assertThat(error.sqlState()).isEqualTo("42616");
        assertThat(error).hasMessageContaining(
                "The rate source has no option rowPerSecond. Did you mean rowsPerSecond?");
    }

    @Test
    void anOptionThatAFileSourceDoesNotHaveIsRefused() {
        var error = refused(() -> session.readStream().format("json").schema("a INT")
                .option("maxFilePerTrigger", 1)
                .load(directory.toString()).schema());

        assertThat(error.condition()).isEqualTo("UNKNOWN_OPTION");
        assertThat(error)
                .hasMessageContaining("maxFilePerTrigger. Did you mean maxFilesPerTrigger?");
    }

    @Test
    void anOptionThatASinkDoesNotHaveIsRefused() {
        var writer = session.readStream().format("rate").load().writeStream().format("console")
                .option("numRow", 5);

        var error = refused(writer::start);

        assertThat(error.condition()).isEqualTo("UNKNOWN_OPTION");
        assertThat(error).hasMessageContaining(
                "The console sink has no option numRow. Did you mean numRows?");
    }

    @Test
    void anOptionThatTheMemorySinkDoesNotHaveIsRefused() {
        var writer = session.readStream().format("rate").load().writeStream().format("memory")
                .queryName("q").option("ttl", 5);

        assertThat(refused(writer::start).condition()).isEqualTo("UNKNOWN_OPTION");
    }

    @Test
    void anOptionOfATableIsRefusedWhenTheTableIsRead() {
        session.sql("CREATE TABLE ticks USING rate OPTIONS (rowsPerSecond '5', ramp 'x')");

        var error = refused(() -> session.sql("SELECT * FROM STREAM ticks").schema());

        assertThat(error.condition()).isEqualTo("UNKNOWN_OPTION");
        assertThat(error).hasMessageContaining("line 1, position");
    }

    @Test
    void anOptionWithAWrongValueSaysWhatItHasToBe() {
        var error = refused(() -> session.readStream().format("rate")
                .option("rowsPerSecond", "many").load().schema());

        assertThat(error.condition()).isEqualTo("INVALID_OPTION_VALUE");
        assertThat(error).hasMessageContaining("rowsPerSecond").hasMessageContaining("many")
                .hasMessageContaining("whole number");
    }

    @Test
    void aWrongLedgerSyncIsRefused() {
        var writer = session.readStream().format("rate").load().writeStream().format("noop")
                .options(Map.of("ledgerSync", "never", "checkpointLocation", directory.toString()));

        assertThatThrownBy(writer::start).isInstanceOf(UserException.class)
                .hasMessageContaining("INVALID_OPTION_VALUE")
                .hasMessageContaining("disk or os");
    }

    @Test
    void anUnknownFormatIsNamed() {
        var error = refused(() -> session.readStream().format("kafak").load().schema());

        assertThat(error.condition()).isEqualTo("DATA_SOURCE_NOT_FOUND");
        assertThat(error).hasMessageContaining("kafak");
    }
}

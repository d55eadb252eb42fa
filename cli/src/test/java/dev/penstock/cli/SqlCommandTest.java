package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlCommandTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void aRowIsOneLineOfJson() {
        var command = Command.penstock("sql", "-e", "SELECT 1 AS one", "--format", "json");

        assertThat(command).isEqualTo(new Command(0, "{\"one\":1}\n", ""));
    }

    @Test
    void jsonShowsNullsAndNestedValues() {
        var command = Command.penstock("sql", "--format", "json", "-e",
                "SELECT NULL AS nothing, array(1, 2) AS a, named_struct('x', DATE'2026-01-02') AS s, 1.50 AS d");

        assertThat(command.lines())
                .containsExactly(
                        "{\"nothing\":null,\"a\":[1,2],\"s\":{\"x\":\"2026-01-02\"},\"d\":1.50}");
    }

    @Test
    void csvHasAHeaderAndQuotesWhatNeedsIt() {
        var command = Command.penstock("sql", "--format", "csv", "-e",
                "SELECT * FROM VALUES (1, 'a,b'), (2, NULL) AS t(n, s)");

        assertThat(command.lines()).containsExactly("n,s", "1,\"a,b\"", "2,");
    }

    @Test
    void everyStatementOfAFilePrintsItsResult() throws IOException {
        var file = directory.resolve("report.sql");
        Files.writeString(file, """
                -- what a report is made of; this is no statement
                CREATE TABLE sales (item STRING, price INT);
                INSERT INTO sales VALUES ('tea; green', 3), ('rice', 5);
                SELECT item FROM sales ORDER BY price;
                SELECT sum(price) AS total FROM sales
                """);

        var command = Command.penstock("sql", "-f", file.toString(), "--format", "json");

        assertThat(command.err()).isEmpty();
        assertThat(command.lines()).containsExactly("{\"item\":\"tea; green\"}",
                "{\"item\":\"rice\"}", "{\"total\":8}");
    }

    @Test
    void anErrorSaysWhereInTheScriptItIs() {
        var command = Command.penstock("sql", "--format", "json", "-e",
                "SELECT 1 AS one;\nSELECT id,\n  nope\nFROM range(2)");

        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.out()).isEqualTo("{\"one\":1}\n");
        assertThat(command.err()).startsWith("[UNRESOLVED_COLUMN.WITH_SUGGESTION]")
                .contains("`nope`", "`id`", "SQLSTATE: 42703",
                        "== SQL (line 3, position 3) ==\n  nope\n  ^^^^")
                .doesNotContain("\tat ");
    }

    @Test
    void nothingIsRunWhenAStatementOfTheScriptCannotBeRead() {
        var command = Command.penstock("sql", "-e", "SELECT 1;\nSELEC 2");

        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.out()).isEmpty();
        assertThat(command.err()).startsWith("[PARSE_SYNTAX_ERROR] Syntax error at or near 'SELEC'")
                .contains("== SQL (line 2, position 1) ==\nSELEC 2\n^^^^^").doesNotContain("\tat ");
    }

    @Test
    void aValueThatCannotBeComputedIsAnErrorOfTheUsers() {
        var command = Command.penstock("sql", "-e", "SELECT CAST('x' AS INT)");

        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.err()).startsWith("[CAST_INVALID_INPUT]").contains("SQLSTATE: 22018")
                .doesNotContain("\tat ");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        var command = Command.penstock("sql", "-f", directory.resolve("none.sql").toString());

        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.err())
                .isEqualTo("There is no file " + directory.resolve("none.sql") + ".\n");
    }

    @Test
    void aPlanIsShownAsItIs() {
        var command = Command.penstock("sql", "-e",
                "EXPLAIN SELECT id + 1 AS n FROM range(3) WHERE id > 1");

        assertThat(command.lines()).startsWith("== Physical Plan ==").hasSizeGreaterThan(2);
        assertThat(command.out()).doesNotContain("\\n");
    }

    @Test
    void anUnknownFormatIsAWrongCommandLine() {
        var command = Command.penstock("sql", "-e", "SELECT 1", "--format", "xml");

        assertThat(command.exitCode()).isEqualTo(2);
        assertThat(command.err()).contains("--format", "xml", "JSON");
    }
}

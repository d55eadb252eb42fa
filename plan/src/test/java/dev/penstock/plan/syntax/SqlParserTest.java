package dev.penstock.plan.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SqlParserTest {
    private final SqlParser parser = new SqlParser(ZoneId.of("UTC"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {"SELECT | ( | 1 | )",
            "SELECT | f( | 1 | )", "SELECT | (SELECT | 1 | )",
            "SELECT * FROM | (SELECT * FROM | t | )", "SELECT * FROM | (t JOIN | t | )",
            "SELECT | ( | | ",
            "SELECT | CASE WHEN a THEN | 1 | END", "SELECT | NOT | a | ", "SELECT | - | a | ",
            "SELECT | a + | a | ", "SELECT | a[0] | | ",
            "SELECT a | ::int | | ", "SELECT | x -> | x | ", "SELECT CAST(a AS | array< | int | >",
            "SELECT 1 | UNION ALL SELECT 1 | | ",
            "SELECT * FROM t | JOIN t ON true | | ", "SELECT * FROM t | , t | | ",
            "SELECT * FROM t | LATERAL VIEW explode(x) y | | ",
            " | EXPLAIN | SELECT 1 | ", "SELECT 1 FROM t GROUP BY CUBE(a | , a | ) | "})
    void ten_thousand_levels_are_an_error_and_not_a_crash(@Nullable String before,
            @Nullable String open, @Nullable String middle,
            @Nullable String close) {
        var text = or(before) + " " + (or(open) + " ").repeat(10_000) + or(middle) + " "
                + (or(close) + " ").repeat(10_000);
        assertThatThrownBy(() -> parser.parseStatement(text))
                .isInstanceOfSatisfying(UserException.class, e -> {
                    assertThat(e.condition()).isIn("FAILED_TO_PARSE_TOO_COMPLEX",
                            "GROUPING_SIZE_LIMIT_EXCEEDED", "PARSE_SYNTAX_ERROR");
                    assertThat(e.position()).isPresent();
                });
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Test
    void ten_thousand_conditions_are_a_shallow_tree() {
        var text = "SELECT * FROM t WHERE a = 0" + IntStream.range(1, 10_000)
                .mapToObj(i -> " OR a = " + i).reduce("", String::concat);
        assertThat(Printed.of(parser.parseStatement(text))).contains("==(a, 9999)");
    }

    @Test
    void a_parser_reads_what_the_stack_of_its_caller_allows() throws InterruptedException {
        var text = "SELECT " + "(SELECT ".repeat(290) + "1" + ")".repeat(290);
        var trouble = new Throwable[1];
        var thread = new Thread(null, () -> {
            try {
                parser.parseStatement(text);
            } catch (UserException e) {
                trouble[0] = e;
            }
        }, "little stack", 200 * 1024);
        thread.setUncaughtExceptionHandler((_, e) -> trouble[0] = e);
        thread.start();
        thread.join();
        assertThat(trouble[0]).isInstanceOfSatisfying(UserException.class,
                e -> assertThat(e.condition()).isEqualTo("FAILED_TO_PARSE_TOO_COMPLEX"));
    }

    @Test
    void an_error_in_a_script_is_marked_where_it_stands_in_the_script() {
        var script = "SELECT 1;\n-- a comment; with a semicolon\nSELECT ';';\nSELECT a\nFROM t WHERE b = = 1";
        assertThatThrownBy(() -> parser.parseStatements(script)).isInstanceOf(UserException.class)
                .hasMessage(
                        """
                                [PARSE_SYNTAX_ERROR] Syntax error at or near '=': extra input '='. SQLSTATE: 42601
                                == SQL (line 5, position 18) ==
                                FROM t WHERE b = = 1
                                                 ^""");
    }

    @Test
    void a_statement_of_a_script_knows_its_text() {
        var statements = parser.parseStatements(" SELECT 1 ;; /* x */ SHOW\nTABLES -- end\n;");
        assertThat(statements)
                .map(s -> s instanceof Statement.At at
                        ? at.position().text().substring(at.position().start(), at.position().end())
                        : "")
                .containsExactly("SELECT 1", "SHOW\nTABLES");
        assertThat(statements).map(s -> s instanceof Statement.At at ? at.position().line() : 0)
                .containsExactly(1, 1);
    }

    @Test
    void a_column_carries_its_position() {
        var sum = (Expression.Function) ((Expression.At) parser
                .parseExpression("1 +\n  größer.b + c".replace("größer", "`größer`"))).expression();
        var right = (Expression.At) sum.arguments().get(1);
        assertThat(right.position().line()).isEqualTo(2);
        assertThat(right.position().column()).isEqualTo(15);
        assertThat(right.position().start()).isEqualTo(19);
    }

    @Test
    void a_timestamp_is_meant_in_the_zone_of_the_session() {
        var text = "TIMESTAMP '2024-07-01 12:00:00'";
        var inTokyo = new SqlParser(ZoneId.of("Asia/Tokyo")).parseExpression(text);
        assertThat(((Expression.Literal) inTokyo).value())
                .isEqualTo(Instant.parse("2024-07-01T03:00:00Z"));
        assertThat(((Expression.Literal) parser.parseExpression(text)).value())
                .isEqualTo(Instant.parse("2024-07-01T12:00:00Z"));
    }

    @Test
    void threads_share_a_parser() {
        var text = "SELECT a, sum(b) FROM t WHERE c IN (1, 2) GROUP BY a";
        var tree = Printed.of(parser.parseStatement(text));
        assertThat(IntStream.range(0, 64).parallel()
                .mapToObj(_ -> Printed.of(parser.parseStatement(text)))).containsOnly(tree);
    }
}

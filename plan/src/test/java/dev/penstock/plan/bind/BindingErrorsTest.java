package dev.penstock.plan.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.data.error.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingErrorsTest {
    private final Shop shop = Shop.open().view("loop", "SELECT * FROM loop");

    private UserException error(String sql) {
        var error = catchThrowableOfType(UserException.class, () -> shop.bind(sql));
        assertThat(error).as(sql).isNotNull();
        return error;
    }

    private static String firstLine(UserException error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    }

    @Test
    void aMissingColumnSaysWhereAndWhatLooksLikeIt() {
        var error = error("SELECT itm FROM items");
        assertThat(error.getMessage()).isEqualTo(
                """
                        [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function parameter with name `itm` cannot be resolved. \
                        Did you mean one of the following? [`item`, `weight`, `amount`]. SQLSTATE: 42703
                        == SQL (line 1, position 8) ==
                        SELECT itm FROM items
                               ^^^""");
        assertThat(error.sqlState()).isEqualTo("42703");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            SELECT a; [UNRESOLVED_COLUMN.WITHOUT_SUGGESTION] A column, variable, or function parameter with name `a` cannot be resolved.  SQLSTATE: 42703
            SELECT item FROM orders, items; [AMBIGUOUS_REFERENCE] Reference `item` is ambiguous, could be: [`spark_catalog`.`default`.`items`.`item`, `spark_catalog`.`default`.`orders`.`item`]. SQLSTATE: 42704
            SELECT o.item FROM orders o JOIN items i ON o.amount; [JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE] The join condition "o.amount" has the invalid type "INT", expected "BOOLEAN". SQLSTATE: 42K0E
            SELECT no_such(1); [UNRESOLVED_ROUTINE] Cannot resolve routine `no_such` on search path [`system`.`builtin`, `system`.`session`, `spark_catalog`.`default`]. SQLSTATE: 42883
            SELECT item, count(*) FROM orders; [MISSING_GROUP_BY] The query does not include a GROUP BY clause. Add GROUP BY or turn it into the window functions using OVER clauses. SQLSTATE: 42803
            SELECT sum(count(*)) FROM orders; [NESTED_AGGREGATE_FUNCTION] It is not allowed to use an aggregate function in the argument of another aggregate function. Please use the inner aggregate function in a sub-query. SQLSTATE: 42607
            SELECT item FROM orders GROUP BY 3; [GROUP_BY_POS_OUT_OF_RANGE] GROUP BY position 3 is not in select list (valid range is [1, 1]). SQLSTATE: 42805
            SELECT count(*) FROM orders GROUP BY 1; [GROUP_BY_POS_AGGREGATE] GROUP BY 1 refers to an expression count(1) that contains an aggregate function. Aggregate functions are not allowed in GROUP BY. SQLSTATE: 42903
            SELECT item FROM orders ORDER BY 2; [ORDER_BY_POS_OUT_OF_RANGE] ORDER BY position 2 is not in select list (valid range is [1, 1]). SQLSTATE: 42805
            SELECT 1 FROM orders WHERE amount; [DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN] Cannot resolve "amount" due to data type mismatch: Filter expression "amount" of type "INT" is not a boolean. SQLSTATE: 42K09
            SELECT upper(tags) FROM orders; [DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE] Cannot resolve "upper(tags)" due to data type mismatch: The first parameter requires the "STRING" type, however "tags" has the type "ARRAY<STRING>". SQLSTATE: 42K09
            SELECT upper() FROM orders; [WRONG_NUM_ARGS.WITHOUT_SUGGESTION] The `upper` requires 1 parameters but the actual number is 0. Please, refer to 'https://spark.apache.org/docs/latest/sql-ref-functions.html' for a fix. SQLSTATE: 42605
            SELECT tags + 1 FROM orders; [DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES] Cannot resolve "(tags + 1)" due to data type mismatch: the left and right operands of the binary operator have incompatible types ("ARRAY<STRING>" and "INT"). SQLSTATE: 42K09
            SELECT extra < extra FROM orders; [DATATYPE_MISMATCH.INVALID_ORDERING_TYPE] Cannot resolve "(extra < extra)" due to data type mismatch: The `lt` does not support ordering on type "MAP<STRING, INT>". SQLSTATE: 42K09
            SELECT CAST(day AS INT) FROM orders; [DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION] Cannot resolve "CAST(day AS INT)" due to data type mismatch: cannot cast "DATE" to "INT".
            SELECT CAST(tags AS INT) FROM orders; [DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION] Cannot resolve "CAST(tags AS INT)" due to data type mismatch: cannot cast "ARRAY<STRING>" to "INT". SQLSTATE: 42K09
            SELECT address.town FROM orders; [FIELD_NOT_FOUND] No such struct field `town` in `city`, `zip`. SQLSTATE: 42704
            SELECT amount.x FROM orders; [INVALID_EXTRACT_BASE_FIELD_TYPE] Can't extract a value from "x". Need a complex type [STRUCT, ARRAY, MAP] but got "INT". SQLSTATE: 42000
            SELECT 1 UNION SELECT 1, 2; [NUM_COLUMNS_MISMATCH] UNION can only be performed on inputs with the same number of columns, but the first input has 1 columns and the second input has 2 columns. SQLSTATE: 42826
            SELECT 1 UNION SELECT array(1); [INCOMPATIBLE_COLUMN_TYPE] UNION can only be performed on tables with compatible column types. The first column of the second table is "ARRAY<INT>" type which is not compatible with "INT" at the same column of the first table.. SQLSTATE: 42825
            SELECT * FROM orders JOIN items USING (nope); [UNRESOLVED_USING_COLUMN_FOR_JOIN] USING column `nope` cannot be resolved on the left side of the join. The left-side columns: [`address`, `amount`, `at`, `day`, `extra`, `id`, `item`, `price`, `tags`]. SQLSTATE: 42703
            SELECT explode(tags), explode(tags) FROM orders; [UNSUPPORTED_GENERATOR.MULTI_GENERATOR] The generator is not supported: only one generator allowed per SELECT clause but found 2: "explode(tags)", "explode(tags)". SQLSTATE: 42K0E
            SELECT upper(explode(tags)) FROM orders; [UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS] The generator is not supported: nested in expressions "explode(tags)". SQLSTATE: 42K0E
            SELECT 1 FROM orders LIMIT -1; [INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE] The limit like expression "-1" is invalid. The limit expression must be equal to or greater than 0, but got -1. SQLSTATE: 42K0E
            SELECT * FROM VALUES (1), (1, 2); [INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH] Invalid inline table. Inline table expected 1 columns but found 2 columns in row 1. SQLSTATE: 42000
            SELECT a, sum(amount) OVER (PARTITION BY id) FROM orders; [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function parameter with name `a` cannot be resolved. Did you mean one of the following? [`at`, `id`, `day`, `tags`, `item`]. SQLSTATE: 42703
            SELECT rank() OVER (PARTITION BY id) FROM orders; [WINDOW_FUNCTION_FRAME_NOT_ORDERED] Window function rank requires the window to be ordered. You need to add an ORDER BY clause. For example: SELECT RANK() OVER (PARTITION BY window_partition ORDER BY window_ordering) FROM table. SQLSTATE: 42601
            SELECT sum(DISTINCT amount) OVER (PARTITION BY id) FROM orders; [DISTINCT_WINDOW_FUNCTION_UNSUPPORTED] Distinct window functions are not supported: "sum(DISTINCT amount) OVER (PARTITION BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)". SQLSTATE: 0A000
            SELECT id FROM orders WHERE rank() OVER (ORDER BY id) = 1; [WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE] It is not allowed to use window functions inside WHERE clause. SQLSTATE: 42601
            SELECT id FROM orders QUALIFY id = 1; [QUALIFY_REQUIRES_WINDOW_FUNCTION] The QUALIFY clause requires at least one window function in the current SELECT list or the QUALIFY condition. SQLSTATE: 42903
            SELECT rank() FROM orders; [WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE] Window function "RANK()" requires an OVER clause. SQLSTATE: 42601
            SELECT * FROM loop; [RECURSIVE_VIEW] Recursive view `loop` detected (cycle: `loop` -> `loop`). SQLSTATE: 42K0H
            SELECT upper(DISTINCT item) FROM orders; [INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX] Invalid SQL syntax: The function `upper` does not support DISTINCT. SQLSTATE: 42000
            SELECT window(at, '1 second', '2 seconds') FROM orders; [DATATYPE_MISMATCH.PARAMETER_CONSTRAINT_VIOLATION] Cannot resolve "window(at, 1 second, 2 seconds)" due to data type mismatch: The `slide_duration`(2000000L) must be <= the `window_duration`(1000000L). SQLSTATE: 42K09
            """)
    void saysWhatIsWrongInSparksWords(String sql, String message) {
        assertThat(firstLine(error(sql))).isEqualTo(message);
    }

    @Test
    void namesTheColumnThatIsNotGroupedBy() {
        assertThat(error("SELECT amount, count(*) FROM orders GROUP BY item").parameters())
                .containsEntry("expression", "\"amount\"")
                .containsEntry("expressionAnyValue", "\"any_value(amount)\"");
        assertThat(error("SELECT amount, count(*) FROM orders GROUP BY item").condition())
                .isEqualTo("MISSING_AGGREGATION");
    }

    @Test
    void refusesAggregatesInWhere() {
        var error = error("SELECT 1 FROM orders WHERE count(*) > 1");
        assertThat(error.condition()).isEqualTo("INVALID_WHERE_CONDITION");
        assertThat(error.parameters()).containsEntry("condition", "\"(count(1) > 1)\"")
                .containsEntry("expressionList", "count(1)");
    }

    @Test
    void namesAMissingTable() {
        assertThat(error("SELECT * FROM nowhere").parameters()).containsEntry("relationName",
                "`nowhere`");
        assertThat(error("SELECT * FROM nowhere").condition()).isEqualTo("TABLE_OR_VIEW_NOT_FOUND");
    }
}

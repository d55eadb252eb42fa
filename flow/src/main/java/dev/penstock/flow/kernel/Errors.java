package dev.penstock.flow.kernel;

import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import java.math.BigDecimal;
import java.util.Map;

/// The errors that kernels raise, with Spark's conditions and parameters.
final class Errors {
    private static final String ANSI = "\"spark.sql.ansi.enabled\"";

    private Errors() {}

    /// `what` is such as `integer overflow`; `tolerant` names the function that gives null instead, or is empty.
    static UserException arithmeticOverflow(String what, String tolerant) {
        var alternative = tolerant.isEmpty()
                ? ""
                : " Use '" + tolerant + "' to tolerate overflow and return NULL instead.";
        return new UserException("ARITHMETIC_OVERFLOW",
                Map.of("message", what, "alternative", alternative, "config", ANSI));
    }

    static UserException smallOverflow(long a, String symbol, long b, String tolerant) {
        return new UserException("BINARY_ARITHMETIC_OVERFLOW",
                Map.of("value1", a + "S", "symbol", symbol, "value2", b + "S", "functionName",
                        "`" + tolerant + "`"));
    }

    static UserException divideByZero() {
        return new UserException("DIVIDE_BY_ZERO", Map.of("config", ANSI));
    }

    static UserException remainderByZero() {
        return new UserException("REMAINDER_BY_ZERO", Map.of("config", ANSI));
    }

    static UserException intervalDividedByZero() {
        return new UserException("INTERVAL_DIVIDED_BY_ZERO", Map.of());
    }

    static UserException intervalOverflow(String tolerant) {
        return tolerant.isEmpty()
                ? new UserException("INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION", Map.of())
                : new UserException("INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION",
                        Map.of("functionName", "`" + tolerant + "`"));
    }

    static UserException decimalOverflow(BigDecimal value, DataType.DecimalType type) {
        return new UserException("NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION",
                Map.of("value", value.toPlainString(), "precision",
                        Integer.toString(type.precision()), "scale", Integer.toString(type.scale()),
                        "config", ANSI));
    }

    static UserException castOverflow(String value, DataType from, DataType to) {
        return new UserException("CAST_OVERFLOW",
                Map.of("value", value, "sourceType", quoted(from), "targetType", quoted(to)));
    }

    static UserException castInvalidInput(String value, DataType from, DataType to) {
        return new UserException("CAST_INVALID_INPUT",
                Map.of("expression", value, "sourceType", quoted(from), "targetType", quoted(to)));
    }

    static UserException datetimeOverflow(String operation) {
        return new UserException("DATETIME_OVERFLOW", Map.of("operation", operation));
    }

    static UserException invalidArrayIndex(int index, int size) {
        return new UserException("INVALID_ARRAY_INDEX",
                Map.of("indexValue", Integer.toString(index), "arraySize", Integer.toString(size),
                        "ansiConfig", ANSI));
    }

    static UserException invalidArrayIndexInElementAt(int index, int size) {
        return new UserException("INVALID_ARRAY_INDEX_IN_ELEMENT_AT",
                Map.of("indexValue", Integer.toString(index), "arraySize", Integer.toString(size),
                        "ansiConfig", ANSI));
    }

    /// For arguments that Spark refuses without a condition of their own.
    static UserException illegalArgument(String message) {
        return new UserException("USER_RAISED_EXCEPTION", Map.of("errorMessage", message));
    }

    static UserException notYet(String feature) {
        return new UserException("NOT_YET_SUPPORTED", Map.of("feature", feature, "hint", ""));
    }

    private static String quoted(DataType type) {
        return "\"" + type.sql() + "\"";
    }
}

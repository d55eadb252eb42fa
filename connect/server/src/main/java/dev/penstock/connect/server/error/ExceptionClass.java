package dev.penstock.connect.server.error;

import dev.penstock.data.error.UserException;
import java.util.List;

/// The exception classes of Spark by which its clients choose what to raise, each with its superclasses.
///
/// Which class an error has follows from its condition: what the analyzer finds is an `AnalysisException`, what is wrong with a value has
/// the class of its kind.
enum ExceptionClass {
    PARSE("org.apache.spark.sql.catalyst.parser.ParseException",
            "org.apache.spark.sql.AnalysisException"), ANALYSIS(
                    "org.apache.spark.sql.AnalysisException"), TABLE_EXISTS(
                            "org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException",
                            "org.apache.spark.sql.AnalysisException"), TEMP_TABLE_EXISTS(
                                    "org.apache.spark.sql.catalyst.analysis.TempTableAlreadyExistsException",
                                    "org.apache.spark.sql.AnalysisException"), NO_NAMESPACE(
                                            "org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException",
                                            "org.apache.spark.sql.AnalysisException"), STREAMING_QUERY(
                                                    "org.apache.spark.sql.streaming.StreamingQueryException"), ARITHMETIC(
                                                            "org.apache.spark.SparkArithmeticException",
                                                            "java.lang.ArithmeticException",
                                                            "java.lang.RuntimeException"), NUMBER_FORMAT(
                                                                    "org.apache.spark.SparkNumberFormatException",
                                                                    "java.lang.NumberFormatException",
                                                                    "java.lang.IllegalArgumentException",
                                                                    "java.lang.RuntimeException"), DATE_TIME(
                                                                            "org.apache.spark.SparkDateTimeException",
                                                                            "java.time.DateTimeException",
                                                                            "java.lang.RuntimeException"), ARRAY_INDEX(
                                                                                    "org.apache.spark.SparkArrayIndexOutOfBoundsException",
                                                                                    "java.lang.ArrayIndexOutOfBoundsException",
                                                                                    "java.lang.IndexOutOfBoundsException",
                                                                                    "java.lang.RuntimeException"), ILLEGAL_ARGUMENT(
                                                                                            "org.apache.spark.SparkIllegalArgumentException",
                                                                                            "java.lang.IllegalArgumentException",
                                                                                            "java.lang.RuntimeException"), UNSUPPORTED_OPERATION(
                                                                                                    "org.apache.spark.SparkUnsupportedOperationException",
                                                                                                    "java.lang.UnsupportedOperationException",
                                                                                                    "java.lang.RuntimeException"), NO_SUCH_ELEMENT(
                                                                                                            "org.apache.spark.SparkNoSuchElementException",
                                                                                                            "java.util.NoSuchElementException",
                                                                                                            "java.lang.RuntimeException"), INVALID_PLAN(
                                                                                                                    "org.apache.spark.sql.connect.common.InvalidPlanInput",
                                                                                                                    "java.lang.RuntimeException"), CLASS_NOT_FOUND(
                                                                                                                            "org.apache.spark.SparkClassNotFoundException",
                                                                                                                            "java.lang.ClassNotFoundException",
                                                                                                                            "java.lang.ReflectiveOperationException"), SQL(
                                                                                                                                    "org.apache.spark.SparkSQLException",
                                                                                                                                    "java.sql.SQLException"), RUNTIME(
                                                                                                                                            "org.apache.spark.SparkRuntimeException",
                                                                                                                                            "java.lang.RuntimeException"), SPARK(
                                                                                                                                                    "org.apache.spark.SparkException");

    @SuppressWarnings("ImmutableEnumChecker") // it is made by List.of
    private final List<String> classes;

    ExceptionClass(String... classes) {
        this.classes = List.of(classes);
    }

    /// The class, then its superclasses.
    List<String> hierarchy() {
        var all = new java.util.ArrayList<>(classes);
        all.addAll(List.of("java.lang.Exception", "java.lang.Throwable", "java.lang.Object"));
        return all;
    }

    /// The class for an error: some kinds depend on a type that the condition does not name.
    static ExceptionClass of(UserException error) {
        var target = error.parameters().getOrDefault("targetType", "");
        boolean time = target.contains("DATE") || target.contains("TIMESTAMP");
        return error.condition().equals("CAST_INVALID_INPUT") && time
                ? DATE_TIME
                : of(error.condition(), error.sqlState());
    }

    private record Rule(String prefix, ExceptionClass kind) {}

    /// The first whose prefix fits wins.
    private static final List<Rule> RULES = List.of(
            new Rule("PARSE_", PARSE), new Rule("UNCLOSED_BRACKETED_COMMENT", PARSE),
            new Rule("INVALID_IDENTIFIER", PARSE), new Rule("INVALID_SQL_SYNTAX", PARSE),
            new Rule("DUPLICATE_CLAUSES", PARSE), new Rule("UNSUPPORTED_DATATYPE", PARSE),
            new Rule("INVALID_TYPED_LITERAL", PARSE), new Rule("INVALID_INLINE_TABLE", PARSE),
            new Rule("INVALID_NUMERIC_LITERAL_RANGE", PARSE),
            new Rule("DUPLICATED_CTE_NAMES", PARSE), new Rule("DUPLICATED_MAP_KEY", RUNTIME),
            new Rule("CONVERSION_INVALID_INPUT", ILLEGAL_ARGUMENT),
            new Rule("MALFORMED_RECORD_IN_PARSING", SPARK),
            new Rule("SCALAR_SUBQUERY_TOO_MANY_ROWS", SPARK),
            new Rule("STREAMING_OUTPUT_MODE.INVALID", ILLEGAL_ARGUMENT),
            new Rule("_LEGACY_ERROR_TEMP_2048", ILLEGAL_ARGUMENT),
            new Rule("DUPLICATE_QUERY_NAME", ILLEGAL_ARGUMENT),
            new Rule("INVALID_OPTION_VALUE", ILLEGAL_ARGUMENT),
            new Rule("MISSING_OPTION", ILLEGAL_ARGUMENT),
            new Rule("NEGATIVE_WATERMARK_DELAY", ILLEGAL_ARGUMENT),
            new Rule("DATA_SOURCE_NOT_FOUND", CLASS_NOT_FOUND),
            new Rule("CANNOT_PARSE_INTERVAL", ANALYSIS),
            new Rule("INVALID_INTERVAL_FORMAT", ILLEGAL_ARGUMENT),
            new Rule("TABLE_OR_VIEW_ALREADY_EXISTS", TABLE_EXISTS),
            new Rule("TEMP_TABLE_OR_VIEW_ALREADY_EXISTS", TEMP_TABLE_EXISTS),
            new Rule("SCHEMA_NOT_FOUND", NO_NAMESPACE), new Rule("STREAM_FAILED", STREAMING_QUERY),
            new Rule("DIVIDE_BY_ZERO", ARITHMETIC), new Rule("REMAINDER_BY_ZERO", ARITHMETIC),
            new Rule("ARITHMETIC_OVERFLOW", ARITHMETIC),
            new Rule("BINARY_ARITHMETIC_OVERFLOW", ARITHMETIC),
            new Rule("CAST_OVERFLOW", ARITHMETIC), new Rule("INTERVAL_", ARITHMETIC),
            new Rule("NUMERIC_VALUE_OUT_OF_RANGE", ARITHMETIC),
            new Rule("NUMERIC_OUT_OF_SUPPORTED_RANGE", ARITHMETIC),
            new Rule("DATETIME_OVERFLOW", ARITHMETIC), new Rule("DECIMAL_PRECISION", ARITHMETIC),
            new Rule("CAST_INVALID_INPUT", NUMBER_FORMAT),
            new Rule("CANNOT_PARSE_TIMESTAMP", DATE_TIME), new Rule("DATETIME_", DATE_TIME),
            new Rule("INVALID_FRACTION_OF_SECOND", DATE_TIME),
            new Rule("INVALID_TIMEZONE", DATE_TIME), new Rule("INVALID_ARRAY_INDEX", ARRAY_INDEX),
            new Rule("INVALID_CONF_VALUE", ILLEGAL_ARGUMENT),
            new Rule("INVALID_PARAMETER_VALUE", RUNTIME),
            new Rule("SQL_CONF_NOT_FOUND", NO_SUCH_ELEMENT),
            new Rule("CONNECT_INVALID_PLAN", INVALID_PLAN), new Rule("INVALID_HANDLE", SQL),
            new Rule("OPERATION_CANCELED", SQL), new Rule("INVALID_CURSOR", SQL),
            new Rule("USER_RAISED_EXCEPTION", RUNTIME));

    /// The class that Spark raises for a condition.
    static ExceptionClass of(String condition, String sqlState) {
        for (var rule : RULES) {
            if (condition.startsWith(rule.prefix())) {
                return rule.kind();
            }
        }
        if (sqlState.startsWith("22") || sqlState.startsWith("21")) {
            return RUNTIME;
        }
        return sqlState.startsWith("42") || sqlState.startsWith("0A") || sqlState.isEmpty()
                ? ANALYSIS
                : SPARK;
    }
}

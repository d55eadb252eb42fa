package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.identifier;
import static dev.penstock.plan.function.FunctionErrors.quoted;

import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.function.FunctionErrors;
import java.util.List;
import java.util.Map;

/// The errors of names and clauses, with Spark's conditions and parameters.
final class BindErrors {
    private static final String FUNCTION_PATH = "[`system`.`builtin`, `system`.`session`, `spark_catalog`.`default`]";
    private static final String TABLE_PATH = "[`system`.`session`, `spark_catalog`.`default`]";

    private BindErrors() {}

    static UserException noFunction(List<String> name) {
        return new UserException("UNRESOLVED_ROUTINE",
                Map.of("routineName", identifier(name), "searchPath", FUNCTION_PATH));
    }

    static UserException noTable(List<String> name) {
        return new UserException("TABLE_OR_VIEW_NOT_FOUND",
                Map.of("relationName", identifier(name), "searchPath", TABLE_PATH));
    }

    static UserException notBoolean(String condition, DataType type) {
        return new UserException("DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN",
                Map.of("sqlExpr", quoted(condition), "filter", quoted(condition), "type",
                        quoted(type)));
    }

    static UserException joinNotBoolean(String condition, DataType type) {
        return new UserException("JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE",
                Map.of("joinCondition", quoted(condition), "conditionType", quoted(type)));
    }

    /// A column that is neither grouped by nor aggregated.
    static UserException notGrouped(String column, boolean hasGroupBy) {
        return hasGroupBy
                ? new UserException("MISSING_AGGREGATION",
                        Map.of("expression", quoted(column), "expressionAnyValue",
                                quoted("any_value(" + column + ")")))
                : new UserException("MISSING_GROUP_BY", Map.of());
    }

    static UserException groupPosition(int index, int size) {
        return new UserException("GROUP_BY_POS_OUT_OF_RANGE",
                Map.of("index", String.valueOf(index), "size", String.valueOf(size)));
    }

    static UserException orderPosition(int index, int size) {
        return new UserException("ORDER_BY_POS_OUT_OF_RANGE",
                Map.of("index", String.valueOf(index), "size", String.valueOf(size)));
    }

    static UserException unsupportedSyntax(String function, String syntax) {
        return new UserException("INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX",
                Map.of("prettyName", identifier(function), "syntax", syntax));
    }

    static UserException starHere(String where) {
        return new UserException("INVALID_USAGE_OF_STAR_OR_REGEX",
                Map.of("elem", "'*'", "prettyName", where));
    }

    static UserException notYet(String feature) {
        return FunctionErrors.notYet(feature, "");
    }

    static UserException notYet(String feature, String hint) {
        return FunctionErrors.notYet(feature, hint);
    }

    static UserException columnCount(String operator, int first, int ordinal, int actual) {
        return new UserException("NUM_COLUMNS_MISMATCH",
                Map.of("operator", operator, "firstNumColumns", String.valueOf(first),
                        "invalidOrdinalNum", FunctionErrors.ordinal(ordinal), "invalidNumColumns",
                        String.valueOf(actual)));
    }

    static UserException columnType(String operator, int column, int table, DataType actual,
            DataType first) {
        return new UserException("INCOMPATIBLE_COLUMN_TYPE",
                Map.of("operator", operator, "columnOrdinalNumber", FunctionErrors.ordinal(column),
                        "tableOrdinalNumber",
                        FunctionErrors.ordinal(table), "dataType1", quoted(actual), "dataType2",
                        quoted(first), "hint", ""));
    }

    static UserException aliasCount(int aliases, int columns) {
        return new UserException("ASSIGNMENT_ARITY_MISMATCH",
                Map.of("numTarget", String.valueOf(aliases), "numExpr", String.valueOf(columns)));
    }
}

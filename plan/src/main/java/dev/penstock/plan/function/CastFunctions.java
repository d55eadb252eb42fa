package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.scalar;
import static dev.penstock.plan.function.Patterns.*;

import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Types as functions: `int('1')` is `CAST('1' AS INT)`.
public final class CastFunctions {
    static final List<FunctionDefinition> ROWS = rows();

    private CastFunctions() {}

    private static List<FunctionDefinition> rows() {
        var rows = new ArrayList<FunctionDefinition>();
        var types = List.of(DataType.BOOLEAN, DataType.BYTE, DataType.SHORT, DataType.INT,
                DataType.LONG, DataType.FLOAT, DataType.DOUBLE,
                new DataType.DecimalType(10, 0), DataType.DATE, DataType.TIMESTAMP, DataType.BINARY,
                DataType.STRING);
        for (var type : types) {
            var name = type instanceof DataType.DecimalType ? "decimal" : type.simpleString();
            rows.add(scalar(name).takes(ANY).returns(type).binds(call -> cast(call, type)).says(
                    "A cast to " + type.sql() + ".",
                    "SELECT " + name + "('1')"));
        }
        return List.copyOf(rows);
    }

    private static Expr cast(CallSite call, DataType type) {
        return cast(call.argument(0), type, call.mode(), call.sql());
    }

    /// A cast that the user wrote; `sql` is its text.
    public static Expr cast(Expr child, DataType type, Expr.ErrorMode mode, String sql) {
        boolean ansi = mode == Expr.ErrorMode.ANSI;
        if (!Casts.allowed(child.type(), type, mode != Expr.ErrorMode.LEGACY)) {
            throw illegal(child.type(), type, ansi, sql);
        }
        boolean nullable = child.nullable() || mode == Expr.ErrorMode.TRY
                || Casts.mayGiveNull(child.type(), type);
        return Types.sameButNullability(child.type(), type)
                ? child
                : new Expr.Cast(child, type, nullable, mode);
    }

    /// The function that does what a cast does not, or no text.
    private static String instead(DataType from, DataType to) {
        return from.isNumeric() && to instanceof DataType.DateType
                ? "DATE_FROM_UNIX_DATE"
                : from instanceof DataType.DateType && to.isNumeric() ? "UNIX_DATE" : "";
    }

    private static UserException illegal(DataType from, DataType to, boolean ansi, String sql) {
        var parameters = Map.of("sqlExpr", FunctionErrors.quoted(sql), "srcType",
                FunctionErrors.quoted(from), "targetType",
                FunctionErrors.quoted(to), "config", "\"spark.sql.ansi.enabled\"", "configVal",
                "'false'");
        var function = instead(from, to);
        if (!function.isEmpty()) {
            return new UserException("DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION",
                    Map.of("sqlExpr", FunctionErrors.quoted(sql), "srcType",
                            FunctionErrors.quoted(from), "targetType", FunctionErrors.quoted(to),
                            "functionNames", "`" + function + "`"));
        }
        boolean legacyWould = ansi && Casts.allowed(from, to, false);
        return new UserException(
                "DATATYPE_MISMATCH."
                        + (legacyWould ? "CAST_WITH_CONF_SUGGESTION" : "CAST_WITHOUT_SUGGESTION"),
                parameters);
    }
}

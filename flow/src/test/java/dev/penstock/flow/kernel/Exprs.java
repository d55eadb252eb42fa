package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Field;
import dev.penstock.data.Values;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Expressions, and their values, in few words.
final class Exprs {
    static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");

    private Exprs() {}

    static Expr lit(@Nullable Object value, DataType type) {
        return new Expr.Literal(value, type);
    }

    static Expr lit(Object value) {
        return lit(value, switch (value) {
            case Boolean _ -> DataType.BOOLEAN;
            case Byte _ -> DataType.BYTE;
            case Short _ -> DataType.SHORT;
            case Integer _ -> DataType.INT;
            case Long _ -> DataType.LONG;
            case Float _ -> DataType.FLOAT;
            case Double _ -> DataType.DOUBLE;
            case String _ -> DataType.STRING;
            case byte[] _ -> DataType.BINARY;
            case java.time.LocalDate _ -> DataType.DATE;
            case java.time.Instant _ -> DataType.TIMESTAMP;
            case java.time.LocalDateTime _ -> DataType.TIMESTAMP_NTZ;
            case BigDecimal decimal ->
                new DecimalType(Math.max(decimal.precision(), decimal.scale()), decimal.scale());
            default -> throw new IllegalArgumentException("no type for " + value);
        });
    }

    static Expr column(int index, DataType type) {
        return new Expr.Column(index, type, true);
    }

    static Expr call(String function, DataType type, Expr... arguments) {
        return call(ErrorMode.ANSI, function, type, arguments);
    }

    static Expr call(ErrorMode mode, String function, DataType type, Expr... arguments) {
        return new Expr.Call(function, List.of(arguments), type, true, mode);
    }

    static Expr cast(ErrorMode mode, Expr child, DataType type) {
        return new Expr.Cast(child, type, true, mode);
    }

    static @Nullable Object value(Expr expr) {
        return Kernels.evaluateConstant(expr, ZONE);
    }

    /// The text of the value, or the condition of the error.
    static String outcome(Expr expr) {
        try {
            return text(value(expr));
        } catch (UserException e) {
            return e.condition();
        }
    }

    /// The text of a row of a vector; equal for equal values.
    static String text(Vector vector, DataType type, int row) {
        return text(Values.get(vector, type, row));
    }

    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> java.util.HexFormat.of().formatHex(bytes);
            case List<?> list -> list.stream().map(Exprs::text).toList().toString();
            case Map<?, ?> map -> map.entrySet().stream()
                    .map(e -> text(e.getKey()) + "=" + text(e.getValue())).toList().toString();
            default -> value.toString();
        };
    }

    static KernelContext context() {
        return new KernelContext(ZONE, new EpochClock());
    }

    /// The expression with the values of a row in place of the columns.
    static Expr constant(Expr expr, Batch batch, int row) {
        return switch (expr) {
            case Expr.Column(int index, var type, _) ->
                lit(Values.get(batch.column(index), type, row), type);
            case Expr.Literal literal -> literal;
            case Expr.Call(var function, var arguments, var type, boolean nullable, var mode) ->
                new Expr.Call(function,
                        arguments.stream().map(a -> constant(a, batch, row)).toList(), type,
                        nullable, mode);
            case Expr.Cast(var child, var type, boolean nullable, var mode) ->
                new Expr.Cast(constant(child, batch, row), type, nullable, mode);
            case Expr.Case(var branches, var otherwise, var type, boolean nullable) ->
                new Expr.Case(
                        branches.stream()
                                .map(w -> new Expr.When(constant(w.condition(), batch, row),
                                        constant(w.value(), batch, row)))
                                .toList(),
                        constant(otherwise, batch, row), type, nullable);
            case Expr.FieldOf(var struct, int index, var type, boolean nullable) ->
                new Expr.FieldOf(constant(struct, batch, row), index, type, nullable);
            case Expr.Lambda(int first, var parameters, var body) ->
                new Expr.Lambda(first, parameters, constant(body, batch, row));
            case Expr.Parameter parameter -> parameter;
            case Expr.Outer outer -> outer;
            case Expr.Subquery subquery -> subquery;
        };
    }

    static StructType struct(DataType... types) {
        var fields = new java.util.ArrayList<Field>();
        for (var type : types) {
            fields.add(Field.of("f" + fields.size(), type));
        }
        return new StructType(fields);
    }
}

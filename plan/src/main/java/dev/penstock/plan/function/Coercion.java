package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.util.List;
import java.util.Optional;

/// How types meet: Spark's implicit conversions, in ANSI mode and without.
public record Coercion(boolean ansi) {
    private static final List<DataType> PRECEDENCE = List.of(DataType.BYTE, DataType.SHORT,
            DataType.INT, DataType.LONG, DataType.FLOAT,
            DataType.DOUBLE);

    public ErrorMode mode() {
        return ansi ? ErrorMode.ANSI : ErrorMode.LEGACY;
    }

    /// The type that holds all values of both without loss and without reading text.
    public Optional<DataType> tightest(DataType left, DataType right) {
        if (left.equals(right)) {
            return Optional.of(left);
        }
        if (left instanceof NullType) {
            return Optional.of(right);
        }
        if (right instanceof NullType) {
            return Optional.of(left);
        }
        if (left.isText() && right.isText()) {
            return Optional.of(DataType.STRING);
        }
        if (left.isNumeric() && right.isNumeric()) {
            return tightestNumber(left, right);
        }
        if (Types.isDatetime(left) && Types.isDatetime(right)) {
            return Optional.of(left instanceof TimestampType || right instanceof TimestampType
                    ? DataType.TIMESTAMP
                    : DataType.TIMESTAMP_NTZ);
        }
        return tightestInterval(left, right).or(() -> Types.common(left, right, this::tightest));
    }

    private Optional<DataType> tightestNumber(DataType left, DataType right) {
        if (left instanceof DecimalType a) {
            return right.isIntegral() && Decimals.isWider(a, Types.decimalFor(right))
                    ? Optional.of(a)
                    : Optional.empty();
        }
        if (right instanceof DecimalType) {
            return tightestNumber(right, left);
        }
        var wider = PRECEDENCE.get(Math.max(PRECEDENCE.indexOf(left), PRECEDENCE.indexOf(right)));
        return Optional.of(ansi && wider.equals(DataType.FLOAT) ? DataType.DOUBLE : wider);
    }

    private static Optional<DataType> tightestInterval(DataType left, DataType right) {
        if (left instanceof DayTimeIntervalType(var a, var b)
                && right instanceof DayTimeIntervalType(var c, var d)) {
            return Optional.of(new DayTimeIntervalType(a.compareTo(c) < 0 ? a : c,
                    b.compareTo(d) > 0 ? b : d));
        }
        if (left instanceof YearMonthIntervalType(var a, var b)
                && right instanceof YearMonthIntervalType(var c, var d)) {
            return Optional.of(new YearMonthIntervalType(a.compareTo(c) < 0 ? a : c,
                    b.compareTo(d) > 0 ? b : d));
        }
        return Optional.empty();
    }

    /// The type in which `CASE`, `coalesce`, `UNION` and functions of several arguments meet.
    public Optional<DataType> widest(DataType left, DataType right) {
        return tightest(left, right).or(() -> widestDecimal(left, right))
                .or(() -> ansi ? promoteAnsi(left, right) : promoteLegacy(left, right))
                .or(() -> Types.common(left, right, this::widest));
    }

    /// As [#widest(DataType, DataType)], of many.
    public Optional<DataType> widest(List<DataType> types) {
        // Text is taken first, as Spark does without ANSI mode, because promotion to text does not depend on the order then.
        Optional<DataType> result = Optional.of(DataType.NULL);
        var ordered = ansi
                ? types
                : types.stream().sorted((a, b) -> Boolean.compare(!a.isText(), !b.isText()))
                        .toList();
        for (var type : ordered) {
            result = result.flatMap(r -> widest(r, type));
        }
        return result;
    }

    private static Optional<DataType> widestDecimal(DataType left, DataType right) {
        if (!left.isNumeric() || !right.isNumeric()) {
            return Optional.empty();
        }
        if (left instanceof DoubleType || left instanceof FloatType || right instanceof DoubleType
                || right instanceof FloatType) {
            return Optional.of(DataType.DOUBLE);
        }
        return Optional.of(Decimals.widest(Types.decimalFor(left), Types.decimalFor(right)));
    }

    /// ANSI mode reads text as the other type.
    private static Optional<DataType> promoteAnsi(DataType left, DataType right) {
        if (!left.isText()) {
            return right.isText() ? promoteAnsi(right, left) : Optional.empty();
        }
        if (right.isIntegral()) {
            return Optional.of(DataType.LONG);
        }
        if (Types.isFractional(right)) {
            return Optional.of(DataType.DOUBLE);
        }
        return Types.isAtomic(right) && !Types.isAnsiInterval(right)
                ? Optional.of(right)
                : Optional.empty();
    }

    private static Optional<DataType> promoteLegacy(DataType left, DataType right) {
        if (!left.isText()) {
            return right.isText() ? promoteLegacy(right, left) : Optional.empty();
        }
        boolean promoted = Types.isAtomic(right) && !(right instanceof BinaryType)
                && !(right instanceof BooleanType);
        return promoted ? Optional.of(DataType.STRING) : Optional.empty();
    }

    /// The type in which two sides of a comparison meet.
    public Optional<DataType> comparison(DataType left, DataType right) {
        if (!ansi && left.isText() != right.isText()) {
            var other = left.isText() ? right : left;
            if (other instanceof DecimalType) {
                return Optional.of(DataType.DOUBLE);
            }
            if (Types.isAtomic(other) && !Types.isAnsiInterval(other)) {
                return Optional.of(other);
            }
        }
        return tightest(left, right).or(() -> widestDecimal(left, right))
                .or(() -> ansi ? promoteAnsi(left, right) : Optional.empty())
                .or(() -> Types.common(left, right, this::comparison));
    }

    /// The type to which an argument is cast when a parameter asks for `target`, if Spark casts it implicitly.
    public Optional<DataType> implicit(DataType from, DataType target) {
        if (Types.sameButNullability(from, target) || from instanceof NullType) {
            return Optional.of(target);
        }
        if ((from instanceof DayTimeIntervalType && target instanceof DayTimeIntervalType)
                || (from instanceof YearMonthIntervalType
                        && target instanceof YearMonthIntervalType)) {
            return Optional.of(from);
        }
        boolean casts = ansi ? castsAnsi(from, target) : castsLegacy(from, target);
        return casts ? Optional.of(target) : castParts(from, target);
    }

    private static boolean castsAnsi(DataType from, DataType target) {
        if (from.isNumeric() && target.isNumeric()) {
            return widens(from, target);
        }
        if (from.isText()) {
            return Types.isAtomic(target) && !Types.isAnsiInterval(target);
        }
        boolean toText = target.isText() && Types.isAtomic(from) && !(from instanceof BinaryType);
        return toText || (Types.isDatetime(from) && Types.isDatetime(target));
    }

    private static boolean castsLegacy(DataType from, DataType target) {
        if (from.isNumeric() && target.isNumeric()) {
            return true;
        }
        if (from.isText()) {
            return target.isNumeric() || Types.isDatetime(target) || target instanceof BinaryType;
        }
        boolean toText = target.isText() && Types.isAtomic(from);
        return toText || (Types.isDatetime(from) && Types.isDatetime(target));
    }

    private static boolean widens(DataType from, DataType target) {
        return switch (target) {
            case DecimalType decimal ->
                !(from instanceof FloatType) && !(from instanceof DoubleType)
                        && Decimals.isWider(decimal, Types.decimalFor(from));
            case DoubleType _ -> true;
            case FloatType _ -> from.isIntegral() || from instanceof DecimalType;
            default -> from.isIntegral() && PRECEDENCE.indexOf(from) <= PRECEDENCE.indexOf(target);
        };
    }

    private Optional<DataType> castParts(DataType from, DataType target) {
        return switch (target) {
            case ArrayType(var to, _) when from instanceof ArrayType(var element, var containsNull) ->
                implicit(element, to).map(t -> new ArrayType(t, containsNull));
            case MapType(var toKey, var toValue, _) when from instanceof MapType(var key, var value, var containsNull) ->
                implicit(key, toKey).flatMap(
                        k -> implicit(value, toValue).map(v -> new MapType(k, v, containsNull)));
            default -> Optional.empty();
        };
    }

    /// `expression` as `type`, with a cast where its type differs in more than nullability.
    public Expr cast(Expr expression, DataType type) {
        if (Types.sameButNullability(expression.type(), type)) {
            return expression;
        }
        if (expression instanceof Expr.Literal(var value, var from)) {
            if (value == null) {
                return new Expr.Literal(null, type);
            }
            var widened = Literals.widen(value, from, type);
            if (widened.isPresent() && !Casts.mayGiveNull(from, type)) {
                return new Expr.Literal(widened.get(), type);
            }
        }
        boolean nullable = expression.nullable()
                || Casts.mayGiveNull(expression.type(), type);
        return new Expr.Cast(expression, type, nullable, mode());
    }
}

package dev.penstock.plan.logical;

import dev.penstock.data.CalendarInterval;
import dev.penstock.data.DataType;
import dev.penstock.data.Schema;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Expressions as text: for people, with the names of columns and operators between their operands; or canonical, with positions and types.
final class ExprText {
    private static final Map<String, String> OPERATORS = Map.ofEntries(Map.entry("add", "+"),
            Map.entry("subtract", "-"),
            Map.entry("multiply", "*"), Map.entry("divide", "/"), Map.entry("mod", "%"),
            Map.entry("eq", "="), Map.entry("nseq", "<=>"),
            Map.entry("lt", "<"), Map.entry("le", "<="), Map.entry("gt", ">"),
            Map.entry("ge", ">="), Map.entry("and", "AND"),
            Map.entry("or", "OR"));

    private final @Nullable Schema names;

    private ExprText(@Nullable Schema names) {
        this.names = names;
    }

    /// For people, over the columns of `input`.
    static ExprText over(Schema input) {
        return new ExprText(input);
    }

    /// Canonical: equal for equal expressions, in every process.
    static ExprText canonical() {
        return new ExprText(null);
    }

    String of(Expr expression) {
        return switch (expression) {
            case Expr.Column(int index, var type, _) ->
                names == null ? "#" + index + ":" + type.simpleString() : column(names, index);
            case Expr.Literal(var value, var type) -> literal(value, type);
            case Expr.Call call -> call(call);
            case Expr.Cast(var child, var type, _, var mode) ->
                (mode == Expr.ErrorMode.TRY ? "try_cast(" : "cast(") + of(child) + " as "
                        + type.simpleString() + suffix(mode) + ")";
            case Expr.Case(var branches, var otherwise, _, _) -> branches.stream()
                    .map(b -> " WHEN " + of(b.condition()) + " THEN " + of(b.value()))
                    .collect(Collectors.joining("", "CASE", " ELSE "))
                    + of(otherwise) + " END";
            case Expr.FieldOf(var struct, int index, _, _) ->
                of(struct) + "." + fieldName(struct.type(), index);
            case Expr.Lambda(int first, var parameters, var body) ->
                "lambda(" + first + "+" + parameters.size() + ", " + of(body) + ")";
            case Expr.Parameter(int index, _, _) -> "@" + index;
            case Expr.Outer(int index, _, _) -> "outer(" + index + ")";
            case Expr.Subquery(var kind, var plan, var outer, var values, _, _) ->
                kind + "(" + all(values) + "," + all(outer) + ": " + PlanText.identity(plan) + ")";
        };
    }

    private static String column(Schema schema, int index) {
        if (index >= schema.size()) {
            return "#" + index;
        }
        var name = schema.field(index).name();
        boolean repeated = schema.names().stream().filter(name::equals).count() > 1;
        return repeated ? name + "#" + index : name;
    }

    private String fieldName(DataType type, int index) {
        return names != null && type instanceof DataType.StructType(var fields)
                ? fields.get(index).name()
                : String.valueOf(index);
    }

    private String call(Expr.Call call) {
        var arguments = call.arguments().stream().map(this::of).toList();
        if (names != null) {
            var operator = OPERATORS.get(call.function());
            if (operator != null && arguments.size() == 2) {
                return "(" + arguments.get(0) + " " + operator + " " + arguments.get(1) + ")";
            }
            return call.function() + "(" + String.join(", ", arguments) + ")";
        }
        return call.function() + suffix(call.mode()) + "(" + String.join(",", arguments) + "):"
                + call.type().simpleString();
    }

    private String suffix(Expr.ErrorMode mode) {
        return names != null || mode == Expr.ErrorMode.ANSI ? "" : "!" + mode;
    }

    String of(Expr.AggregateCall call) {
        var arguments = call.arguments().stream().map(this::of)
                .collect(Collectors.joining(names == null ? "," : ", "));
        var text = call.function() + suffix(call.mode()) + "("
                + (call.distinct() ? "DISTINCT " : "")
                + (names != null && call.function().equals("count") && arguments.isEmpty()
                        ? "*"
                        : arguments)
                + ")";
        return text + (call.ignoreNulls() ? " IGNORE NULLS" : "")
                + call.filter().map(f -> " FILTER (WHERE " + of(f) + ")").orElse("")
                + (names == null ? ":" + call.type().simpleString() : "");
    }

    String of(WindowCall call) {
        var frame = call.frame();
        return of(call.function()) + (frame.rows() ? " ROWS " : " RANGE ")
                + of(frame.lower(), "PRECEDING") + ".." + of(frame.upper(), "FOLLOWING");
    }

    private String of(WindowCall.Bound bound, String side) {
        return switch (bound) {
            case WindowCall.Unbounded _ -> "UNBOUNDED " + side;
            case WindowCall.Current _ -> "CURRENT";
            case WindowCall.Rows(long offset) -> String.valueOf(offset);
            case WindowCall.Value(var value) -> of(value);
        };
    }

    String of(Expr.Order order) {
        return of(order.expression()) + (order.ascending() ? " ASC" : " DESC")
                + (order.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
    }

    String all(List<Expr> expressions) {
        return expressions.stream().map(this::of).collect(Collectors.joining(", "));
    }

    private String literal(@Nullable Object value, DataType type) {
        var text = value(value);
        return names == null ? text + ":" + type.simpleString() : text;
    }

    /// A value as text that is the same in every process.
    static String value(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case String text -> "'" + text.replace("'", "''") + "'";
            case byte[] bytes -> "X'" + HexFormat.of().withUpperCase().formatHex(bytes) + "'";
            case BigDecimal decimal -> decimal.toPlainString();
            case CalendarInterval(int months, int days, long micros) ->
                "interval(" + months + "," + days + "," + micros + ")";
            case List<?> list ->
                list.stream().map(ExprText::value).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map -> {
                var sorted = new TreeMap<String, String>();
                map.forEach((k, v) -> sorted.put(value(k), value(v)));
                yield sorted.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue())
                        .collect(Collectors.joining(", ", "{", "}"));
            }
            default -> value.toString();
        };
    }
}

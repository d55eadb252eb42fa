package dev.penstock.plan.bind;

import dev.penstock.data.ByteBuilder;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.DayTimeIntervalType;
import dev.penstock.data.DataType.YearMonthIntervalType;
import dev.penstock.data.Values;
import dev.penstock.data.text.DateTimeText;
import dev.penstock.data.text.IntervalText;
import dev.penstock.plan.spec.Expression;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The text of an expression as Spark's column names and messages have it: `(a + 1)`, `count(DISTINCT x)`, `CAST(a AS BIGINT)`.
record SqlText(ZoneId zone, Set<String> variables) {
    SqlText(ZoneId zone) {
        this(zone, Set.of());
    }

    private static final String VARIABLE = "namedlambdavariable()";
    /// What `aggregate` does at the end when it is not told.
    private static final String IDENTITY = ", lambdafunction(" + VARIABLE + ", " + VARIABLE + ")";
    /// Operators that stand between their operands, by the names that front ends and the catalogue give them.
    private static final Map<String, String> BETWEEN_OPERANDS = Map.ofEntries(Map.entry("+", "+"),
            Map.entry("-", "-"), Map.entry("*", "*"),
            Map.entry("/", "/"), Map.entry("%", "%"), Map.entry("mod", "%"),
            Map.entry("div", "div"), Map.entry("==", "="), Map.entry("=", "="),
            Map.entry("<=>", "<=>"), Map.entry("<", "<"), Map.entry("<=", "<="),
            Map.entry(">", ">"), Map.entry(">=", ">="),
            Map.entry("and", "AND"), Map.entry("or", "OR"), Map.entry("&", "&"),
            Map.entry("|", "|"), Map.entry("^", "^"),
            Map.entry("<<", "<<"), Map.entry(">>", ">>"), Map.entry(">>>", ">>>"));

    String of(Expression expression) {
        return switch (expression) {
            case Expression.At(var inner, _) -> of(inner);
            case Expression.Literal(var value, var type) -> literal(value, type);
            case Expression.Attribute(var name, _) -> variables.contains(name.getFirst())
                    ? String.join(".", variable(name))
                    : String.join(".", name);
            case Expression.Star(var target, _) ->
                target.isEmpty() ? "*" : String.join(".", target) + ".*";
            case Expression.ColumnsMatching(var regex, _) -> regex;
            case Expression.Function function -> function(function);
            case Expression.NamedArgument(var name, var value) -> name + " => " + of(value);
            case Expression.Cast(var child, var type, var mode) -> isNested(type)
                    ? of(child)
                    : (mode == Expression.Cast.Mode.TRY ? "TRY_CAST(" : "CAST(") + of(child)
                            + " AS " + type.sql() + ")";
            case Expression.Alias(var child, var names, _) ->
                of(child) + " AS " + String.join(", ", names);
            case Expression.Case caseOf -> caseOf(caseOf);
            case Expression.Extract(var child, var key) -> extract(child, key);
            case Expression.Lambda(var parameters, var body) ->
                lambda(parameters, body);
            case Expression.LambdaVariable _ -> VARIABLE;
            case Expression.Over over -> new WindowText(this).of(over);
            case Expression.UpdateField(var struct, _, _) -> "update_fields(" + of(struct) + ")";
            case Expression.ScalarSubquery _ -> "scalarsubquery()";
            case Expression.Exists _ -> "exists()";
            case Expression.InSubquery(var values, _) -> "(" + list(values) + " IN (listquery()))";
            case Expression.Parameter(var name) -> ":" + name;
            case Expression.SortOrder(var child, var ascending, var nullsFirst) ->
                of(child) + (ascending ? " ASC" : " DESC")
                        + (nullsFirst ? " NULLS FIRST" : " NULLS LAST");
        };
    }

    private static List<String> variable(List<String> name) {
        var path = new ArrayList<>(name);
        path.set(0, VARIABLE);
        return path;
    }

    /// Spark does not show how variables are called.
    private String lambda(List<String> parameters, Expression body) {
        var inner = new HashSet<>(variables);
        inner.addAll(parameters);
        return "lambdafunction(" + new SqlText(zone, inner).of(body)
                + (", " + VARIABLE).repeat(parameters.size()) + ")";
    }

    private String list(List<Expression> expressions) {
        return String.join(", ", expressions.stream().map(this::of).toList());
    }

    private String extract(Expression child, Expression key) {
        // `map['k']` of a column; of anything else, a name is a field more often than a key.
        return bare(key) instanceof Expression.Literal(String name, _)
                && !(bare(child) instanceof Expression.Attribute) && !makesMap(bare(child))
                        ? of(child) + "." + name
                        : of(child) + "[" + of(key) + "]";
    }

    private static boolean makesMap(Expression expression) {
        return expression instanceof Expression.Function function
                && (function.name().getLast().toLowerCase(Locale.ROOT).startsWith("map")
                        || function.name().getLast().equalsIgnoreCase("str_to_map"));
    }

    /// Spark leaves out casts to types with parts.
    private static boolean isNested(DataType type) {
        return switch (type) {
            case DataType.ArrayType _,DataType.MapType _,DataType.StructType _ -> true;
            default -> false;
        };
    }

    static Expression bare(Expression expression) {
        return expression instanceof Expression.At(var inner, _) ? bare(inner) : expression;
    }

    private String function(Expression.Function function) {
        var name = function.name().getLast().toLowerCase(Locale.ROOT);
        var arguments = function.arguments();
        var operator = BETWEEN_OPERANDS.get(name);
        if (operator != null && arguments.size() == 2) {
            if (isTimeShift(operator, arguments)) {
                return timeShift(operator, arguments);
            }
            return "(" + of(arguments.get(0)) + " " + operator + " " + of(arguments.get(1)) + ")";
        }
        var special = special(name, arguments);
        if (special != null) {
            return special;
        }
        var text = new StringBuilder(CallNames.of(name, arguments.size())).append("(")
                .append(function.distinct() ? "DISTINCT " : "")
                .append(list(starAsOne(name, CallNames.shown(name, arguments))))
                .append(name.matches("aggregate|reduce") && arguments.size() == 3 ? IDENTITY : "")
                .append(CallNames.defaults(name, arguments.size())).append(")");
        if (!function.orderWithin().isEmpty()) {
            text.append(" WITHIN GROUP (ORDER BY ")
                    .append(list(List.copyOf(function.orderWithin()))).append(")");
        }
        function.filter()
                .ifPresent(filter -> text.append(" FILTER (WHERE ").append(of(filter)).append(")"));
        return text.toString();
    }

    private static boolean isTimeShift(String operator, List<Expression> arguments) {
        return (operator.equals("+") || operator.equals("-"))
                && isInterval(bare(arguments.get(1))) && !isInterval(bare(arguments.get(0)));
    }

    private static boolean isInterval(Expression expression) {
        return expression instanceof Expression.Literal(var value, _)
                && (value instanceof Period || value instanceof Duration);
    }

    /// A time plus an interval stands without brackets; days are added to a date by a function.
    private String timeShift(String operator, List<Expression> arguments) {
        var interval = of(arguments.get(1));
        boolean date = bare(
                arguments.get(0)) instanceof Expression.Literal(java.time.LocalDate _, _)
                && bare(arguments.get(1)) instanceof Expression.Literal(_, DayTimeIntervalType days)
                && days.end() == DataType.IntervalField.DAY;
        if (!date) {
            return of(arguments.get(0)) + " " + operator + " " + interval;
        }
        var days = "extractansiintervaldays(" + interval + ")";
        return "date_add(" + of(arguments.get(0)) + ", "
                + (operator.equals("-") ? "(- " + days + ")" : days) + ")";
    }

    private static List<Expression> starAsOne(String name, List<Expression> arguments) {
        boolean countsRows = name.equals("count") && arguments.size() == 1
                && bare(arguments.getFirst()) instanceof Expression.Star star
                && star.target().isEmpty();
        return countsRows ? List.of(new Expression.Literal(1, DataType.INT)) : arguments;
    }

    private @Nullable String special(String name, List<Expression> arguments) {
        var texts = arguments.stream().map(this::of).toList();
        return switch (name + "/" + arguments.size()) {
            case "!=/2", "<>/2" -> "(NOT (" + texts.get(0) + " = " + texts.get(1) + "))";
            case "not/1", "!/1" -> "(NOT " + texts.getFirst() + ")";
            case "-/1" -> "(- " + texts.getFirst() + ")";
            case "+/1", "positive/1" -> "(+ " + texts.getFirst() + ")";
            case "~/1" -> "~" + texts.getFirst();
            case "isnull/1" -> "(" + texts.getFirst() + " IS NULL)";
            case "isnotnull/1" -> "(" + texts.getFirst() + " IS NOT NULL)";
            case "istrue/1" -> "(" + texts.getFirst() + " <=> true)";
            case "isfalse/1" -> "(" + texts.getFirst() + " <=> false)";
            case "boolean/1", "tinyint/1", "smallint/1", "int/1", "bigint/1", "float/1", "double/1",
                    "decimal/1", "date/1", "timestamp/1", "binary/1", "string/1" ->
                texts.getFirst();
            case "like/2" -> texts.get(0) + " LIKE " + texts.get(1);
            case "like/3" ->
                texts.get(0) + " LIKE " + texts.get(1) + " ESCAPE '" + texts.get(2) + "'";
            case "rlike/2", "regexp/2", "regexp_like/2" ->
                name.toUpperCase(Locale.ROOT) + "(" + texts.get(0) + ", " + texts.get(1) + ")";
            case "from_json/2", "from_json/3", "from_csv/2", "from_csv/3", "to_json/2",
                    "to_csv/2" ->
                name + "(" + texts.getFirst() + ")";
            case "if/3" -> "(IF(" + String.join(", ", texts) + "))";
            case "||/2" -> "concat(" + String.join(", ", texts) + ")";
            case "extract/2" -> "extract(" + texts.get(0) + " FROM " + texts.get(1) + ")";
            case "trim/2" -> "TRIM(BOTH " + texts.get(0) + " FROM " + texts.get(1) + ")";
            case "ltrim/2" -> "TRIM(LEADING " + texts.get(0) + " FROM " + texts.get(1) + ")";
            case "rtrim/2" -> "TRIM(TRAILING " + texts.get(0) + " FROM " + texts.get(1) + ")";
            default -> name.equals("in") && texts.size() > 1
                    ? "(" + texts.getFirst() + " IN ("
                            + String.join(", ", texts.subList(1, texts.size())) + "))"
                    : null;
        };
    }

    private String caseOf(Expression.Case caseOf) {
        var text = new StringBuilder("CASE");
        for (var branch : caseOf.branches()) {
            var condition = of(branch.condition());
            text.append(" WHEN ")
                    .append(caseOf.operand().map(o -> "(" + of(o) + " = " + condition + ")")
                            .orElse(condition))
                    .append(" THEN ")
                    .append(of(branch.value()));
        }
        caseOf.otherwise().ifPresent(otherwise -> text.append(" ELSE ").append(of(otherwise)));
        return text.append(" END").toString();
    }

    private String literal(@Nullable Object value, DataType type) {
        return switch (value) {
            case null -> "NULL";
            case byte[] bytes -> "X'" + HexFormat.of().withUpperCase().formatHex(bytes) + "'";
            case java.time.LocalDate date -> "DATE '" + date + "'";
            case Instant instant -> "TIMESTAMP '"
                    + text(to -> DateTimeText.formatTimestamp(micros(instant), zone, to)) + "'";
            case LocalDateTime dateTime -> "TIMESTAMP_NTZ '"
                    + text(to -> DateTimeText
                            .formatTimestampNtz(micros(dateTime.toInstant(ZoneOffset.UTC)), to))
                    + "'";
            case Period period when type instanceof YearMonthIntervalType interval ->
                text(to -> IntervalText.format(Math.toIntExact(period.toTotalMonths()), interval,
                        to));
            case Duration duration when type instanceof DayTimeIntervalType interval ->
                text(to -> IntervalText.format(Values.micros(duration), interval, to));
            case java.math.BigDecimal decimal ->
                decimal.scale() > 0 ? decimal.toString() : decimal.toPlainString();
            case List<?> items -> items(items);
            default -> value.toString();
        };
    }

    private static String items(List<?> items) {
        var texts = new ArrayList<String>();
        for (var item : items) {
            texts.add(String.valueOf(item));
        }
        return "ARRAY(" + String.join(", ", texts) + ")";
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1000;
    }

    private static String text(java.util.function.Consumer<ByteBuilder> writer) {
        var bytes = new ByteBuilder();
        writer.accept(bytes);
        return bytes.toString();
    }
}

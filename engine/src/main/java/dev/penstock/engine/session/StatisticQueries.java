package dev.penstock.engine.session;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.Values;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Alias;
import dev.penstock.plan.spec.Expression.Case;
import dev.penstock.plan.spec.Expression.Function;
import dev.penstock.plan.spec.Expression.Literal;
import dev.penstock.plan.spec.Expression.SortOrder;
import dev.penstock.plan.spec.Expression.When;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.GroupKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Statistics of a query's columns, written as aggregations. Safe for use by any thread.
public final class StatisticQueries {
    private static final List<String> DESCRIBED = List.of("count", "mean", "stddev", "min", "max");
    private static final List<String> SUMMARISED = List.of("count", "mean", "stddev", "min", "25%",
            "50%", "75%", "max");
    private static final DataType REAL = DataType.DOUBLE;

    private final Backend session;

    public StatisticQueries(Backend session) {
        this.session = session;
    }

    private static Relation aggregate(Relation input, List<Expression> grouping,
            List<Expression> output) {
        return new Relation.Aggregate(input, GroupKind.GROUP_BY, grouping, List.of(),
                Optional.empty(), output, Optional.empty());
    }

    /// `count`, `mean`, `stddev`, `min` and `max`, a row each, of these columns; without names, of all that hold numbers or text.
    public Relation describe(Relation input, List<String> names) {
        return statistics(input, names, DESCRIBED);
    }

    /// These statistics (without, the usual ones), a row each, of all columns that hold numbers or text.
    public Relation summary(Relation input, List<String> statistics) {
        return statistics(input, List.of(), statistics.isEmpty() ? SUMMARISED : statistics);
    }

    /// All statistics in one aggregation, whose row is then split into one a statistic.
    private Relation statistics(Relation input, List<String> names, List<String> statistics) {
        var schema = session.schema(input);
        var fields = names.isEmpty()
                ? schema.fields().stream().filter(f -> f.type().isNumeric() || f.type().isText())
                        .toList()
                : Parts.fields(schema, names);
        var values = new ArrayList<Expression>();
        for (int s = 0; s < statistics.size(); s++) {
            for (int f = 0; f < fields.size(); f++) {
                values.add(Alias.of(
                        Parts.cast(statistic(statistics.get(s), fields.get(f)), DataType.STRING),
                        "s" + s + "_" + f));
            }
        }
        var stacked = new ArrayList<Expression>();
        stacked.add(new Literal(statistics.size(), DataType.INT));
        for (int s = 0; s < statistics.size(); s++) {
            stacked.add(Parts.text(statistics.get(s)));
            for (int f = 0; f < fields.size(); f++) {
                stacked.add(Expression.Attribute.of("s" + s + "_" + f));
            }
        }
        var columns = new ArrayList<String>();
        columns.add("summary");
        fields.forEach(f -> columns.add(f.name()));
        var row = values.isEmpty() ? new Relation.OneRow() : aggregate(input, List.of(), values);
        return new Relation.Project(row,
                List.of(new Alias(Function.of("stack", stacked), columns, "")));
    }

    private static Expression statistic(String name, Field field) {
        var column = Parts.column(field);
        // Text counts as a number here where it is one.
        Expression number = field.type().isText() ? Parts.tryCast(column, REAL) : column;
        if (name.endsWith("%")) {
            return Parts.call("percentile_approx", number, new Literal(percentage(name), REAL));
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "count" -> Parts.call("count", column);
            case "count_distinct" -> Function.distinct("count", List.of(column));
            case "approx_count_distinct" -> Parts.call("approx_count_distinct", column);
            case "mean" -> mean(field, number);
            case "stddev" -> moment(field, number);
            case "min" -> Parts.call("min", column);
            case "max" -> Parts.call("max", column);
            default -> Parts.call(name, column);
        };
    }

    private static Expression mean(Field field, Expression number) {
        return takesNumbers(field)
                ? Parts.call("avg", number)
                : new Literal(null, DataType.STRING);
    }

    private static Expression moment(Field field, Expression number) {
        return takesNumbers(field)
                ? Parts.call("stddev", number)
                : new Literal(null, DataType.STRING);
    }

    private static boolean takesNumbers(Field field) {
        return field.type().isNumeric() || field.type().isText();
    }

    private static double percentage(String name) {
        try {
            double value = Double.parseDouble(name.substring(0, name.length() - 1)) / 100;
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Said below, as for a number out of range.
        }
        throw new UserException("INVALID_CALL",
                Map.of("reason", "no percentage between 0% and 100%: " + name));
    }

    /// The covariance of a sample, in column `cov`.
    public Relation covariance(Relation input, String left, String right) {
        return pair(input, "covar_samp", left, right, "cov");
    }

    /// The correlation by Pearson, in column `corr`.
    public Relation correlation(Relation input, String left, String right) {
        return pair(input, "corr", left, right, "corr");
    }

    private Relation pair(Relation input, String function, String left, String right,
            String name) {
        var schema = session.schema(input);
        var call = Parts.call(function, number(schema, left, name), number(schema, right, name));
        return aggregate(input, List.of(), List.of(Alias.of(
                Parts.call("coalesce", call, new Literal(Double.NaN, REAL)), name)));
    }

    private static Expression number(Schema schema, String name, String wanted) {
        var field = Parts.field(schema, name);
        if (!field.type().isNumeric()) {
            throw new UserException("INVALID_CALL",
                    Map.of("reason", wanted + " takes numbers, and `"
                            + field.name() + "` is of type " + field.type().simpleString()));
        }
        return Parts.cast(Parts.column(field), REAL);
    }

    /// For each column the values at these probabilities, as one array of arrays.
    public Relation quantiles(Relation input, List<String> names, List<Double> probabilities) {
        var schema = session.schema(input);
        var shares = new Literal(List.copyOf(probabilities), new ArrayType(REAL, false));
        var quantiles = new ArrayList<Expression>();
        for (var name : names) {
            var column = number(schema, name, "approxQuantile");
            var present = Parts.call("nanvl", column, new Literal(null, REAL));
            quantiles.add(Parts.call("coalesce",
                    Parts.call("percentile_approx", present, shares),
                    Parts.cast(Parts.call("array"), new ArrayType(REAL, false))));
        }
        return aggregate(input, List.of(),
                List.of(Alias.of(Function.of("array", quantiles), "approx_quantile")));
    }

    /// How often each value of one column meets each value of another: a row for each of the one, a column for each of the other.
    /// Runs a query for the values of the other.
    public Relation crosstab(Relation input, String rows, String columns) {
        var schema = session.schema(input);
        var row = orNull(Parts.field(schema, rows));
        var column = orNull(Parts.field(schema, columns));
        var name = Parts.field(schema, rows).name() + "_" + Parts.field(schema, columns).name();
        var output = new ArrayList<Expression>();
        output.add(Alias.of(row, name));
        for (var value : distinct(input, column)) {
            output.add(Alias.of(
                    Parts.call("count_if", Parts.call("==", column, Parts.text(value))), value));
        }
        return aggregate(input, List.of(row), output);
    }

    private static Expression orNull(Field field) {
        return new Case(Optional.empty(),
                List.of(new When(Parts.call("isnull", Parts.column(field)), Parts.text("null"))),
                Optional.of(Parts.cast(Parts.column(field), DataType.STRING)));
    }

    private List<String> distinct(Relation input, Expression value) {
        var values = new Relation.Deduplicate(
                new Relation.Project(input, List.of(Alias.of(value, "v"))), List.of(), false);
        var sorted = new Relation.Sort(values,
                List.of(SortOrder.ascending(Expression.Attribute.of("v"))), true);
        var texts = new ArrayList<String>();
        for (var batch : session.run(sorted).batches()) {
            for (int i = 0; i < batch.count(); i++) {
                texts.add(String.valueOf(
                        Values.get(batch.column(0), DataType.STRING, batch.rows().at(i))));
            }
        }
        return texts;
    }

    /// For each column the values that more than a share of the rows have, perhaps with some that fewer have. Runs the query.
    public Relation frequentItems(Relation input, List<String> names, double support) {
        if (!(support >= 1e-4 && support <= 1)) {
            throw new UserException("INVALID_CALL",
                    Map.of("reason", "support must be in [1e-4, 1.0], and is " + support));
        }
        var fields = Parts.fields(session.schema(input), names);
        var result = session.run(new Relation.Project(input,
                fields.stream().<Expression>map(Parts::column).toList()));
        var output = new ArrayList<Field>();
        var row = new ArrayList<@Nullable Object>();
        for (int column = 0; column < fields.size(); column++) {
            var type = fields.get(column).type();
            var counts = new LinkedHashMap<@Nullable Object, Long>();
            int most = (int) (1 / support);
            for (var batch : result.batches()) {
                for (int i = 0; i < batch.count(); i++) {
                    count(Values.get(batch.column(column), type, batch.rows().at(i)), counts,
                            most);
                }
            }
            output.add(new Field(fields.get(column).name() + "_freqItems",
                    new ArrayType(type, true), false));
            row.add(new ArrayList<>(counts.keySet()));
        }
        return LocalRows.of(new Schema(output), List.of(row));
    }

    /// Keeps at most so many counters: when all are taken by others, the smallest count is taken off each.
    private static void count(@Nullable Object value, Map<@Nullable Object, Long> counts,
            int most) {
        if (counts.containsKey(value) || counts.size() < most) {
            counts.merge(value, 1L, Long::sum);
            return;
        }
        long least = counts.values().stream().mapToLong(Long::longValue).min().orElse(1);
        long taken = Math.min(1, least);
        counts.replaceAll((_, n) -> n - taken);
        counts.values().removeIf(n -> n <= 0);
    }

    /// A share of the rows that depends on the value of a column, drawn by chance; of other values, none.
    public Relation sampleBy(Relation input, Expression column, Map<Literal, Double> shares,
            long seed) {
        var branches = new ArrayList<When>();
        shares.forEach((value, share) -> branches
                .add(new When(Parts.call("<=>", column, value), new Literal(share, REAL))));
        Expression share = branches.isEmpty()
                ? new Literal(0.0, REAL)
                : new Case(Optional.empty(), branches, Optional.of(new Literal(0.0, REAL)));
        return new Relation.Filter(input,
                Parts.call("<", Parts.call("rand", new Literal(seed, DataType.LONG)), share));
    }
}

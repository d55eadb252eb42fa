package dev.penstock;

import dev.penstock.data.Field;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// The statistics of [DataFrame#describe]: a row for each, all values as text.
final class Summary {
    private record Statistic(String name, UnaryOperator<Column> of, boolean numbersOnly) {}

    private static final List<Statistic> STATISTICS = List.of(
            new Statistic("count", Functions::count, false),
            new Statistic("mean", Functions::avg, true),
            new Statistic("stddev", Functions::stddev, true),
            new Statistic("min", Functions::min, false),
            new Statistic("max", Functions::max, false));

    private Summary() {}

    static DataFrame describe(DataFrame input, String... names) {
        var fields = input.schema().fields().stream().filter(f -> names.length == 0
                ? f.type().isNumeric() || f.type().isText()
                : Arrays.stream(names).anyMatch(f.name()::equalsIgnoreCase)).toList();
        return STATISTICS.stream().map(statistic -> row(input, statistic, fields))
                .reduce(DataFrame::union).orElseThrow();
    }

    private static DataFrame row(DataFrame input, Statistic statistic, List<Field> fields) {
        var values = fields.stream().map(field -> value(statistic, field)).toArray(Column[]::new);
        return input.agg(Functions.lit(statistic.name()).as("summary"), values);
    }

    private static Column value(Statistic statistic, Field field) {
        var column = Functions.col(GroupedData.quoted(field.name()));
        var value = statistic.numbersOnly() && !field.type().isNumeric()
                ? Functions.lit(null)
                : statistic.of().apply(column);
        return value.cast("string").as(field.name());
    }
}

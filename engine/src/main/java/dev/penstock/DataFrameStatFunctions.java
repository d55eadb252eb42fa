package dev.penstock;

import dev.penstock.engine.session.StatisticQueries;
import dev.penstock.plan.spec.Relation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Statistics of a [DataFrame], as [DataFrame#stat] gives it. Each runs the query, but for `crosstab`, which only looks for its columns at once.
public final class DataFrameStatFunctions {
    private final DataFrame frame;
    private final StatisticQueries queries;

    DataFrameStatFunctions(DataFrame frame) {
        this.frame = frame;
        queries = new StatisticQueries(frame.session().backend());
    }

    /// The covariance of a sample of two columns with numbers.
    public double cov(String left, String right) {
        return number(queries.covariance(frame.relation(), left, right));
    }

    /// The correlation of two columns with numbers, by Pearson.
    public double corr(String left, String right) {
        return number(queries.correlation(frame.relation(), left, right));
    }

    private double number(Relation query) {
        var row = new DataFrame(frame.session(), query).collect()[0];
        return row.isNullAt(0) ? Double.NaN : row.getDouble(0);
    }

    /// The values below which these shares of the rows are. They are exact, which is within any `relativeError`.
    public double[] approxQuantile(String column, double[] probabilities, double relativeError) {
        var query = queries.quantiles(frame.relation(), List.of(column),
                Arrays.stream(probabilities).boxed().toList());
        var row = new DataFrame(frame.session(), query).collect()[0];
        List<List<Double>> found = Objects.requireNonNull(row.getList(0));
        return found.getFirst().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// How often each pair of values of two columns occurs: a row for each value of the first, a column for each of the second.
    public DataFrame crosstab(String rows, String columns) {
        return new DataFrame(frame.session(), queries.crosstab(frame.relation(), rows, columns));
    }

    /// The values of each column that occur in at least a hundredth of the rows.
    public DataFrame freqItems(String... columns) {
        return new DataFrame(frame.session(),
                queries.frequentItems(frame.relation(), List.of(columns), 0.01));
    }
}

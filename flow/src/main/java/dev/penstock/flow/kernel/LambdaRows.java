package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.NullVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.plan.logical.Expr;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// The rows over which the body of a lambda is computed: for each of its calls the columns of the row around it, as far as the body looks
/// at them, followed by the parameters. Belongs to one kernel.
final class LambdaRows {
    private static final Vector UNUSED = new NullVector(0);

    private final Kernel body;
    private final int[] used;
    private final Vector[] gathered;
    private Vector[] columns = new Vector[0];

    LambdaRows(Expr.Lambda lambda, Kernel body) {
        this.body = body;
        var types = new TreeMap<Integer, Expr>();
        collect(lambda.body(), lambda.first(), types);
        used = types.keySet().stream().mapToInt(Integer::intValue).toArray();
        gathered = types.values().stream().map(e -> Vectors.allocate(e.type(), 0))
                .toArray(Vector[]::new);
    }

    /// Columns by position; parameters of lambdas around by what is to be added to the batch's width, which is negative.
    private static void collect(Expr expression, int first, Map<Integer, Expr> into) {
        switch (expression) {
            case Expr.Column column -> into.put(column.index(), column);
            case Expr.Parameter parameter when parameter.index() < first ->
                into.put(parameter.index() - first, parameter);
            default -> expression.children().forEach(child -> collect(child, first, into));
        }
    }

    /// The body's value for `count` calls, each for the outer row at its place in `rows`, with these parameters.
    Vector evaluate(Batch input, int[] rows, int count, Vector... parameters) {
        int width = input.width() + parameters.length;
        if (columns.length != width) {
            columns = new Vector[width];
            Arrays.fill(columns, UNUSED);
        }
        for (int i = 0; i < used.length; i++) {
            int at = used[i] < 0 ? input.width() + used[i] : used[i];
            var from = input.column(at);
            gathered[i].reset(count);
            for (int row = 0; row < count; row++) {
                gathered[i].copyRow(from, rows[row], row);
            }
            columns[at] = gathered[i];
        }
        System.arraycopy(parameters, 0, columns, input.width(), parameters.length);
        return body.evaluate(Batch.of(count, columns), Selection.all(count));
    }
}

package dev.penstock;

import dev.penstock.data.DataType;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Bound;
import dev.penstock.plan.spec.Expression.BoundKind;
import dev.penstock.plan.spec.Expression.Frame;
import dev.penstock.plan.spec.Expression.Literal;
import dev.penstock.plan.spec.Expression.SortOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A window, made by [Window] and given to [Column#over]. It never changes: every method gives a new one.
public final class WindowSpec {
    static final WindowSpec NONE = new WindowSpec(
            new Expression.Window(Optional.empty(), List.of(), List.of(), Optional.empty()));

    private final Expression.Window window;

    private WindowSpec(Expression.Window window) {
        this.window = window;
    }

    Expression.Window window() {
        return window;
    }

    /// The same window over rows that are equal in these columns.
    public WindowSpec partitionBy(Column... columns) {
        return new WindowSpec(new Expression.Window(Optional.empty(),
                Column.expressions(columns), window.orderBy(), window.frame()));
    }

    /// The same window over rows that are equal in the columns of these names.
    public WindowSpec partitionBy(String column, String... columns) {
        return partitionBy(ScalarFunctions.columns(column, columns));
    }

    /// The same window in this order.
    public WindowSpec orderBy(Column... columns) {
        List<SortOrder> orders = Arrays.stream(columns).map(Column::sortOrder).toList();
        return new WindowSpec(new Expression.Window(Optional.empty(), window.partitionBy(), orders,
                window.frame()));
    }

    /// The same window in ascending order of the columns of these names.
    public WindowSpec orderBy(String column, String... columns) {
        return orderBy(ScalarFunctions.columns(column, columns));
    }

    /// The rows from `start` to `end`, counted from the row itself: -1 is the row before. [Window#unboundedPreceding] and
    /// [Window#unboundedFollowing] are the ends of the partition.
    public WindowSpec rowsBetween(long start, long end) {
        return framed(true, start, end);
    }

    /// The rows whose value of the order is within `start` and `end` of that of the row itself.
    public WindowSpec rangeBetween(long start, long end) {
        return framed(false, start, end);
    }

    private WindowSpec framed(boolean rows, long start, long end) {
        return new WindowSpec(new Expression.Window(Optional.empty(), window.partitionBy(),
                window.orderBy(), Optional.of(new Frame(rows, bound(start), bound(end)))));
    }

    private static Bound bound(long at) {
        if (at == Window.unboundedPreceding()) {
            return new Bound(BoundKind.UNBOUNDED_PRECEDING, Optional.empty());
        }
        if (at == Window.unboundedFollowing()) {
            return new Bound(BoundKind.UNBOUNDED_FOLLOWING, Optional.empty());
        }
        if (at == Window.currentRow()) {
            return new Bound(BoundKind.CURRENT_ROW, Optional.empty());
        }
        long distance = Math.abs(at);
        var offset = distance <= Integer.MAX_VALUE
                ? new Literal((int) distance, DataType.INT)
                : new Literal(distance, DataType.LONG);
        return new Bound(at < 0 ? BoundKind.PRECEDING : BoundKind.FOLLOWING, Optional.of(offset));
    }
}

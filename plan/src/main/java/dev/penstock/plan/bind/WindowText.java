package dev.penstock.plan.bind;

import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Bound;
import dev.penstock.plan.spec.Expression.BoundKind;
import dev.penstock.plan.spec.Expression.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The text of a function over a window, with the frame that it comes to when none is written.
record WindowText(SqlText expressions) {
    private static final Set<String> RANKS = Set.of("row_number", "rank", "dense_rank",
            "percent_rank", "ntile");
    private static final Bound FIRST = new Bound(BoundKind.UNBOUNDED_PRECEDING, Optional.empty());
    private static final Bound CURRENT = new Bound(BoundKind.CURRENT_ROW, Optional.empty());
    private static final Bound LAST = new Bound(BoundKind.UNBOUNDED_FOLLOWING, Optional.empty());

    String of(Expression.Over over) {
        var bare = SqlText.bare(over.function());
        if (!(bare instanceof Expression.Function function)) {
            return expressions.of(bare) + " OVER " + window(over.window(), "");
        }
        var name = function.name().getLast().toLowerCase(Locale.ROOT);
        return function(function, name) + " OVER "
                + window(over.window(), frame(function, name, over.window()));
    }

    /// With the arguments that are not written.
    private String function(Expression.Function function, String name) {
        var arguments = new ArrayList<>(function.arguments());
        if (name.equals("lag") || name.equals("lead")) {
            if (arguments.size() == 1) {
                arguments.add(number(1));
            }
            if (arguments.size() == 2) {
                arguments.add(new Expression.Literal(null, dev.penstock.data.DataType.NULL));
            }
        } else if (name.equals("ntile") && arguments.isEmpty()) {
            arguments.add(number(1));
        }
        var text = expressions.of(new Expression.Function(function.name(), arguments,
                function.distinct(), function.filter(), function.orderWithin(), Optional.empty()));
        return function.ignoreNulls().orElse(false) ? text + " IGNORE NULLS" : text;
    }

    private static Expression number(int value) {
        return new Expression.Literal(value, dev.penstock.data.DataType.INT);
    }

    private String frame(Expression.Function function, String name, Expression.Window window) {
        if (name.equals("lag") || name.equals("lead")) {
            var by = function.arguments().size() > 1
                    ? expressions.of(function.arguments().get(1))
                    : "1";
            var offset = name.equals("lead") ? by : by.startsWith("-") ? by.substring(1) : "-" + by;
            return "ROWS BETWEEN " + offset + " FOLLOWING AND " + offset + " FOLLOWING";
        }
        return frame(window.frame().orElseGet(() -> usual(name, window)));
    }

    /// The frame when none is written.
    static Frame usual(String function, Expression.Window window) {
        if (RANKS.contains(function)) {
            return new Frame(true, FIRST, CURRENT);
        }
        if (function.equals("cume_dist")) {
            return new Frame(false, FIRST, CURRENT);
        }
        return window.orderBy().isEmpty()
                ? new Frame(true, FIRST, LAST)
                : new Frame(false, FIRST, CURRENT);
    }

    String frame(Frame frame) {
        return (frame.rows() ? "ROWS" : "RANGE") + " BETWEEN " + bound(frame.lower()) + " AND "
                + bound(frame.upper());
    }

    String bound(Bound bound) {
        return switch (bound.kind()) {
            case UNBOUNDED_PRECEDING -> "UNBOUNDED PRECEDING";
            case UNBOUNDED_FOLLOWING -> "UNBOUNDED FOLLOWING";
            case CURRENT_ROW -> "CURRENT ROW";
            case PRECEDING -> bound.offset().map(expressions::of).orElse("") + " PRECEDING";
            case FOLLOWING -> bound.offset().map(expressions::of).orElse("") + " FOLLOWING";
        };
    }

    /// `(PARTITION BY ... ORDER BY ... ROWS ...)`.
    String window(Expression.Window window, String frame) {
        var parts = new ArrayList<String>();
        if (!window.partitionBy().isEmpty()) {
            parts.add("PARTITION BY " + list(window.partitionBy()));
        }
        if (!window.orderBy().isEmpty()) {
            parts.add("ORDER BY " + list(List.copyOf(window.orderBy())));
        }
        if (!frame.isEmpty()) {
            parts.add(frame);
        }
        return "(" + String.join(" ", parts) + ")";
    }

    private String list(List<Expression> all) {
        return String.join(", ", all.stream().map(expressions::of).toList());
    }
}

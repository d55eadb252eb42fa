package dev.penstock.plan.bind;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.function.TimeWindows;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// Windows of event time in a query block. Rows without a time are in no window; where windows overlap, a generator makes a row of each.
final class WindowNodes {
    private WindowNodes() {}

    /// True for the functions whose value is a window of event time.
    static boolean isWindow(String function) {
        return function.equals(TimeWindows.WINDOW)
                || function.equals(TimeWindows.SESSION_WINDOW);
    }

    /// The block's input with what its window needs, and the window call with what stands for it from now on.
    record Settled(Logical input, Expr.Call window, Expr replacement) {
        /// The expression with the window replaced.
        Expr in(Expr expression) {
            return expression.mapUp(e -> e.equals(window) ? replacement : e);
        }
    }

    static Optional<Settled> settle(Logical input, List<Expr> expressions, BindContext context) {
        var windows = new LinkedHashSet<Expr.Call>();
        expressions.forEach(e -> collect(e, windows));
        if (windows.isEmpty()) {
            return Optional.empty();
        }
        if (windows.size() > 1) {
            throw new UserException("_LEGACY_ERROR_TEMP_1039", Map.of());
        }
        var window = windows.getFirst();
        var time = window.arguments().getFirst();
        var timed = input;
        if (time.nullable()) {
            timed = new Logical.Filter(input,
                    new Expr.Call("isnotnull", List.of(time), DataType.BOOLEAN, false,
                            context.coercion().mode()));
        }
        if (window.function().equals(TimeWindows.SESSION_WINDOW)) {
            return Optional.of(
                    new Settled(filtered(input, timed, window, context), window, there(window)));
        }
        if (!TimeWindows.slides(window)) {
            return Optional.of(new Settled(timed, window, there(window)));
        }
        var schema = Schema.of(new Field(TimeWindows.WINDOW, window.type(), true));
        var generate = new Logical.Generate(timed, TimeWindows.WINDOW, window.arguments(), false,
                schema);
        return Optional.of(new Settled(generate, window,
                new Expr.Column(input.schema().size(), window.type(), true)));
    }

    /// Rows without a window are gone.
    private static Expr.Call there(Expr.Call window) {
        return new Expr.Call(window.function(), window.arguments(), window.type(), false,
                window.mode());
    }

    /// A row with a gap that is not above zero is in no session; nor one without a time or a gap.
    private static Logical filtered(Logical input, Logical timed, Expr.Call window,
            BindContext context) {
        var time = window.arguments().get(0);
        var end = window.arguments().get(1);
        if (end instanceof Expr.Call call
                && call.arguments().get(1) instanceof Expr.Literal(Object gap, _)
                && gap instanceof java.time.Duration duration && duration.isPositive()) {
            return timed;
        }
        return new Logical.Filter(input, new Expr.Call("gt", List.of(end, time),
                DataType.BOOLEAN, time.nullable() || end.nullable(), context.coercion().mode()));
    }

    private static void collect(Expr expression, SequencedSet<Expr.Call> windows) {
        expression.children().forEach(child -> collect(child, windows));
        if (expression instanceof Expr.Call call && isWindow(call.function())) {
            windows.add(call);
        }
    }
}

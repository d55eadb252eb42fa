package dev.penstock.plan.logical;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.StructType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a plan says about event time: which columns and expressions are event time under a watermark, and when they end.
///
/// Event time is the column of a [Logical.Watermark], a window of it, the start or the end of such a window, and the last moment of one
/// (`window_time`); it passes through projections, filters, joins, unions and grouping keys, as in Spark. What is computed of it otherwise is no event time.
public final class EventTimes {
    private static final String WINDOW = "window";
    private static final String SESSION_WINDOW = "session_window";

    private EventTimes() {}

    /// What ends a row or a group: the value of `expression` plus `offsetMicros`, or the end of the window when it is one. Once the watermark is
    /// at or past that time it is over.
    public record Deadline(Expr expression, long offsetMicros) {
        /// True when the expression is a window, whose end counts.
        public boolean window() {
            return expression.type() instanceof StructType;
        }
    }

    /// The key of an aggregation that ends its groups, with its index.
    public static OptionalInt endingKey(Logical.Aggregate node) {
        for (int i = 0; i < node.keys().size(); i++) {
            if (deadline(node.keys().get(i), node.input()).isPresent()) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /// When an expression over `input` ends, if it is event time.
    public static Optional<Deadline> deadline(Expr expression, Logical input) {
        if (!input.streaming() || delayMicros(expression, input).isEmpty()) {
            return Optional.empty();
        }
        if (expression instanceof Expr.FieldOf(var window, int index, _, _) && index == 0) {
            var size = windowSize(window, input);
            return size.isPresent()
                    ? Optional.of(new Deadline(expression, size.getAsLong()))
                    : Optional.empty();
        }
        return Optional.of(new Deadline(expression, 0));
    }

    /// By how many microseconds the event time in a column of a plan may be late, or empty when it is no event time.
    public static OptionalLong delayOfColumn(int index, Logical plan) {
        return columnDelay(index, plan);
    }

    /// The first column of a plan that is event time, or a window of it, as an expression with its end: the time by which rows are late.
    public static Optional<Deadline> firstDeadline(Logical plan) {
        for (int i = 0; i < plan.schema().size(); i++) {
            var field = plan.schema().field(i);
            var found = deadline(new Expr.Column(i, field.type(), field.nullable()), plan);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// The first column of a plan that is event time and no window.
    public static OptionalInt column(Logical plan) {
        for (int i = 0; i < plan.schema().size(); i++) {
            if (plan.schema().type(i).equals(DataType.TIMESTAMP)
                    && columnDelay(i, plan).isPresent()) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /// By how much the rows of a plan may be behind the watermark although they are not late, because operators hold them back.
    public static long lagMicros(Logical plan) {
        long below = plan.inputs().stream().mapToLong(EventTimes::lagMicros).max().orElse(0);
        return plan instanceof Logical.Join join ? below + JoinBounds.of(join).lagMicros() : below;
    }

    /// By how much a row of this event time may be late, or empty when the expression is no event time.
    public static OptionalLong delayMicros(Expr expression, Logical input) {
        return switch (expression) {
            case Expr.Column(int index, _, _) -> columnDelay(index, input);
            case Expr.FieldOf(var struct, int index, _, _) ->
                struct.type() instanceof StructType(var fields) && fields.size() == 2 && index < 2
                        ? delayMicros(struct, input)
                        : OptionalLong.empty();
            case Expr.Call call when call.function().equals(WINDOW)
                    || call.function().equals(SESSION_WINDOW) ->
                delayMicros(call.arguments().getFirst(), input);
            case Expr.Call call when isWindowTime(call) ->
                delayMicros(call.arguments().getFirst(), input);
            default -> OptionalLong.empty();
        };
    }

    /// `window_time(w)` is bound as the end of the window less a microsecond.
    private static boolean isWindowTime(Expr.Call call) {
        return call.function().equals("add_interval")
                && call.arguments().getFirst() instanceof Expr.FieldOf(var struct, int index, _, _)
                && index == 1 && struct.type() instanceof StructType
                && call.arguments().get(1) instanceof Expr.Literal(var value, _)
                && java.time.Duration.ofNanos(-1000).equals(value);
    }

    private static OptionalLong columnDelay(int index, Logical input) {
        return switch (input) {
            case Logical.Watermark(var below, int column, long delay) ->
                column == index ? OptionalLong.of(delay) : columnDelay(index, below);
            case Logical.Filter(var below, _) -> columnDelay(index, below);
            case Logical.Sort(var below, _, _, _) -> columnDelay(index, below);
            case Logical.Deduplicate(var below, _, _) -> columnDelay(index, below);
            case Logical.Observe(var below, _, _) -> columnDelay(index, below);
            case Logical.Project(var below, var columns, _) ->
                delayMicros(columns.get(index), below);
            case Logical.Aggregate(var below, var keys, _, _) ->
                index < keys.size() ? delayMicros(keys.get(index), below) : OptionalLong.empty();
            case Logical.Union(var inputs, _) -> allDelays(index, inputs);
            case Logical.Generate(var below, var generator, var arguments, _, _) -> {
                int width = below.schema().size();
                yield index < width
                        ? columnDelay(index, below)
                        : generator.equals(WINDOW)
                                ? delayMicros(arguments.getFirst(), below)
                                : OptionalLong.empty();
            }
            case Logical.Join(var left, var right, _, _, _, _) -> {
                int width = left.schema().size();
                yield index < width
                        ? columnDelay(index, left)
                        : columnDelay(index - width, right);
            }
            case Logical.Window(var below, _, _, _, _) -> index < below.schema().size()
                    ? columnDelay(index, below)
                    : OptionalLong.empty();
            case Logical.Scan _,Logical.LocalData _,Logical.Values _,Logical.Range _,Logical.Apply _,Logical.GroupProgram _,Logical.Changelog _ ->
                OptionalLong.empty();
        };
    }

    private static OptionalLong allDelays(int index, List<Logical> inputs) {
        long delay = 0;
        for (var input : inputs) {
            var own = columnDelay(index, input);
            if (own.isEmpty()) {
                return own;
            }
            delay = Math.max(delay, own.getAsLong());
        }
        return OptionalLong.of(delay);
    }

    /// The length of a window, where the plan says it.
    private static OptionalLong windowSize(Expr window, Logical input) {
        return switch (window) {
            case Expr.Call call when call.function().equals(WINDOW) ->
                constant(call.arguments().get(1));
            case Expr.Column(int index, _, _) -> columnSize(index, input);
            default -> OptionalLong.empty();
        };
    }

    private static OptionalLong constant(Expr expression) {
        return expression instanceof Expr.Literal(var value, _) && value instanceof Long micros
                ? OptionalLong.of(micros)
                : OptionalLong.empty();
    }

    private static OptionalLong columnSize(int index, Logical input) {
        return switch (input) {
            case Logical.Watermark(var below, _, _) -> columnSize(index, below);
            case Logical.Filter(var below, _) -> columnSize(index, below);
            case Logical.Deduplicate(var below, _, _) -> columnSize(index, below);
            case Logical.Observe(var below, _, _) -> columnSize(index, below);
            case Logical.Project(var below, var columns, _) ->
                windowSize(columns.get(index), below);
            case Logical.Aggregate(var below, var keys, _, _) ->
                index < keys.size() ? windowSize(keys.get(index), below) : OptionalLong.empty();
            case Logical.Generate(var below, var generator, var arguments, _, _) -> {
                int width = below.schema().size();
                yield index < width
                        ? columnSize(index, below)
                        : generator.equals(WINDOW)
                                ? constant(arguments.get(1))
                                : OptionalLong.empty();
            }
            case Logical.Window(var below, _, _, _, _) -> index < below.schema().size()
                    ? columnSize(index, below)
                    : OptionalLong.empty();
            case Logical.Apply _,Logical.Sort _,Logical.Union _,Logical.Join _,Logical.Scan _,Logical.LocalData _,Logical.Values _,Logical.Range _,Logical.GroupProgram _,Logical.Changelog _ ->
                OptionalLong.empty();
        };
    }
}

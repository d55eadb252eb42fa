package dev.penstock.plan.logical;

import dev.penstock.data.Values;
import dev.penstock.plan.logical.EventTimes.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// When the rows of the sides of a join find no partner any more, as far as the condition says so; each deadline is over the columns of its own side.
///
/// A partner that is not late has an event time behind the watermark. `right.at <= left.at + 10 minutes` therefore ends a left row ten minutes after its
/// time; equal keys that are event time end a row with its key.
public record JoinBounds(Optional<Deadline> left, Optional<Deadline> right) {
    /// A side of a bound that includes it is kept a millisecond longer, as Spark does it.
    private static final long INCLUSIVE_MICROS = 1000;

    /// An event time of one side and what is added to it.
    private record Point(boolean isLeft, Expr time, long plusMicros) {}

    /// What the condition of a join of two streams says.
    public static JoinBounds of(Logical.Join join) {
        if (!join.left().streaming() || !join.right().streaming()) {
            return new JoinBounds(Optional.empty(), Optional.empty());
        }
        for (int i = 0; i < join.leftKeys().size(); i++) {
            var left = EventTimes.deadline(join.leftKeys().get(i), join.left());
            var right = EventTimes.deadline(join.rightKeys().get(i), join.right());
            if (left.isPresent() || right.isPresent()) {
                return new JoinBounds(
                        left.or(() -> right.map(d -> same(d, join, true))),
                        right.or(() -> left.map(d -> same(d, join, false))));
            }
        }
        return fromCondition(join);
    }

    /// Equal keys end together, even if only one of them is known to be event time.
    private static Deadline same(Deadline other, Logical.Join join, boolean isLeft) {
        var mine = isLeft ? join.leftKeys() : join.rightKeys();
        var theirs = isLeft ? join.rightKeys() : join.leftKeys();
        return new Deadline(mine.get(theirs.indexOf(other.expression())), other.offsetMicros());
    }

    /// By how much longer than the watermark the join keeps rows.
    long lagMicros() {
        return Math.max(0, Math.max(left.map(Deadline::offsetMicros).orElse(0L),
                right.map(Deadline::offsetMicros).orElse(0L)));
    }

    private static JoinBounds fromCondition(Logical.Join join) {
        var left = Optional.<Deadline>empty();
        var right = Optional.<Deadline>empty();
        for (var condition : conjuncts(join.residual())) {
            var lower = lower(condition, join);
            var upper = upper(condition, join);
            if (lower.isEmpty() || upper.isEmpty()
                    || lower.get().isLeft() == upper.get().isLeft()) {
                continue;
            }
            // lower <= upper ends the side of the upper point: its time plus this is the latest time of a partner.
            var end = upper.get();
            if (!isEventTime(lower.get(), join)) {
                continue;
            }
            long offset = end.plusMicros() - lower.get().plusMicros()
                    + (inclusive(condition) ? INCLUSIVE_MICROS : 0);
            var deadline = Optional.of(new Deadline(end.time(), offset));
            if (end.isLeft()) {
                left = shorter(left, deadline);
            } else {
                right = shorter(right, deadline);
            }
        }
        return new JoinBounds(left, right);
    }

    private static Optional<Deadline> shorter(Optional<Deadline> a, Optional<Deadline> b) {
        return a.isPresent() && b.isPresent()
                ? a.get().offsetMicros() <= b.get().offsetMicros() ? a : b
                : a.or(() -> b);
    }

    private static List<Expr.Call> conjuncts(Optional<Expr> condition) {
        var found = new ArrayList<Expr.Call>();
        condition.ifPresent(c -> collect(c, found));
        return found;
    }

    private static void collect(Expr condition, List<Expr.Call> found) {
        if (condition instanceof Expr.Call call) {
            if (call.function().equals("and")) {
                call.arguments().forEach(a -> collect(a, found));
            } else {
                found.add(call);
            }
        }
    }

    private static boolean inclusive(Expr.Call comparison) {
        return comparison.function().equals("le") || comparison.function().equals("ge");
    }

    private static Optional<Point> lower(Expr.Call comparison, Logical.Join join) {
        return switch (comparison.function()) {
            case "lt", "le" -> point(comparison.arguments().get(0), join);
            case "gt", "ge" -> point(comparison.arguments().get(1), join);
            default -> Optional.empty();
        };
    }

    private static Optional<Point> upper(Expr.Call comparison, Logical.Join join) {
        return switch (comparison.function()) {
            case "lt", "le" -> point(comparison.arguments().get(1), join);
            case "gt", "ge" -> point(comparison.arguments().get(0), join);
            default -> Optional.empty();
        };
    }

    /// A timestamp column of one side, to which constants are added.
    private static Optional<Point> point(Expr expression, Logical.Join join) {
        int width = join.left().schema().size();
        return switch (expression) {
            case Expr.Column(int index, var type, boolean nullable) when type
                    .equals(dev.penstock.data.DataType.TIMESTAMP) ->
                Optional.of(new Point(index < width,
                        new Expr.Column(index < width ? index : index - width, type, nullable),
                        0));
            case Expr.Call(var function, var arguments, _, _, _) when function
                    .equals("add_interval") -> {
                var micros = micros(arguments.get(1));
                yield micros.isEmpty()
                        ? Optional.empty()
                        : point(arguments.get(0), join).map(p -> new Point(p.isLeft(), p.time(),
                                p.plusMicros() + micros.get()));
            }
            default -> Optional.empty();
        };
    }

    private static Optional<Long> micros(Expr interval) {
        return switch (interval) {
            case Expr.Literal(var value, _) when value instanceof Duration duration ->
                Optional.of(Values.micros(duration));
            case Expr.Call call when call.function().equals("negate")
                    || call.function().equals("negative") ->
                micros(call.arguments().getFirst()).map(m -> -m);
            default -> Optional.empty();
        };
    }

    private static boolean isEventTime(Point point, Logical.Join join) {
        return EventTimes.deadline(point.time(), point.isLeft() ? join.left() : join.right())
                .isPresent();
    }
}

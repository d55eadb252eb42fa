package dev.penstock.plan.rule;

import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Relation.JoinType;
import java.util.ArrayList;
import java.util.List;

/// Moves conditions from above a join, or from its own condition, to the side that they are about.
final class JoinSides {
    private JoinSides() {}

    private record Sides(List<Expr> left, List<Expr> right, List<Expr> both) {}

    private static Sides split(Expr condition, int width, boolean toLeft, boolean toRight) {
        var left = new ArrayList<Expr>();
        var right = new ArrayList<Expr>();
        var both = new ArrayList<Expr>();
        for (var conjunct : Expressions.conjuncts(condition)) {
            var columns = Expressions.columns(conjunct);
            boolean moves = Expressions.isMovable(conjunct) && !columns.isEmpty();
            if (moves && toLeft && columns.length() <= width) {
                left.add(conjunct);
            } else if (moves && toRight && columns.nextSetBit(0) >= width) {
                right.add(Expressions.renumber(conjunct, i -> i - width));
            } else {
                both.add(conjunct);
            }
        }
        return new Sides(left, right, both);
    }

    /// A filter above a join: a side that the join keeps whole may be filtered before.
    static Logical pushFilter(Logical.Join join, Expr condition) {
        boolean toLeft = join.type() != JoinType.RIGHT && join.type() != JoinType.FULL;
        boolean toRight = join.type() == JoinType.INNER || join.type() == JoinType.CROSS
                || join.type() == JoinType.RIGHT;
        var sides = split(condition, join.left().schema().size(), toLeft, toRight);
        boolean inner = join.type() == JoinType.INNER || join.type() == JoinType.CROSS;
        boolean intoJoin = inner && sides.both().stream().allMatch(Expressions::isMovable)
                && !sides.both().isEmpty();
        if (sides.left().isEmpty() && sides.right().isEmpty() && !intoJoin) {
            return new Logical.Filter(join, condition);
        }
        var left = PushFilterDown.filtered(join.left(), sides.left());
        var right = PushFilterDown.filtered(join.right(), sides.right());
        var residual = new ArrayList<Expr>(join.residual().map(List::of).orElse(List.of()));
        if (intoJoin) {
            residual.addAll(sides.both());
        }
        var type = intoJoin ? JoinType.INNER : join.type();
        var joined = new Logical.Join(left, right, type, join.leftKeys(), join.rightKeys(),
                Expressions.conjunction(residual));
        return intoJoin
                ? joined
                : Expressions.conjunction(sides.both())
                        .<Logical>map(c -> new Logical.Filter(joined, c)).orElse(joined);
    }

    /// A condition of the join itself: a side whose unmatched rows are not given may be filtered before.
    static Logical pushResidual(Logical.Join join) {
        if (join.residual().isEmpty()) {
            return join;
        }
        boolean toLeft = switch (join.type()) {
            case INNER, CROSS, RIGHT, LEFT_SEMI -> true;
            case LEFT, FULL, LEFT_ANTI -> false;
        };
        boolean toRight = switch (join.type()) {
            case INNER, CROSS, LEFT, LEFT_SEMI, LEFT_ANTI -> true;
            case RIGHT, FULL -> false;
        };
        var sides = split(join.residual().get(), join.left().schema().size(), toLeft, toRight);
        if (sides.left().isEmpty() && sides.right().isEmpty()) {
            return join;
        }
        return new Logical.Join(PushFilterDown.filtered(join.left(), sides.left()),
                PushFilterDown.filtered(join.right(), sides.right()),
                join.type(), join.leftKeys(), join.rightKeys(),
                Expressions.conjunction(sides.both()));
    }
}

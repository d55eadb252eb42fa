package dev.penstock.plan.rule;

import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Relation.JoinType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Finds the keys of a join: equalities of its condition between something of the left and something of the right.
public record JoinKeys() implements Rule {
    @Override
    public Logical apply(Logical plan) {
        return plan.mapUp(node -> node instanceof Logical.Join join && join.residual().isPresent()
                ? find(join, join.residual().get())
                : node);
    }

    private static Logical find(Logical.Join join, Expr condition) {
        int width = join.left().schema().size();
        var leftKeys = new ArrayList<>(join.leftKeys());
        var rightKeys = new ArrayList<>(join.rightKeys());
        var rest = new ArrayList<Expr>();
        for (var conjunct : Expressions.conjuncts(condition)) {
            if (!addKey(conjunct, width, leftKeys, rightKeys)) {
                rest.add(conjunct);
            }
        }
        if (leftKeys.size() == join.leftKeys().size()) {
            return join;
        }
        var type = join.type() == JoinType.CROSS ? JoinType.INNER : join.type();
        return new Logical.Join(join.left(), join.right(), type, leftKeys, rightKeys,
                Expressions.conjunction(rest));
    }

    private static boolean addKey(Expr conjunct, int width, List<Expr> leftKeys,
            List<Expr> rightKeys) {
        if (!(conjunct instanceof Expr.Call(var name, var sides, _, _, _)) || !name.equals("eq")
                || !Expressions.isMovable(conjunct)) {
            return false;
        }
        var first = sides.get(0);
        var second = sides.get(1);
        if (isRight(first, width) && isLeft(second, width)) {
            first = sides.get(1);
            second = sides.get(0);
        }
        if (!isLeft(first, width) || !isRight(second, width)) {
            return false;
        }
        leftKeys.add(first);
        rightKeys.add(Expressions.renumber(second, i -> i - width));
        return true;
    }

    private static boolean isLeft(Expr expression, int width) {
        BitSet columns = Expressions.columns(expression);
        return !columns.isEmpty() && columns.length() <= width;
    }

    private static boolean isRight(Expr expression, int width) {
        return Expressions.columns(expression).nextSetBit(0) >= width;
    }
}

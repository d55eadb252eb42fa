package dev.penstock.plan.rule;

import dev.penstock.data.DataType;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Relation.JoinType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        if (!(conjunct instanceof Expr.Call(var name, var sides, _, _, _))
                || !(name.equals("eq") || name.equals("nseq"))
                || !Expressions.isMovable(conjunct)) {
            return false;
        }
        var stand = name.equals("nseq") ? standInForNull(sides.get(0).type()) : null;
        if (name.equals("nseq") && stand == null) {
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
        var right = Expressions.renumber(second, i -> i - width);
        if (stand == null || !(first.nullable() || right.nullable())) {
            leftKeys.add(first);
            rightKeys.add(right);
        } else {
            addNullable(first, stand, leftKeys);
            addNullable(right, stand, rightKeys);
        }
        return true;
    }

    /// A key that is never null equals another as `<=>` would say: whether it is null, and a value in place of null.
    private static void addNullable(Expr key, Expr stand, List<Expr> keys) {
        keys.add(Plans.isNull(key));
        keys.add(new Expr.Call("coalesce", List.of(key, stand), key.type(), false,
                Expr.ErrorMode.ANSI));
    }

    private static @Nullable Expr standInForNull(DataType type) {
        return switch (type) {
            case DataType.BooleanType _ -> new Expr.Literal(false, type);
            case DataType.ByteType _ -> new Expr.Literal((byte) 0, type);
            case DataType.ShortType _ -> new Expr.Literal((short) 0, type);
            case DataType.IntType _ -> new Expr.Literal(0, type);
            case DataType.LongType _ -> new Expr.Literal(0L, type);
            case DataType.DoubleType _ -> new Expr.Literal(0.0, type);
            case DataType.StringType _ -> new Expr.Literal("", type);
            case DataType.DateType _ -> new Expr.Literal(java.time.LocalDate.EPOCH, type);
            case DataType.TimestampType _ -> new Expr.Literal(java.time.Instant.EPOCH, type);
            case DataType.DecimalType(_, int scale) ->
                new Expr.Literal(java.math.BigDecimal.ZERO.setScale(scale), type);
            default -> null;
        };
    }

    private static boolean isLeft(Expr expression, int width) {
        BitSet columns = Expressions.columns(expression);
        return !columns.isEmpty() && columns.length() <= width;
    }

    private static boolean isRight(Expr expression, int width) {
        return Expressions.columns(expression).nextSetBit(0) >= width;
    }
}

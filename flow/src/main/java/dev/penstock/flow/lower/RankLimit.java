package dev.penstock.flow.lower;

import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import java.util.List;

/// How many rows of each partition a condition above a window lets pass: `row_number() ... <= 10`. `byRank`: those of so high a rank.
record RankLimit(long rows, boolean byRank) {
    static final RankLimit NONE = new RankLimit(Long.MAX_VALUE, false);

    /// The limit that a condition over the columns of `window` means, or [#NONE].
    static RankLimit of(Expr condition, Logical.Window window) {
        if (!(condition instanceof Expr.Call(var name, var sides, _, _, _)) || sides.size() != 2) {
            return NONE;
        }
        return switch (name) {
            case "and" -> tighter(of(sides.get(0), window), of(sides.get(1), window));
            case "le", "eq" -> of(sides, 0, window);
            case "lt" -> of(sides, -1, window);
            default -> NONE;
        };
    }

    private static RankLimit tighter(RankLimit a, RankLimit b) {
        return b.rows() < a.rows() ? b : a;
    }

    private static RankLimit of(List<Expr> sides, int more, Logical.Window window) {
        var column = sides.get(0) instanceof Expr.Cast(var child, _, _, _) ? child : sides.get(0);
        int width = window.input().schema().size();
        if (!(column instanceof Expr.Column(int index, _, _)) || index < width
                || !(sides.get(1) instanceof Expr.Literal(Number limit, var type))
                || !type.isIntegral()) {
            return NONE;
        }
        long rows = Math.max(0, limit.longValue() + more);
        return switch (window.calls().get(index - width).function().function()) {
            case "row_number" -> new RankLimit(rows, false);
            case "rank" -> new RankLimit(rows, true);
            default -> NONE;
        };
    }
}

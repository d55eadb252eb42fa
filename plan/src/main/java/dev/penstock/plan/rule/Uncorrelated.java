package dev.penstock.plan.rule;

import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A subquery that reads nothing of the query around it, and what it read before as conditions.
///
/// `plan` has the columns of the subquery, and behind them those that conditions need. `within` are conditions over its columns, in which
/// [Expr.Outer] still stands for values outside. The subquery's rows for a row outside are those of `plan` for which all conditions are
/// true; where there are none, and `whenEmpty` is present, it is one row of these constants: an aggregation without keys has always a row.
record Uncorrelated(Logical plan, List<Expr> within, Optional<List<Expr>> whenEmpty) {
    Uncorrelated {
        within = List.copyOf(within);
    }

    /// Conditions are pulled up where that keeps the plan simple; otherwise the subquery runs for each different combination of outer values of
    /// `around` at once.
    static Uncorrelated of(Logical subquery, Logical around, List<Expr> outer) {
        return PullUpConditions.of(subquery)
                .orElseGet(() -> new OuterValues(around, outer).bind(subquery));
    }

    /// As [#of], with no condition but equalities of outer values with columns.
    static Uncorrelated byEquality(Logical subquery, Logical around, List<Expr> outer) {
        return PullUpConditions.of(subquery).filter(Uncorrelated::isByEquality)
                .orElseGet(() -> new OuterValues(around, outer).bind(subquery));
    }

    private boolean isByEquality() {
        return within.stream().allMatch(c -> columnOf(c).isPresent());
    }

    /// The column that an equality compares with outer values only.
    static Optional<Expr.Column> columnOf(Expr condition) {
        if (!(condition instanceof Expr.Call(var name, var sides, _, _, _))
                || !(name.equals("eq") || name.equals("nseq"))) {
            return Optional.empty();
        }
        for (int i = 0; i < 2; i++) {
            if (sides.get(i) instanceof Expr.Column column
                    && Expressions.columns(sides.get(1 - i)).isEmpty()) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    /// The columns that equalities compare with outer values, each once.
    List<Expr> keys() {
        return within.stream().<Expr>map(c -> columnOf(c).orElseThrow()).distinct().toList();
    }

    /// The conditions over a join of the query around, which has `width` columns, with the plan.
    List<Expr> conditions(List<Expr> outer, int width) {
        return conditions(outer, width, i -> i);
    }

    /// As [#conditions(List, int)], when column `i` of the plan has become column `position(i)` of the right side.
    List<Expr> conditions(List<Expr> outer, int width,
            java.util.function.IntUnaryOperator position) {
        var all = new ArrayList<Expr>();
        for (var condition : within) {
            var moved = Expressions.renumber(condition, i -> width + position.applyAsInt(i));
            all.add(moved.mapUp(e -> e instanceof Expr.Outer o ? outer.get(o.index()) : e));
        }
        return all;
    }

    static boolean readsOuter(Expr expression) {
        return expression.anyMatch(e -> e instanceof Expr.Outer);
    }

    static boolean readsOuter(Logical plan) {
        return Plans.expressions(plan).stream().anyMatch(Uncorrelated::readsOuter)
                || plan.inputs().stream().anyMatch(Uncorrelated::readsOuter);
    }
}

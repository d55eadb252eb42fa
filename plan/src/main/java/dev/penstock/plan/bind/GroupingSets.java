package dev.penstock.plan.bind;

import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Place.Clause;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.GroupKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Binds what `GROUP BY` says: plain keys, `ROLLUP`, `CUBE` or `GROUPING SETS`.
record GroupingSets(BindContext context, Relation.Aggregate aggregate) {
    private static final int MAX_CUBE = 12;
    /// More is a slip of the pen, and would fill the memory.
    private static final int MAX_SETS = 1 << MAX_CUBE;

    boolean analytic() {
        return switch (aggregate.kind()) {
            case ROLLUP, CUBE, GROUPING_SETS -> true;
            case GROUP_BY, ALL, REMAINING -> false;
        };
    }

    /// The keys and sets, where `bind` binds a key.
    ///
    /// @throws UserException `GROUPING_SIZE_LIMIT_EXCEEDED` when there are too many sets
    Grouping bind(Function<Expression, Expr> bind) {
        var keys = new ArrayList<Expr>();
        var written = aggregate.grouping().stream().map(e -> position(keys, bind.apply(e)))
                .toList();
        return switch (aggregate.kind()) {
            case GROUP_BY, ALL, REMAINING -> Grouping.plain(keys);
            case ROLLUP -> new Grouping(keys, checked(rollup(written)), true);
            case CUBE -> {
                if (written.size() > MAX_CUBE) {
                    throw tooMany();
                }
                yield new Grouping(keys, cube(written), true);
            }
            case GROUPING_SETS -> {
                var sets = aggregate.sets().stream().map(set -> set.stream()
                        .map(e -> position(keys, bind.apply(e))).distinct().toList()).toList();
                yield new Grouping(keys, checked(sets), true);
            }
        };
    }

    /// Where the key is, which is added when it is new.
    private static int position(List<Expr> keys, Expr key) {
        int at = keys.indexOf(key);
        if (at < 0) {
            keys.add(key);
        }
        return at < 0 ? keys.size() - 1 : at;
    }

    /// `(a, b), (a), ()`
    private static List<List<Integer>> rollup(List<Integer> keys) {
        var sets = new ArrayList<List<Integer>>();
        for (int size = keys.size(); size >= 0; size--) {
            sets.add(keys.subList(0, size).stream().distinct().toList());
        }
        return sets;
    }

    /// Every choice of keys.
    private static List<List<Integer>> cube(List<Integer> keys) {
        var sets = new ArrayList<List<Integer>>();
        for (int without = 0; without < 1 << keys.size(); without++) {
            var set = new ArrayList<Integer>();
            for (int i = 0; i < keys.size(); i++) {
                if ((without >> (keys.size() - 1 - i) & 1) == 0 && !set.contains(keys.get(i))) {
                    set.add(keys.get(i));
                }
            }
            sets.add(set);
        }
        return sets;
    }

    private static List<List<Integer>> checked(List<List<Integer>> sets) {
        if (sets.size() > MAX_SETS) {
            throw tooMany();
        }
        return sets;
    }

    private static UserException tooMany() {
        return new UserException("GROUPING_SIZE_LIMIT_EXCEEDED",
                Map.of("maxSize", String.valueOf(MAX_SETS)));
    }

    /// The input with the columns nullable that some set lacks: whoever uses such a key has to reckon with null.
    Bound nullable(Bound input) {
        var columns = new HashSet<Integer>();
        boolean known = true;
        for (var expression : aggregate.kind() == GroupKind.GROUPING_SETS
                ? missing()
                : aggregate.grouping()) {
            known &= collect(expression, input.scope(), columns);
        }
        boolean all = !known;
        return new Bound(input.plan(),
                input.scope().map(c -> c.orNull(all || columns.contains(c.index()))));
    }

    private List<Expression> missing() {
        var everything = new ArrayList<>(aggregate.grouping());
        aggregate.sets().forEach(everything::addAll);
        return everything.stream().map(SqlText::bare).distinct()
                .filter(e -> !aggregate.sets().stream()
                        .allMatch(set -> set.stream().map(SqlText::bare).anyMatch(e::equals)))
                .toList();
    }

    /// Finds the columns of a key; false when it is not over columns but a name or a position of the select list.
    private boolean collect(Expression expression, Scope scope, Set<Integer> columns) {
        if (SelectList.position(expression).isPresent()) {
            return false;
        }
        try {
            var key = new ExpressionBinder(context, Place.of(scope, Clause.GROUP_BY))
                    .bind(expression);
            collect(key, columns);
            return true;
        } catch (UserException _) {
            return false;
        }
    }

    private static void collect(Expr key, Set<Integer> columns) {
        if (key instanceof Expr.Column(int index, _, _)) {
            columns.add(index);
        }
        key.children().forEach(child -> collect(child, columns));
    }
}

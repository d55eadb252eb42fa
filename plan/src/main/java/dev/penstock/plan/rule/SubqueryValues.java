package dev.penstock.plan.rule;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.Expr.Subquery;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Relation.JoinType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Joins subqueries to a plan, from whose columns, the new ones included, their values are then computed. Used for one plan.
final class SubqueryValues {
    private final Map<Subquery, Expr> known = new HashMap<>();
    private Logical plan;

    SubqueryValues(Logical plan) {
        this.plan = plan;
    }

    /// The plan with all that was joined to it; its first columns are those it had.
    Logical plan() {
        return plan;
    }

    /// What stands for a subquery over [#plan].
    Expr of(Subquery subquery) {
        var value = known.get(subquery);
        if (value == null) {
            value = switch (subquery.kind()) {
                case SCALAR -> scalar(subquery);
                case EXISTS -> exists(subquery);
                case IN -> in(subquery);
            };
            known.put(subquery, value);
        }
        return value;
    }

    private Uncorrelated uncorrelated(Subquery subquery) {
        return Uncorrelated.byEquality(new Decorrelate().apply(subquery.plan()), plan,
                subquery.outer());
    }

    /// Joins and gives the number of the first new column.
    private int join(Logical right, JoinType type, List<Expr> conditions) {
        int width = plan.schema().size();
        plan = new Logical.Join(plan, right, type, List.of(), List.of(),
                Expressions.conjunction(conditions));
        return width;
    }

    private int width() {
        return plan.schema().size();
    }

    // ---------------------------------------------------------------------------------------------- one value

    private Expr scalar(Subquery subquery) {
        var within = uncorrelated(subquery);
        if (within.within().isEmpty() && hasOneRow(within.plan())) {
            int at = join(within.plan(), JoinType.CROSS, List.of());
            return Plans.column(plan, at);
        }
        var keys = within.keys();
        var single = within.whenEmpty().isPresent()
                ? kept(within.plan(), keys)
                : checked(within.plan(), keys);
        var columns = Plans.columns(single, 0, 1 + keys.size());
        columns.add(Plans.literal(true));
        var marked = Plans.project(single, columns);
        int at = join(marked, JoinType.LEFT, within.conditions(subquery.outer(), width(),
                i -> 1 + keys.indexOf(Plans.column(within.plan(), i))));
        var value = Plans.column(plan, at);
        var nothing = within.whenEmpty().map(List::getFirst)
                .filter(e -> !(e instanceof Expr.Literal(var constant, _) && constant == null));
        return nothing.isEmpty()
                ? value
                : Plans.choose(Plans.isNull(Plans.column(plan, at + 1 + keys.size())),
                        nothing.get(), value);
    }

    /// The value, followed by the keys.
    private static Logical kept(Logical plan, List<Expr> keys) {
        var columns = Plans.columns(plan, 0, 1);
        columns.addAll(keys);
        return Plans.project(plan, columns);
    }

    /// The one value of each key, followed by the keys; more than one is the user's error.
    private static Logical checked(Logical plan, List<Expr> keys) {
        var value = Plans.column(plan, 0);
        var function = value.type() instanceof MapType ? "first" : "max";
        var grouped = Plans.aggregate(plan, keys,
                new AggregateCall(function, List.of(value), false, Optional.empty(), false,
                        value.type(), true, Expr.ErrorMode.ANSI),
                Plans.count(List.of()));
        var several = Plans.call("gt", false, Plans.column(grouped, keys.size() + 1),
                Plans.number(1));
        var error = new Expr.Call("too_many_rows", List.of(Plans.literal(true)), value.type(), true,
                Expr.ErrorMode.ANSI);
        var columns = new ArrayList<Expr>();
        columns.add(Plans.choose(several, error, Plans.column(grouped, keys.size())));
        columns.addAll(Plans.columns(grouped, 0, keys.size()));
        return Plans.project(grouped, columns);
    }

    private static boolean hasOneRow(Logical plan) {
        return switch (plan) {
            case Logical.Aggregate node -> node.keys().isEmpty();
            case Logical.Project(var input, _, _) -> hasOneRow(input);
            case Logical.Values(_, var rows) -> rows.size() == 1;
            case Logical.Sort(var input, _, var limit, long offset) ->
                limit.isEmpty() && offset == 0 && hasOneRow(input);
            case Logical.Join join -> join.type() == JoinType.CROSS && join.residual().isEmpty()
                    && join.inputs().stream().allMatch(SubqueryValues::hasOneRow);
            default -> false;
        };
    }

    // ---------------------------------------------------------------------------------------------- true or false

    private Expr exists(Subquery subquery) {
        var within = uncorrelated(subquery);
        if (within.whenEmpty().isPresent()) {
            return Plans.literal(true);
        }
        if (within.within().isEmpty()) {
            var counted = Plans.aggregate(within.plan(), List.of(), Plans.count(List.of()));
            var some = Plans.call("gt", false, Plans.column(counted, 0), Plans.number(0));
            // Grouped by the answer, so that a number that changes does not change it.
            int at = join(Plans.aggregate(counted, List.of(some)), JoinType.CROSS, List.of());
            return Plans.column(plan, at);
        }
        var keys = within.keys();
        return isMatched(distinct(within.plan(), keys), within.conditions(subquery.outer(),
                width(), i -> keys.indexOf(Plans.column(within.plan(), i))));
    }

    /// Each combination of values once, followed by a column that is true.
    private static Logical distinct(Logical plan, List<Expr> values) {
        var grouped = Plans.aggregate(plan, values);
        var columns = Plans.columns(grouped, 0, values.size());
        columns.add(Plans.literal(true));
        return Plans.project(grouped, columns);
    }

    /// True when a row has a partner in `marked`, whose last column is never null.
    private Expr isMatched(Logical marked, List<Expr> conditions) {
        int at = join(marked, JoinType.LEFT, conditions);
        return Plans.isNotNull(Plans.column(plan, at + marked.schema().size() - 1));
    }

    /// True when a row equals the values; null when none does and a null might have.
    private Expr in(Subquery subquery) {
        var within = uncorrelated(subquery);
        int count = subquery.values().size();
        var values = Plans.columns(within.plan(), 0, count);
        var keys = within.keys();
        var all = new ArrayList<>(values);
        all.addAll(keys);
        var conditions = within.conditions(subquery.outer(), width(),
                i -> count + keys.indexOf(Plans.column(within.plan(), i)));
        for (int i = 0; i < count; i++) {
            var type = values.get(i).type();
            conditions.add(Plans.equal(subquery.values().get(i),
                    new Expr.Column(width() + i, type, values.get(i).nullable())));
        }
        var matched = isMatched(distinct(within.plan(), all), conditions);
        return subquery.nullable() ? orNull(subquery, within, matched) : matched;
    }

    private Expr orNull(Subquery subquery, Uncorrelated within, Expr matched) {
        var values = Plans.columns(within.plan(), 0, subquery.values().size());
        var keys = within.keys();
        var counted = Plans.aggregate(within.plan(), keys, Plans.count(List.of()),
                Plans.count(values));
        var rows = Plans.column(counted, keys.size());
        var columns = Plans.columns(counted, 0, keys.size());
        columns.add(Plans.call("gt", false, rows, Plans.number(0)));
        columns.add(Plans.call("lt", false, Plans.column(counted, keys.size() + 1), rows));
        // Grouped by the answers, so that numbers that change do not change them.
        var answers = Plans.aggregate(Plans.project(counted, columns),
                Plans.columns(Plans.project(counted, columns), 0, columns.size()));
        int at = join(answers, JoinType.LEFT, within.conditions(subquery.outer(), width(),
                i -> keys.indexOf(Plans.column(within.plan(), i))));
        var hasRows = Plans.call("nseq", false, Plans.column(plan, at + keys.size()),
                Plans.literal(true));
        Expr unknown = Plans.column(plan, at + keys.size() + 1);
        for (var value : subquery.values()) {
            unknown = value.nullable() ? Plans.or(Plans.isNull(value), unknown) : unknown;
        }
        var nothing = new Expr.Literal(null, DataType.BOOLEAN);
        return new Expr.Case(List.of(new Expr.When(matched, Plans.literal(true)),
                new Expr.When(Plans.call("not", false, hasRows), Plans.literal(false)),
                new Expr.When(unknown, nothing)), Plans.literal(false), DataType.BOOLEAN, true);
    }
}

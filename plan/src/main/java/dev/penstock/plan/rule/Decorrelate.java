package dev.penstock.plan.rule;

import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.Subquery;
import dev.penstock.plan.logical.Expr.SubqueryKind;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Relation.JoinType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes joins of subqueries and LATERAL joins. Operators know neither, so this rule is not optional.
///
/// `EXISTS` and `IN` that a row has to pass become semi and anti joins; any other subquery a left join, whose columns stand for its value.
/// What a subquery reads of the query around it becomes the condition of the join: see [Uncorrelated].
public record Decorrelate() implements Rule {
    @Override
    public Logical apply(Logical plan) {
        return plan.mapUp(Decorrelate::rewrite);
    }

    private static Logical rewrite(Logical node) {
        return switch (node) {
            case Logical.Apply apply -> LateralJoins.rewrite(apply);
            case Logical.Filter(var input, var condition) when hasSubquery(condition) ->
                filter(input, condition);
            case Logical.Join join when join.residual().filter(Decorrelate::hasSubquery)
                    .isPresent() ->
                join(join);
            default -> Plans.expressions(node).stream().anyMatch(Decorrelate::hasSubquery)
                    ? anywhere(node)
                    : node;
        };
    }

    static boolean hasSubquery(Expr expression) {
        return expression.anyMatch(e -> e instanceof Subquery);
    }

    // ---------------------------------------------------------------------------------------------- conditions

    private static Logical filter(Logical input, Expr condition) {
        var plan = input;
        var rest = new ArrayList<Expr>();
        for (var conjunct : Expressions.conjuncts(condition)) {
            var joined = passing(plan, conjunct);
            if (joined.isPresent()) {
                plan = joined.get();
            } else {
                rest.add(conjunct);
            }
        }
        var left = Expressions.conjunction(rest);
        if (left.isEmpty()) {
            return plan;
        }
        var filter = new Logical.Filter(plan, left.get());
        return hasSubquery(left.get()) ? anywhere(filter) : filter;
    }

    /// The rows that pass a condition that is a subquery, or the opposite of one.
    private static Optional<Logical> passing(Logical plan, Expr conjunct) {
        boolean negated = conjunct instanceof Expr.Call(var name, _, _, _, _)
                && name.equals("not");
        var inner = negated ? conjunct.children().getFirst() : conjunct;
        if (!(inner instanceof Subquery subquery) || subquery.kind() == SubqueryKind.SCALAR
                || subquery.values().stream().anyMatch(Decorrelate::hasSubquery)) {
            return Optional.empty();
        }
        var within = Uncorrelated.of(new Decorrelate().apply(subquery.plan()), plan,
                subquery.outer());
        if (within.whenEmpty().isPresent()) {
            return Optional.empty();
        }
        int width = plan.schema().size();
        var conditions = within.conditions(subquery.outer(), width);
        boolean nullable = negated && subquery.nullable();
        if (nullable && conditions.isEmpty() && subquery.values().size() == 1) {
            return Optional.empty();
        }
        for (int i = 0; i < subquery.values().size(); i++) {
            var value = subquery.values().get(i);
            var field = within.plan().schema().field(i);
            var column = new Expr.Column(width + i, field.type(), field.nullable());
            var equal = Plans.equal(value, column);
            conditions.add(nullable
                    ? Plans.or(equal, Plans.or(Plans.isNull(value),
                            Plans.isNull(column)))
                    : equal);
        }
        var type = negated ? JoinType.LEFT_ANTI : JoinType.LEFT_SEMI;
        return Optional.of(new Logical.Join(plan, within.plan(), type, List.of(), List.of(),
                Expressions.conjunction(conditions)));
    }

    /// A condition of a join with a subquery is one above it, where that is the same.
    private static Logical join(Logical.Join join) {
        if (join.type() != JoinType.INNER && join.type() != JoinType.CROSS) {
            throw Plans.notYet("A subquery in the condition of a " + join.type() + " join");
        }
        var crossed = new Logical.Join(join.left(), join.right(), JoinType.CROSS, join.leftKeys(),
                join.rightKeys(), Optional.empty());
        return filter(crossed, join.residual().orElseThrow());
    }

    // ---------------------------------------------------------------------------------------------- values

    private static Logical anywhere(Logical node) {
        var input = node.inputs().getFirst();
        var values = new SubqueryValues(input);
        var changed = node.mapExpressions(e -> e.mapUp(
                part -> part instanceof Subquery subquery ? values.of(subquery) : part));
        int width = input.schema().size();
        return switch (changed) {
            case Logical.Window window -> {
                var added = window.schema().fields().subList(width, window.schema().size());
                var wide = new Logical.Window(values.plan(), window.partition(), window.orders(),
                        window.calls(), Plans.schema(values.plan().schema().fields(), added));
                yield Plans.without(wide, width, values.plan().schema().size());
            }
            case Logical.Generate generate -> Plans.without(
                    generate.withInputs(List.of(values.plan())), width,
                    values.plan().schema().size());
            case Logical.Filter _,Logical.Sort _ -> Plans.without(
                    changed.withInputs(List.of(values.plan())), width,
                    values.plan().schema().size());
            default -> changed.withInputs(List.of(values.plan()));
        };
    }
}

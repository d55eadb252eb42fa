package dev.penstock.plan.rule;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Schema;
import dev.penstock.plan.function.Types;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import java.util.List;

/// Says whether a plan is sane: columns exist and have the types that expressions believe, conditions are boolean, names and types of nodes
/// fit their expressions. A plan that fails is a mistake of ours, never the user's.
public final class PlanCheck {
    private PlanCheck() {}

    /// Throws an [AssertionError] that names the node when the plan is not sane.
    public static void check(Logical plan) {
        plan.inputs().forEach(PlanCheck::check);
        switch (plan) {
            case Logical.Scan(_, _, _, var source, var columns, _) ->
                columns.forEach(i -> expect(i < source.size(), plan, "column " + i));
            case Logical.LocalData _,Logical.Range _ -> {
            }
            case Logical.Values(var schema, var rows) ->
                rows.forEach(row -> matches(plan, row, schema));
            case Logical.Filter(var input, var condition) ->
                condition(plan, condition, input.schema());
            case Logical.Project(var input, var columns, var schema) -> {
                columns.forEach(c -> expression(plan, c, input.schema()));
                matches(plan, columns, schema);
            }
            case Logical.Aggregate aggregate -> aggregate(aggregate);
            case Logical.Join join -> join(join);
            case Logical.Union(var inputs, var schema) ->
                inputs.forEach(i -> sameTypes(plan, i.schema(), schema));
            case Logical.Sort(var input, var orders, _, _) ->
                orders.forEach(o -> expression(plan, o.expression(), input.schema()));
            case Logical.Watermark(var input, int column, _) ->
                expect(input.schema().type(column).equals(DataType.TIMESTAMP), plan,
                        "event time is a timestamp");
            case Logical.Deduplicate(var input, var keys, _) -> keys.forEach(
                    k -> expect(k >= 0 && k < input.schema().size(), plan, "column #" + k));
            case Logical.Observe(var input, _, var metrics) -> sameTypes(plan,
                    input.schema(), leaf(metrics).schema());
            case Logical.Generate(var input, _, var arguments, _, _) ->
                arguments.forEach(a -> expression(plan, a, input.schema()));
            case Logical.Window window -> window.expressions()
                    .forEach(e -> expression(plan, e, window.input().schema()));
            case Logical.Apply apply ->
                apply.outer().forEach(e -> expression(plan, e, apply.left().schema()));
            case Logical.GroupProgram node -> {
                groups(node, node.input(), node.groups());
                node.initial().ifPresent(
                        rows -> groups(node, rows, node.initialGroups().orElseThrow()));
            }
            case Logical.Changelog node -> node.key().orElse(List.of()).forEach(
                    k -> expect(k >= 0 && k < node.input().schema().size(), plan, "key #" + k));
        }
    }

    private static void groups(Logical node, Logical input, Logical.GroupProgram.Groups groups) {
        groups.keys().forEach(k -> expression(node, k, input.schema()));
        matches(node, groups.keys(), groups.key());
        sameTypes(node, input.schema(), groups.row());
    }

    private static Logical leaf(Logical plan) {
        return plan.inputs().isEmpty() ? plan : leaf(plan.inputs().getFirst());
    }

    private static void aggregate(Logical.Aggregate node) {
        var input = node.input().schema();
        node.keys().forEach(k -> expression(node, k, input));
        matches(node, node.keys(),
                new Schema(node.schema().fields().subList(0, node.keys().size())));
        for (int i = 0; i < node.aggregates().size(); i++) {
            var call = node.aggregates().get(i);
            call.arguments().forEach(a -> expression(node, a, input));
            call.filter().ifPresent(f -> condition(node, f, input));
            expect(Types.sameButNullability(call.type(),
                    node.schema().type(node.keys().size() + i)), node,
                    "type of " + call.function());
        }
    }

    private static void join(Logical.Join join) {
        for (int i = 0; i < join.leftKeys().size(); i++) {
            var left = join.leftKeys().get(i);
            var right = join.rightKeys().get(i);
            expression(join, left, join.left().schema());
            expression(join, right, join.right().schema());
            expect(Types.sameButNullability(left.type(), right.type()), join, "types of keys");
        }
        join.residual().ifPresent(
                r -> condition(join, r, join.left().schema().concat(join.right().schema())));
    }

    private static void condition(Logical plan, Expr condition, Schema input) {
        expression(plan, condition, input);
        expect(condition.type().equals(DataType.BOOLEAN), plan, "condition is boolean");
    }

    private static void expression(Logical plan, Expr expression, Schema input) {
        expression.children().forEach(child -> expression(plan, child, input));
        switch (expression) {
            case Expr.Column(int index, var type, _) -> {
                expect(index >= 0 && index < input.size(), plan,
                        "column #" + index + " of " + input.size());
                expect(Types.sameButNullability(type, input.type(index)), plan,
                        "column #" + index + " is " + input.type(index).simpleString() + ", not "
                                + type.simpleString());
            }
            case Expr.FieldOf(var struct, int index, _, _) ->
                expect(struct.type() instanceof StructType(var fields) && index < fields.size(),
                        plan, "field " + index);
            case Expr.Case(var branches, _, var type, _) -> branches.forEach(b -> {
                expect(b.condition().type().equals(DataType.BOOLEAN), plan, "branch is boolean");
                expect(Types.sameButNullability(b.value().type(), type), plan, "type of a branch");
            });
            case Expr.Parameter(int index, _, _) ->
                expect(index < 1_000_000, plan, "no placeholder of an aggregate is left");
            case Expr.Literal _,Expr.Call _,Expr.Cast _,Expr.Lambda _,Expr.Outer _,Expr.Subquery _ ->
                {
                }
        }
    }

    private static void matches(Logical plan, List<Expr> columns, Schema schema) {
        expect(columns.size() == schema.size(), plan, "a name a column");
        for (int i = 0; i < columns.size(); i++) {
            expect(Types.sameButNullability(columns.get(i).type(), schema.type(i)), plan,
                    "type of column " + schema.field(i).name());
        }
    }

    private static void sameTypes(Logical plan, Schema actual, Schema expected) {
        expect(actual.size() == expected.size(), plan, "number of columns");
        for (int i = 0; i < expected.size(); i++) {
            expect(Types.sameButNullability(actual.type(i), expected.type(i)), plan,
                    "type of column " + expected.field(i).name());
        }
    }

    private static void expect(boolean holds, Logical plan, String what) {
        if (!holds) {
            throw new AssertionError("insane plan: " + what + " in\n"
                    + dev.penstock.plan.logical.PlanText.explain(plan));
        }
    }
}

package dev.penstock.plan.rule;

import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;

/// Leaves out projections that give their input as it is, and casts to the type that is there.
public record RemoveRedundantProjects() implements Rule {
    @Override
    public Logical apply(Logical plan) {
        return plan.mapUp(node -> switch (node
                .mapExpressions(e -> e.mapUp(RemoveRedundantProjects::uncast))) {
            case Logical.Project(var input, var columns, var schema) when schema
                    .equals(input.schema()) && isIdentity(columns) ->
                input;
            // Names of the input are not seen above a node that gives its own.
            case Logical.Project(Logical.Project(var below, var inner, var names), var columns, var schema) when isIdentity(
                    inner) && names.size() == below.schema().size() ->
                new Logical.Project(below, columns, schema);
            case Logical.Aggregate(Logical.Project(var below, var inner, var names), var keys, var calls, var schema) when isIdentity(
                    inner) && names.size() == below.schema().size() ->
                new Logical.Aggregate(below, keys, calls, schema);
            case Logical other -> other;
        });
    }

    private static Expr uncast(Expr expression) {
        return expression instanceof Expr.Cast(var child, var type, _, _)
                && child.type().equals(type) ? child : expression;
    }

    private static boolean isIdentity(java.util.List<Expr> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (!(columns.get(i) instanceof Expr.Column(int index, _, _)) || index != i) {
                return false;
            }
        }
        return true;
    }
}

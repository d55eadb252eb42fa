package dev.penstock.plan.bind;

import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.function.Types;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import java.util.ArrayList;
import java.util.List;

/// A bound relation: what it computes, and what its columns are called. Every column of the scope is a column of the plan.
record Bound(Logical plan, Scope scope) {
    /// A plan whose columns have no qualifier.
    static Bound of(Logical plan) {
        return new Bound(plan, Scope.of(plan.schema(), List.of()));
    }

    /// The same rows with exactly the columns of `*`, in its order, under their names.
    Logical visiblePlan() {
        var visible = scope.visible();
        var schema = plan.schema();
        boolean same = visible.size() == schema.size();
        for (int i = 0; same && i < visible.size(); i++) {
            same = visible.get(i).index() == i
                    && visible.get(i).name().equals(schema.field(i).name());
        }
        if (same) {
            return plan;
        }
        var columns = new ArrayList<Expr>();
        var fields = new ArrayList<Field>();
        for (var column : visible) {
            columns.add(column.expression());
            fields.add(new Field(column.name(), Types.plain(column.type()), column.nullable(),
                    schema.field(column.index()).metadata()));
        }
        return new Logical.Project(plan, columns, new Schema(fields));
    }

    /// [#visiblePlan] with the scope that fits it.
    Bound visible() {
        var settled = visiblePlan();
        var columns = new ArrayList<Scope.Column>();
        for (var column : scope.visible()) {
            columns.add(column.at(columns.size()));
        }
        return settled.equals(plan) && scope.columns().size() == columns.size()
                ? this
                : new Bound(settled, new Scope(columns));
    }
}

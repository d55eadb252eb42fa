package dev.penstock.plan.bind;

import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The last nodes of a query block: its columns, and their order, which may need columns that are not given.
final class BlockOutput {
    private BlockOutput() {}

    static Bound of(Logical input, List<SelectItem> items, List<Expr.Order> orders) {
        var columns = new ArrayList<Expr>();
        var fields = new ArrayList<Field>();
        var scope = new ArrayList<Scope.Column>();
        for (var item : items) {
            scope.add(item.column(columns.size(), item.expression()));
            columns.add(item.expression());
            fields.add(new Field(item.name(), item.expression().type(),
                    item.expression().nullable(), item.metadata()));
        }
        int given = columns.size();
        var sorted = new ArrayList<Expr.Order>();
        for (var order : orders) {
            int at = columns.indexOf(order.expression());
            if (at < 0) {
                at = columns.size();
                columns.add(order.expression());
                fields.add(new Field(nameOf(order.expression(), input, at - given),
                        order.expression().type(), order.expression().nullable()));
            }
            sorted.add(
                    new Expr.Order(
                            new Expr.Column(at, order.expression().type(),
                                    order.expression().nullable()),
                            order.ascending(),
                            order.nullsFirst()));
        }
        var plan = project(input, columns, new Schema(fields));
        if (!sorted.isEmpty()) {
            plan = new Logical.Sort(plan, sorted, Optional.empty(), 0);
            plan = columns.size() == given ? plan : first(plan, given);
        }
        return new Bound(plan, new Scope(scope));
    }

    private static String nameOf(Expr hidden, Logical input, int number) {
        return hidden instanceof Expr.Column(int index, _, _)
                ? input.schema().field(index).name()
                : "order" + number;
    }

    /// A projection, unless it would give the input as it is.
    static Logical project(Logical input, List<Expr> columns, Schema schema) {
        return schema.equals(input.schema()) && isIdentity(columns)
                ? input
                : new Logical.Project(input, columns, schema);
    }

    static boolean isIdentity(List<Expr> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (!(columns.get(i) instanceof Expr.Column(int index, _, _)) || index != i) {
                return false;
            }
        }
        return true;
    }

    /// The first columns of a plan.
    static Logical first(Logical input, int count) {
        var fields = input.schema().fields().subList(0, count);
        var columns = new ArrayList<Expr>();
        for (var field : fields) {
            columns.add(new Expr.Column(columns.size(), field.type(), field.nullable()));
        }
        return new Logical.Project(input, columns, new Schema(fields));
    }
}

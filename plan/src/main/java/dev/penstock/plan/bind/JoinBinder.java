package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.identifier;

import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Place.Clause;
import dev.penstock.plan.bind.Scope.Column;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.JoinType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Binds joins. A `USING` column is one column of the result, before the others; those of the sides stay in reach by their qualifiers.
record JoinBinder(BindContext context) {
    Bound bind(Relation.Join join) {
        var left = new RelationBinder(context).bind(join.left());
        if (join.lateral()) {
            return lateral(join, left);
        }
        var right = new RelationBinder(context).bind(join.right());
        int width = left.plan().schema().size();
        var rightScope = right.scope().map(c -> c.at(c.index() + width));
        var using = join.natural() ? common(left.scope(), rightScope) : join.using();
        if (!using.isEmpty()) {
            return using(left, right, rightScope, join.type(), using);
        }
        var both = left.scope().with(rightScope.columns());
        var condition = join.condition()
                .map(c -> new ExpressionBinder(context, Place.of(both, Clause.JOIN)).condition(c));
        var type = join.type() == JoinType.CROSS && condition.isPresent()
                ? JoinType.INNER
                : join.type();
        var plan = new Logical.Join(left.plan(), right.plan(), type, List.of(), List.of(),
                condition);
        return new Bound(plan, output(left.scope(), rightScope, type));
    }

    /// The right side sees the columns of the left one.
    private Bound lateral(Relation.Join join, Bound left) {
        var enclosing = new Enclosing(
                new ExpressionBinder(context, Place.of(left.scope(), Clause.JOIN)));
        var right = new RelationBinder(context.inside(enclosing)).bind(join.right());
        int width = left.plan().schema().size();
        var rightScope = right.scope().map(c -> c.at(c.index() + width));
        var both = left.scope().with(rightScope.columns());
        var condition = join.condition()
                .map(c -> new ExpressionBinder(context, Place.of(both, Clause.JOIN)).condition(c));
        var type = join.type() == JoinType.CROSS ? JoinType.INNER : join.type();
        var plan = new Logical.Apply(left.plan(), right.plan(), type, enclosing.outer(),
                condition);
        return new Bound(plan, output(left.scope(), rightScope, type));
    }

    private static Scope output(Scope left, Scope right, JoinType type) {
        if (type == JoinType.LEFT_SEMI || type == JoinType.LEFT_ANTI) {
            return left;
        }
        boolean leftNull = type == JoinType.RIGHT || type == JoinType.FULL;
        boolean rightNull = type == JoinType.LEFT || type == JoinType.FULL;
        return left.map(c -> c.orNull(leftNull))
                .with(right.map(c -> c.orNull(rightNull)).columns());
    }

    private List<String> common(Scope left, Scope right) {
        return left.visible().stream().map(Column::name).filter(
                name -> right.visible().stream().anyMatch(c -> context.same(c.name(), name)))
                .toList();
    }

    private Bound using(Bound left, Bound right, Scope rightScope, JoinType type,
            List<String> names) {
        var leftKeys = new ArrayList<Column>();
        var rightKeys = new ArrayList<Column>();
        Optional<Expr> condition = Optional.empty();
        for (var name : names) {
            var leftKey = key(left.scope(), name, "left");
            var rightKey = key(rightScope, name, "right");
            leftKeys.add(leftKey);
            rightKeys.add(rightKey);
            var equal = equal(leftKey, rightKey);
            condition = condition.map(c -> and(c, equal)).or(() -> Optional.of(equal));
        }
        var joined = type == JoinType.CROSS ? JoinType.INNER : type;
        Logical plan = new Logical.Join(left.plan(), right.plan(), joined, List.of(), List.of(),
                condition);
        if (joined == JoinType.LEFT_SEMI || joined == JoinType.LEFT_ANTI) {
            return new Bound(plan, ordered(leftKeys, left.scope(), Scope.NOTHING, List.of()));
        }
        var output = output(left.scope(), rightScope, joined);
        int width = left.plan().schema().size();
        var leftOut = new Scope(output.columns().stream().filter(c -> c.index() < width).toList());
        var rightOut = new Scope(
                output.columns().stream().filter(c -> c.index() >= width).toList());
        return switch (joined) {
            case FULL -> full(plan, leftKeys, rightKeys, leftOut, rightOut);
            case RIGHT ->
                new Bound(plan, ordered(inScope(rightKeys, rightOut), leftOut, rightOut, leftKeys));
            default ->
                new Bound(plan, ordered(inScope(leftKeys, leftOut), leftOut, rightOut, rightKeys));
        };
    }

    private static List<Column> inScope(List<Column> keys, Scope scope) {
        return keys.stream()
                .map(k -> scope.columns().stream()
                        .filter(c -> c.index() == k.index() && !c.hidden()).findFirst().orElse(k))
                .toList();
    }

    /// The keys, then the other columns of both sides; the keys of the other side are hidden.
    private static Scope ordered(List<Column> keys, Scope left, Scope right,
            List<Column> otherKeys) {
        var columns = new ArrayList<Column>(keys);
        for (var column : left.with(right.columns()).columns()) {
            boolean isKey = keys.stream().anyMatch(k -> k.index() == column.index());
            boolean isOther = otherKeys.stream().anyMatch(k -> k.index() == column.index());
            if (isOther) {
                columns.add(column.asHidden());
            } else if (!isKey || column.hidden()) {
                columns.add(column);
            }
        }
        return new Scope(columns);
    }

    /// Of a full join the key is that of whichever side has a row.
    private Bound full(Logical plan, List<Column> leftKeys, List<Column> rightKeys, Scope left,
            Scope right) {
        var schema = plan.schema();
        var columns = new ArrayList<Expr>();
        var fields = new ArrayList<Field>(schema.fields());
        for (int i = 0; i < schema.size(); i++) {
            columns.add(new Expr.Column(i, schema.type(i), schema.field(i).nullable()));
        }
        var merged = new ArrayList<Column>();
        for (int i = 0; i < leftKeys.size(); i++) {
            var leftKey = leftKeys.get(i).orNull(true);
            var value = new CallBinder(
                    new ExpressionBinder(context, Place.of(Scope.NOTHING, Clause.JOIN)))
                    .call("coalesce", leftKey.name(),
                            List.of(leftKey.expression(),
                                    rightKeys.get(i).orNull(true).expression()),
                            List.of(leftKey.name(), leftKey.name()));
            merged.add(new Column(leftKey.name(), List.of(), columns.size(), value.type(), true,
                    false, java.util.List.of()));
            columns.add(value);
            fields.add(new Field(leftKey.name(), value.type(), true));
        }
        var hiddenKeys = new ArrayList<Column>(leftKeys);
        hiddenKeys.addAll(rightKeys);
        return new Bound(new Logical.Project(plan, columns, new Schema(fields)),
                ordered(merged, left, right, hiddenKeys));
    }

    private Column key(Scope scope, String name, String side) {
        var found = scope.visible().stream().filter(c -> context.same(c.name(), name)).toList();
        if (found.isEmpty()) {
            var known = scope.visible().stream().map(c -> identifier(c.name())).sorted()
                    .collect(Collectors.joining(", "));
            throw new UserException("UNRESOLVED_USING_COLUMN_FOR_JOIN",
                    Map.of("colName", identifier(name), "side", side, "suggestion", known));
        }
        if (found.size() > 1) {
            var references = found.stream().map(c -> identifier(c.path())).sorted()
                    .collect(Collectors.joining(", ", "[", "]"));
            throw new UserException("AMBIGUOUS_REFERENCE",
                    Map.of("name", identifier(name), "referenceNames", references));
        }
        return found.getFirst();
    }

    private Expr equal(Column left, Column right) {
        var binder = new ExpressionBinder(context, Place.of(Scope.NOTHING, Clause.JOIN));
        var text = "(" + left.name() + " = " + right.name() + ")";
        return new CallBinder(binder).call("=", text,
                List.of(left.expression(), right.expression()), List.of(left.name(), right.name()));
    }

    private Expr and(Expr left, Expr right) {
        return new Expr.Call("and", List.of(left, right), dev.penstock.data.DataType.BOOLEAN,
                left.nullable() || right.nullable(),
                context.coercion().mode());
    }
}

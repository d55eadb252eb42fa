package dev.penstock.plan.bind;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.function.FunctionErrors;
import dev.penstock.plan.function.Types;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.FirstByKeys;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.SetKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Binds `UNION`, `INTERSECT`, `EXCEPT` and what removes duplicates.
record SetBinder(BindContext context) {
    Bound bind(Relation.SetOperation operation) {
        var left = new RelationBinder(context).bind(operation.left()).visiblePlan();
        var right = new RelationBinder(context).bind(operation.right()).visiblePlan();
        if (operation.byName()) {
            var both = new ByName(context).align(left, right, operation.allowMissingColumns());
            left = both.getFirst();
            right = both.getLast();
        }
        var union = union(operation, left, right);
        return Bound.of(switch (operation.kind()) {
            case UNION -> operation.all() ? union : distinct(union);
            case INTERSECT -> operation.all()
                    ? replicated(sides(union, 0), union.schema().size(), fewer(union))
                    : keepBySides(union, true);
            case EXCEPT -> operation.all()
                    ? replicated(sides(union, -1), union.schema().size(),
                            column(union.schema().size()))
                    : keepBySides(union, false);
        });
    }

    private Logical.Union union(Relation.SetOperation operation, Logical left, Logical right) {
        var name = operation.kind().name();
        int width = left.schema().size();
        if (right.schema().size() != width) {
            throw BindErrors.columnCount(name, width, 1, right.schema().size());
        }
        var fields = new ArrayList<Field>();
        for (int i = 0; i < width; i++) {
            int column = i;
            var first = left.schema().field(i);
            var second = right.schema().field(i);
            var type = context.coercion().widest(first.type(), second.type())
                    .orElseThrow(() -> BindErrors.columnType(name, column, 1, second.type(),
                            first.type()));
            fields.add(new Field(first.name(), type, first.nullable() || second.nullable()));
        }
        var schema = new Schema(fields);
        var inputs = new ArrayList<Logical>();
        boolean flat = operation.kind() == SetKind.UNION && left instanceof Logical.Union;
        if (flat && left.schema().types().equals(schema.types())) {
            inputs.addAll(left.inputs());
        } else {
            inputs.add(cast(left, schema));
        }
        inputs.add(cast(right, schema));
        return new Logical.Union(inputs, schema);
    }

    /// The columns of `input` with the types of `schema`.
    Logical cast(Logical input, Schema schema) {
        var columns = new ArrayList<Expr>();
        var fields = new ArrayList<Field>();
        for (int i = 0; i < schema.size(); i++) {
            var own = input.schema().field(i);
            var expression = context.coercion().cast(new Expr.Column(i, own.type(), own.nullable()),
                    schema.type(i));
            columns.add(expression);
            fields.add(new Field(own.name(), expression.type(), expression.nullable(),
                    own.metadata()));
        }
        return BlockOutput.isIdentity(columns)
                ? input
                : new Logical.Project(input, columns, new Schema(fields));
    }

    private static Logical distinct(Logical input) {
        checkGroupable(input.schema());
        return new Logical.Aggregate(input, columns(input.schema()), List.of(), input.schema());
    }

    private static List<Expr> columns(Schema schema) {
        var columns = new ArrayList<Expr>();
        for (var field : schema.fields()) {
            columns.add(
                    new Expr.Column(columns.size(), Types.plain(field.type()), field.nullable()));
        }
        return columns;
    }

    /// `INTERSECT` and `EXCEPT`: gives the rows that the left side has and that the right one has too, or has not.
    private static Logical keepBySides(Logical.Union union, boolean onBothSides) {
        int width = union.schema().size();
        var both = call("and", call("gt", column(width), number(0)),
                call(onBothSides ? "gt" : "eq", column(width + 1), number(0)));
        return BlockOutput.first(new Logical.Filter(sides(union, 0), both), width);
    }

    /// Counts in each group of equal rows how many come from each side. The rows of the right side count `rightAsLeft` times on the left.
    private static Logical sides(Logical.Union union, long rightAsLeft) {
        checkGroupable(union.schema());
        var inputs = List.of(tagged(union.inputs().get(0), 1, 0),
                tagged(union.inputs().get(1), rightAsLeft, 1));
        var fields = new ArrayList<>(union.schema().fields());
        fields.add(new Field("left", DataType.LONG, false));
        fields.add(new Field("right", DataType.LONG, false));
        var tagged = new Logical.Union(inputs, new Schema(fields));
        int width = union.schema().size();
        var sums = List.of(sum(width), sum(width + 1));
        var counted = new ArrayList<>(union.schema().fields());
        counted.add(new Field("left", DataType.LONG, true));
        counted.add(new Field("right", DataType.LONG, true));
        return new Logical.Aggregate(tagged, columns(union.schema()), sums, new Schema(counted));
    }

    /// How often a row is on the side that has it less often.
    private static Expr fewer(Logical.Union union) {
        int width = union.schema().size();
        var isLess = new Expr.When(call("lt", column(width), column(width + 1)), column(width));
        return new Expr.Case(List.of(isLess), column(width + 1), DataType.LONG, true);
    }

    /// `INTERSECT ALL` and `EXCEPT ALL`: each row as often as `times` says.
    private static Logical replicated(Logical counted, int width, Expr times) {
        return BlockOutput.first(new Logical.Generate(counted, "replicate", List.of(times), false,
                new Schema(List.of())), width);
    }

    private static Logical tagged(Logical input, long left, long right) {
        var columns = new ArrayList<>(columns(input.schema()));
        columns.add(number(left));
        columns.add(number(right));
        var fields = new ArrayList<>(input.schema().fields());
        fields.add(new Field("left", DataType.LONG, false));
        fields.add(new Field("right", DataType.LONG, false));
        return new Logical.Project(input, columns, new Schema(fields));
    }

    private static AggregateCall sum(int column) {
        return new AggregateCall("sum", List.of(new Expr.Column(column, DataType.LONG, false)),
                false, Optional.empty(), false,
                DataType.LONG, true, Expr.ErrorMode.ANSI);
    }

    private static Expr column(int index) {
        return new Expr.Column(index, DataType.LONG, true);
    }

    private static Expr number(long value) {
        return new Expr.Literal(value, DataType.LONG);
    }

    private static Expr call(String function, Expr left, Expr right) {
        return new Expr.Call(function, List.of(left, right), DataType.BOOLEAN, true,
                Expr.ErrorMode.ANSI);
    }

    private static void checkGroupable(Schema schema) {
        for (var field : schema.fields()) {
            if (!Types.isGroupable(field.type())) {
                throw new UserException("UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE",
                        Map.of("colName", FunctionErrors.identifier(field.name()), "dataType",
                                FunctionErrors.quoted(field.type())));
            }
        }
    }

    /// One row of those that are equal in the given columns, the first.
    Bound deduplicate(Bound bound, Relation.Deduplicate deduplicate) {
        var input = bound.visible();
        boolean all = deduplicate.columns().isEmpty();
        if (all && !deduplicate.withinWatermark()) {
            return new Bound(distinct(input.plan()), input.scope());
        }
        var schema = input.plan().schema();
        var keys = new ArrayList<Integer>();
        for (var name : all ? schema.names() : deduplicate.columns()) {
            var found = input.scope().visible().stream().filter(c -> context.same(c.name(), name))
                    .map(Scope.Column::index).toList();
            if (found.isEmpty()) {
                throw Names.missing(input.scope(), List.of(name));
            }
            found.stream().filter(i -> !keys.contains(i)).forEach(keys::add);
        }
        var node = new Logical.Deduplicate(input.plan(), keys, deduplicate.withinWatermark());
        return new Bound(node.streaming() ? node : FirstByKeys.of(node), input.scope());
    }
}

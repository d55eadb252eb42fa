package dev.penstock.plan.rule;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Reads only those fields with `from_json` that someone uses: the others are passed over as text.
///
/// Looks at a projection of JSON and the projection or aggregation above it, with filters between them. Only with the default options: what is
/// an error in other modes may depend on every field.
public record PruneJsonFields() implements Rule {
    /// A field of this name tells of what is wrong with the others, so they all have to be read.
    private static final String CORRUPT = "_corrupt_record";

    @Override
    public Logical apply(Logical plan) {
        return plan
                .mapUp(node -> node instanceof Logical.Project || node instanceof Logical.Aggregate
                        ? prune(node)
                        : node);
    }

    private static Logical prune(Logical node) {
        var conditions = new ArrayList<Expr>();
        var below = node.inputs().getFirst();
        while (below instanceof Logical.Filter(var input, var condition)) {
            conditions.addFirst(condition);
            below = input;
        }
        if (!(below instanceof Logical.Project project)) {
            return node;
        }
        for (int i = 0; i < project.columns().size(); i++) {
            if (project.columns().get(i) instanceof Expr.Call call && isPlain(call)
                    && call.type() instanceof DataType.StructType(var fields)
                    && fields.stream().noneMatch(field -> field.name().equals(CORRUPT))) {
                var used = usedFields(node, conditions, i);
                if (!used.isEmpty() && used.cardinality() < fields.size()) {
                    return narrowed(node, conditions, project, i, used);
                }
            }
        }
        return node;
    }

    /// The fields of a column that are used; none when the column is also used as a whole.
    private static BitSet usedFields(Logical node, List<Expr> conditions, int column) {
        var above = new ArrayList<>(conditions);
        node.mapExpressions(expression -> {
            above.add(expression);
            return expression;
        });
        var fields = new BitSet();
        return above.stream().allMatch(expression -> usesOnlyFields(expression, column, fields))
                ? fields
                : new BitSet();
    }

    private static boolean usesOnlyFields(Expr expression, int column, BitSet fields) {
        return switch (expression) {
            case Expr.FieldOf(Expr.Column(int index, _, _), int field, _, _) when index == column -> {
                fields.set(field);
                yield true;
            }
            case Expr.Column(int index, _, _) -> index != column;
            case Expr.Literal _,Expr.Call _,Expr.Cast _,Expr.Case _,Expr.FieldOf _,Expr.Lambda _,Expr.Parameter _,Expr.Outer _,Expr.Subquery _ ->
                expression.children().stream()
                        .allMatch(child -> usesOnlyFields(child, column, fields));
        };
    }

    private static Logical narrowed(Logical node, List<Expr> conditions, Logical.Project project,
            int column, BitSet used) {
        var call = (Expr.Call) project.columns().get(column);
        var all = ((DataType.StructType) call.type()).fields();
        var type = new DataType.StructType(used.stream().mapToObj(all::get).toList());
        var columns = new ArrayList<>(project.columns());
        columns.set(column, new Expr.Call(call.function(), call.arguments(), type, call.nullable(),
                call.mode()));
        var fields = new ArrayList<>(project.schema().fields());
        var field = fields.get(column);
        fields.set(column, new Field(field.name(), type, field.nullable(), field.metadata()));
        UnaryOperator<Expr> renumber = expression -> expression
                .mapUp(e -> e instanceof Expr.FieldOf(Expr.Column(int index, _, boolean nullable), int of, var fieldType, boolean fieldNullable)
                        && index == column
                                ? new Expr.FieldOf(new Expr.Column(index, type, nullable),
                                        used.get(0, of).cardinality(), fieldType, fieldNullable)
                                : e);
        Logical below = new Logical.Project(project.input(), columns, new Schema(fields));
        for (var condition : conditions) {
            below = new Logical.Filter(below, renumber.apply(condition));
        }
        return node.withInputs(List.of(below)).mapExpressions(renumber);
    }

    private static boolean isPlain(Expr.Call call) {
        return call.function().equals("from_json") && call.arguments().stream().skip(1)
                .allMatch(options -> options instanceof Expr.Literal(var value, _)
                        && (value == null || (value instanceof Map<?, ?> map && map.isEmpty())));
    }
}

package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.identifier;
import static dev.penstock.plan.function.FunctionErrors.quoted;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Binds `UNPIVOT`: a `stack` of the value columns beside the id columns.
record UnpivotBinder(BindContext context, Bound input, Relation.Unpivot unpivot) {
    /// Columns that become one row, and what the row is called.
    private record Group(List<SelectItem> columns, Optional<String> alias) {
        String name() {
            return alias.orElseGet(
                    () -> columns.stream().map(SelectItem::name).collect(Collectors.joining("_")));
        }
    }

    Bound bind() {
        var given = unpivot.values().map(this::groups);
        var ids = unpivot.ids().map(this::list).orElseGet(() -> rest(given.orElse(List.of())));
        var groups = given.orElseGet(() -> notIds(ids));
        if (groups.isEmpty()) {
            throw new UserException("UNPIVOT_REQUIRES_VALUE_COLUMNS", Map.of());
        }
        return stacked(ids, groups, types(groups));
    }

    private List<SelectItem> list(List<Expression> expressions) {
        return new SelectList(context, input, Optional.empty(), Optional.empty(), List.of())
                .bind(expressions);
    }

    private List<Group> notIds(List<SelectItem> ids) {
        checkColumns(ids, unpivot.ids().orElse(List.of()), "id", "value");
        return others(columns(ids)).stream().map(c -> new Group(List.of(c), Optional.empty()))
                .toList();
    }

    private List<Group> groups(List<Relation.UnpivotValue> values) {
        var groups = new ArrayList<Group>();
        int width = unpivot.valueColumns().size();
        for (var value : values) {
            var items = list(value.columns());
            if (width == 1) {
                items.forEach(item -> groups.add(new Group(List.of(item), value.alias())));
            } else if (items.size() != width) {
                throw new UserException("UNPIVOT_VALUE_SIZE_MISMATCH", Map.of("names",
                        unpivot.valueColumns().stream().map(n -> identifier(n))
                                .collect(Collectors.joining(", "))));
            } else {
                groups.add(new Group(items, value.alias()));
            }
        }
        return groups;
    }

    /// All columns that are no values.
    private List<SelectItem> rest(List<Group> groups) {
        var written = unpivot.values().orElse(List.of()).stream()
                .flatMap(v -> v.columns().stream()).toList();
        var items = groups.stream().flatMap(g -> g.columns().stream()).toList();
        checkColumns(items, written, "value", "id");
        return others(columns(items));
    }

    private static Set<Integer> columns(List<SelectItem> items) {
        var columns = new HashSet<Integer>();
        items.forEach(item -> columns.add(((Expr.Column) item.expression()).index()));
        return columns;
    }

    private List<SelectItem> others(Set<Integer> columns) {
        return list(List.of(Expression.Star.ALL)).stream()
                .filter(i -> !columns.contains(((Expr.Column) i.expression()).index())).toList();
    }

    private void checkColumns(List<SelectItem> items, List<Expression> written, String given,
            String empty) {
        if (items.stream().allMatch(i -> i.expression() instanceof Expr.Column)) {
            return;
        }
        var others = new ArrayList<String>();
        for (int i = 0; i < items.size() && i < written.size(); i++) {
            if (!(items.get(i).expression() instanceof Expr.Column)) {
                var text = context.text(written.get(i));
                boolean field = SqlText.bare(written.get(i)) instanceof Expression.Attribute;
                others.add(quoted(field ? text + " AS " + items.get(i).name() : text));
            }
        }
        throw new UserException("UNPIVOT_REQUIRES_ATTRIBUTES", Map.of("given", given, "empty",
                empty, "expressions", String.join(", ", others)));
    }

    /// The type of each value column, to which all widen without becoming text.
    private List<DataType> types(List<Group> groups) {
        var types = new ArrayList<DataType>();
        for (int i = 0; i < unpivot.valueColumns().size(); i++) {
            int at = i;
            var items = groups.stream().map(g -> g.columns().get(at)).toList();
            types.add(common(items.stream().map(item -> item.expression().type()).toList())
                    .orElseThrow(() -> new UserException("UNPIVOT_VALUE_DATA_TYPE_MISMATCH",
                            Map.of("types", described(items)))));
        }
        return types;
    }

    private Optional<DataType> common(List<DataType> types) {
        var coercion = context.coercion();
        Optional<DataType> common = Optional.of(types.getFirst());
        for (var type : types) {
            common = common.flatMap(c -> c.isText() == type.isText() || c.equals(DataType.NULL)
                    || type.equals(DataType.NULL) ? coercion.widest(c, type) : Optional.empty());
        }
        return common;
    }

    private static String described(List<SelectItem> items) {
        var byType = new TreeMap<String, Set<String>>();
        items.forEach(i -> byType
                .computeIfAbsent(quoted(i.expression().type()), _ -> new TreeSet<>())
                .add(identifier(i.name())));
        return byType.entrySet().stream()
                .map(e -> e.getKey() + " (" + String.join(", ", e.getValue()) + ")")
                .collect(Collectors.joining(", "));
    }

    private Bound stacked(List<SelectItem> ids, List<Group> groups, List<DataType> types) {
        var arguments = new ArrayList<Expr>(
                List.of(new Expr.Literal(groups.size(), DataType.INT)));
        var nullable = new boolean[types.size()];
        for (var group : groups) {
            arguments.add(new Expr.Literal(group.name(), DataType.STRING));
            for (int i = 0; i < types.size(); i++) {
                var value = context.coercion().cast(group.columns().get(i).expression(),
                        types.get(i));
                nullable[i] |= value.nullable();
                arguments.add(value);
            }
        }
        var fields = new ArrayList<Field>();
        fields.add(new Field(unpivot.nameColumn(), DataType.STRING, false));
        for (int i = 0; i < types.size(); i++) {
            fields.add(new Field(unpivot.valueColumns().get(i), types.get(i), nullable[i]));
        }
        int width = input.plan().schema().size();
        Logical plan = new Logical.Generate(input.plan(), "stack", arguments, false,
                new Schema(fields));
        var items = new ArrayList<>(ids);
        for (int i = 0; i < fields.size(); i++) {
            var field = fields.get(i);
            items.add(new SelectItem(field.name(),
                    new Expr.Column(width + i, field.type(), field.nullable()), Optional.empty(),
                    Field.NO_METADATA, field.name()));
        }
        if (!unpivot.includeNulls()) {
            plan = new Logical.Filter(plan,
                    anyPresent(items.subList(ids.size() + 1, items.size())));
        }
        return BlockOutput.of(plan, items, List.of());
    }

    private static Expr anyPresent(List<SelectItem> values) {
        return values.stream()
                .<Expr>map(v -> new Expr.Call("isnotnull", List.of(v.expression()),
                        DataType.BOOLEAN, false, ErrorMode.ANSI))
                .reduce((a, b) -> new Expr.Call("or", List.of(a, b), DataType.BOOLEAN, false,
                        ErrorMode.ANSI))
                .orElseThrow();
    }
}

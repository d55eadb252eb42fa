package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.identifier;

import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Scope.Column;
import dev.penstock.plan.function.CastFunctions;
import dev.penstock.plan.function.Types;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Binds what changes the columns of a relation and leaves its rows: aliases, `withColumn`, `drop` and the like.
record ColumnsBinder(BindContext context) {
    Bound alias(Bound input, Relation.SubqueryAlias alias) {
        var qualifier = List.of(alias.name());
        if (alias.columns().isEmpty()) {
            // Columns of sides that USING hides are out of reach from here on.
            return new Bound(input.plan(),
                    new Scope(input.scope().visible().stream().map(c -> c.of(qualifier)).toList()));
        }
        var visible = input.scope().visible();
        if (visible.size() != alias.columns().size()) {
            throw BindErrors.aliasCount(alias.columns().size(), visible.size());
        }
        var columns = new ArrayList<Column>();
        for (int i = 0; i < visible.size(); i++) {
            columns.add(visible.get(i).named(alias.columns().get(i)).of(qualifier));
        }
        return new Bound(input.plan(), new Scope(columns));
    }

    Bound toNames(Bound input, List<String> names) {
        var visible = input.scope().visible();
        if (visible.size() != names.size()) {
            throw BindErrors.aliasCount(visible.size(), names.size());
        }
        var columns = new ArrayList<Column>();
        for (int i = 0; i < visible.size(); i++) {
            columns.add(visible.get(i).named(names.get(i)).of(List.of()));
        }
        return new Bound(input.plan(), new Scope(columns));
    }

    Bound rename(Bound input, Map<String, String> names) {
        var columns = new ArrayList<Column>();
        for (var column : input.scope().visible()) {
            var name = names.entrySet().stream()
                    .filter(e -> context.same(e.getKey(), column.name())).map(Map.Entry::getValue)
                    .findFirst();
            columns.add(name.map(column::named).orElse(column));
        }
        return new Bound(input.plan(), new Scope(columns));
    }

    Bound drop(Bound input, List<Expression> expressions, List<String> names) {
        var dropped = new HashSet<Integer>();
        for (var expression : expressions) {
            if (SqlText.bare(expression) instanceof Expression.Attribute(var name, var plan)) {
                Names.find(context, input.scope(), name, plan).ifPresent(e -> {
                    if (e instanceof Expr.Column column) {
                        dropped.add(column.index());
                    }
                });
            }
        }
        var kept = input.scope().columns().stream()
                .filter(c -> !dropped.contains(c.index())
                        && names.stream().noneMatch(n -> context.same(n, c.name())))
                .toList();
        return new Bound(input.plan(), new Scope(kept));
    }

    Bound withColumns(Bound input, List<Expression.Alias> columns) {
        var names = new ArrayList<String>();
        for (var column : columns) {
            var name = column.names().getFirst();
            if (names.stream().anyMatch(n -> context.same(n, name))) {
                throw new UserException("COLUMN_ALREADY_EXISTS",
                        Map.of("columnName", identifier(name)));
            }
            names.add(name);
        }
        return SelectBlock.withColumns(context, input, columns);
    }

    Bound toSchema(Bound input, Schema schema) {
        var items = new ArrayList<SelectItem>();
        var mode = context.coercion().mode();
        for (var field : schema.fields()) {
            var value = Names.find(context, input.scope(), List.of(field.name()), Optional.empty())
                    .orElseThrow(() -> Names.missing(input.scope(), List.of(field.name())));
            if (value.nullable() && !field.nullable()) {
                throw new UserException("NULLABLE_COLUMN_OR_FIELD",
                        Map.of("name", identifier(field.name())));
            }
            var cast = CastFunctions.cast(value, Types.plain(field.type()), mode, field.name());
            items.add(new SelectItem(field.name(), cast, Optional.empty(), field.metadata(),
                    field.name()));
        }
        return BlockOutput.of(input.plan(), items, List.of());
    }
}

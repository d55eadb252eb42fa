package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.identifier;
import static dev.penstock.plan.function.FunctionErrors.quoted;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Place.Clause;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Binds what has no input: tables, views, common tables, sources, and rows written in the query.
record SourceBinder(BindContext context) {
    private static final String DEFAULT_FORMAT = "parquet";
    private static final List<String> DEFAULT_DATABASE = List.of("spark_catalog", "default");

    Bound table(Relation.NamedTable table) {
        var name = table.name();
        var common = context.commonTable(name);
        if (common.isPresent()) {
            var definition = common.get().definition();
            return new RelationBinder(common.get().context()).bind(definition);
        }
        var entry = context.catalog().find(name).orElseThrow(() -> BindErrors.noTable(name));
        return switch (entry) {
            case Catalog.Entry.View view -> view(name, view);
            case Catalog.Entry.External(var format, var options, var declared) -> {
                var all = new TreeMap<>(options);
                all.putAll(table.options());
                var schema = context.catalog().schema(format, all, declared, table.streaming());
                yield scan(
                        new Logical.Scan(format, "", all, schema, every(schema), table.streaming()),
                        qualified(name));
            }
            case Catalog.Entry.Live(var schema) -> scan(
                    new Logical.Scan(Logical.Scan.TABLE, String.join(".", name), table.options(),
                            schema, every(schema), table.streaming()),
                    qualified(name));
        };
    }

    private static Bound scan(Logical.Scan scan, List<String> qualifier) {
        return new Bound(scan, Scope.of(scan.sourceSchema(), qualifier));
    }

    private static List<Integer> every(Schema schema) {
        return IntStream.range(0, schema.size()).boxed().toList();
    }

    private static List<String> qualified(List<String> name) {
        return name.size() >= 3
                ? name
                : Stream.concat(DEFAULT_DATABASE.subList(0, 3 - name.size()).stream(),
                        name.stream()).toList();
    }

    private Bound view(List<String> name, Catalog.Entry.View view) {
        if (context.views().stream().anyMatch(v -> isSame(v, name))) {
            var cycle = Stream.concat(context.views().stream(), Stream.of(name))
                    .map(v -> identifier(v)).collect(Collectors.joining(" -> "));
            throw new UserException("RECURSIVE_VIEW",
                    Map.of("viewIdent", identifier(name), "newPath", cycle));
        }
        if (context.views().size() >= BindContext.MAX_VIEW_DEPTH) {
            throw new UserException("VIEW_EXCEED_MAX_NESTED_DEPTH",
                    Map.of("viewName", identifier(name), "maxNestedDepth",
                            String.valueOf(BindContext.MAX_VIEW_DEPTH)));
        }
        var alias = new Relation.SubqueryAlias(view.query(), name.getLast(), view.columns());
        return new RelationBinder(context.within(name)).bind(alias);
    }

    private boolean isSame(List<String> left, List<String> right) {
        return left.size() == right.size() && Names.endsWith(context, left, right);
    }

    Bound source(Relation.DataSource source) {
        var options = new TreeMap<>(source.options());
        if (source.paths().size() == 1) {
            options.put("path", source.paths().getFirst());
        } else if (!source.paths().isEmpty()) {
            var quoted = source.paths().stream()
                    .map(p -> "\"" + p.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                    .collect(Collectors.joining(",", "[", "]"));
            options.put("paths", quoted);
        }
        var format = source.format().isEmpty() ? DEFAULT_FORMAT : source.format();
        var schema = context.catalog().schema(format, options, source.schema(), source.streaming());
        return scan(
                new Logical.Scan(format, "", options, schema, every(schema), source.streaming()),
                List.of());
    }

    static Bound oneRow() {
        return Bound.of(new Logical.Values(new Schema(List.of()), List.of(List.of())));
    }

    static Bound range(long start, long end, long step) {
        if (step == 0) {
            throw new UserException("INVALID_PARAMETER_VALUE.ZERO_INDEX",
                    Map.of("parameter", "`step`", "functionName", "`range`"));
        }
        return Bound.of(new Logical.Range(Schema.of(new Field("id", DataType.LONG, false)), start,
                end, step));
    }

    Bound values(Relation.Values values) {
        int width = values.rows().getFirst().size();
        var rows = new ArrayList<List<Expr>>();
        for (var row : values.rows()) {
            if (row.size() != width) {
                throw new UserException("INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH",
                        Map.of("expectedNumCols", String.valueOf(width),
                                "actualNumCols", String.valueOf(row.size()), "rowIndex",
                                String.valueOf(rows.size())));
            }
            rows.add(row.stream().map(this::constant).toList());
        }
        var fields = new ArrayList<Field>();
        for (int i = 0; i < width; i++) {
            int column = i;
            var name = "col" + (i + 1);
            var types = rows.stream().map(r -> r.get(column).type()).toList();
            var type = context.coercion().widest(types).orElseThrow(
                    () -> new UserException(
                            "INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE",
                            Map.of("colName", identifier(name))));
            fields.add(
                    new Field(name, type, rows.stream().anyMatch(r -> r.get(column).nullable())));
        }
        var cast = rows.stream()
                .map(row -> IntStream.range(0, width)
                        .mapToObj(i -> context.coercion().cast(row.get(i), fields.get(i).type()))
                        .toList())
                .toList();
        return Bound.of(new Logical.Values(new Schema(fields), cast));
    }

    private Expr constant(Expression expression) {
        var unaliased = SqlText.bare(expression) instanceof Expression.Alias(var child, _, _)
                ? child
                : expression;
        try {
            return new ExpressionBinder(context, Place.of(Scope.NOTHING, Clause.VALUES))
                    .bind(unaliased);
        } catch (UserException e) {
            if (e.condition().startsWith("UNRESOLVED_COLUMN")) {
                throw new UserException(
                        "INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE",
                        Map.of("expr", quoted(context.text(unaliased))));
            }
            throw e;
        }
    }
}

package dev.penstock.plan.bind;

import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Scope.Column;
import dev.penstock.plan.function.FunctionErrors;
import dev.penstock.plan.function.Types;
import dev.penstock.plan.logical.Expr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds what a name means in a scope.
final class Names {
    private static final int SUGGESTIONS = 5;

    private Names() {}

    /// The column, or field of a column, that a name means, or empty when it means none.
    ///
    /// @throws UserException `AMBIGUOUS_REFERENCE` when it means several
    static Optional<Expr> find(BindContext context, Scope scope, List<String> name,
            Optional<Long> plan) {
        var columns = plan.isEmpty() ? scope.columns() : from(scope, plan.get());
        // The longest qualifier wins: `t.a` is column a of t rather than field a of a column t.
        for (int qualifierLength = Math.min(3,
                name.size() - 1); qualifierLength >= 0; qualifierLength--) {
            var qualifier = name.subList(0, qualifierLength);
            var column = name.get(qualifierLength);
            var found = matching(context, columns, qualifier, column);
            if (found.size() > 1) {
                throw ambiguous(name, found);
            }
            if (found.size() == 1) {
                return Optional.of(fields(context, found.getFirst().expression(),
                        name.subList(qualifierLength + 1, name.size())));
            }
        }
        return Optional.empty();
    }

    /// The columns that came through a relation; of those that did so on several ways, as after a join of a relation with what was made of
    /// it, those of the shortest.
    private static List<Column> from(Scope scope, long plan) {
        var found = scope.columns().stream().filter(c -> c.plans().contains(plan)).toList();
        int least = found.stream().mapToInt(c -> c.plans().indexOf(plan)).min().orElse(0);
        return found.stream().filter(c -> c.plans().indexOf(plan) == least).toList();
    }

    private static List<Column> matching(BindContext context, List<Column> columns,
            List<String> qualifier, String name) {
        var found = new LinkedHashMap<Integer, Column>();
        for (var column : columns) {
            if (context.same(column.name(), name)
                    && endsWith(context, column.qualifier(), qualifier)) {
                found.merge(column.index(), column, (a, b) -> a.hidden() ? b : a);
            }
        }
        // A column of USING hides those of the sides.
        var visible = found.values().stream().filter(c -> !c.hidden()).toList();
        return visible.isEmpty()
                ? qualifier.isEmpty() ? List.of() : List.copyOf(found.values())
                : visible;
    }

    static boolean endsWith(BindContext context, List<String> whole, List<String> end) {
        int skipped = whole.size() - end.size();
        if (skipped < 0) {
            return false;
        }
        for (int i = 0; i < end.size(); i++) {
            if (!context.same(whole.get(skipped + i), end.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Expr fields(BindContext context, Expr value, List<String> path) {
        var result = value;
        for (var field : path) {
            result = field(context, result, field);
        }
        return result;
    }

    /// Field `name` of a struct, of each struct of an array, or the value of a map's key.
    static Expr field(BindContext context, Expr value, String name) {
        return switch (value.type()) {
            case StructType struct -> {
                int index = fieldIndex(context, struct, name);
                var field = struct.fields().get(index);
                yield new Expr.FieldOf(value, index, Types.plain(field.type()),
                        value.nullable() || field.nullable());
            }
            case ArrayType(StructType struct, var nulls) -> {
                int index = fieldIndex(context, struct, name);
                var field = struct.fields().get(index);
                var type = new ArrayType(field.type(), nulls || field.nullable());
                yield new Expr.Call("get_array_struct_fields",
                        List.of(value, new Expr.Literal(index, dev.penstock.data.DataType.INT)),
                        type,
                        value.nullable(), context.coercion().mode());
            }
            case MapType(var key, var element, _) -> new Expr.Call("get_map_value",
                    List.of(value, context.coercion()
                            .cast(new Expr.Literal(name, dev.penstock.data.DataType.STRING), key)),
                    element, true,
                    context.coercion().mode());
            default -> throw new UserException("INVALID_EXTRACT_BASE_FIELD_TYPE",
                    Map.of("base", FunctionErrors.quoted(name), "other",
                            FunctionErrors.quoted(value.type())));
        };
    }

    private static int fieldIndex(BindContext context, StructType struct, String name) {
        var found = new ArrayList<Integer>();
        for (int i = 0; i < struct.fields().size(); i++) {
            if (context.same(struct.fields().get(i).name(), name)) {
                found.add(i);
            }
        }
        if (found.isEmpty()) {
            var known = struct.fields().stream().map(f -> FunctionErrors.identifier(f.name()))
                    .collect(Collectors.joining(", "));
            throw new UserException("FIELD_NOT_FOUND",
                    Map.of("fieldName", FunctionErrors.identifier(name), "fields", known));
        }
        if (found.size() > 1) {
            throw new UserException("AMBIGUOUS_REFERENCE_TO_FIELDS",
                    Map.of("field", FunctionErrors.identifier(name), "count",
                            String.valueOf(found.size())));
        }
        return found.getFirst();
    }

    private static UserException ambiguous(List<String> name, List<Column> found) {
        var references = found.stream().map(c -> FunctionErrors.identifier(c.path())).sorted()
                .collect(Collectors.joining(", ", "[", "]"));
        return new UserException("AMBIGUOUS_REFERENCE",
                Map.of("name", FunctionErrors.identifier(name), "referenceNames", references));
    }

    /// The error for a name that means nothing, with the names that look most like it.
    static UserException missing(Scope scope, List<String> name) {
        var candidates = scope.visible().stream().map(Column::path).distinct().toList();
        if (candidates.isEmpty()) {
            return new UserException("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
                    Map.of("objectName", FunctionErrors.identifier(name)));
        }
        var proposal = similar(name, candidates).stream().limit(SUGGESTIONS)
                .map(FunctionErrors::identifier)
                .collect(Collectors.joining(", "));
        return new UserException("UNRESOLVED_COLUMN.WITH_SUGGESTION",
                Map.of("objectName", FunctionErrors.identifier(name), "proposal", proposal));
    }

    /// The candidates, those that look most like `name` first; qualifiers that all share are left out.
    static List<List<String>> similar(List<String> name, List<List<String>> candidates) {
        int kept = 3;
        if (candidates.stream().map(c -> c.subList(0, c.size() - 1)).distinct().count() == 1) {
            kept = 1;
        } else if (candidates.stream().map(c -> c.subList(0, Math.max(0, c.size() - 2))).distinct()
                .count() == 1) {
            kept = 2;
        }
        int parts = kept;
        var wanted = String.join(".", name);
        return candidates.stream().map(c -> c.subList(Math.max(0, c.size() - parts), c.size()))
                .sorted(Comparator.comparingInt(c -> distance(String.join(".", c), wanted)))
                .toList();
    }

    /// How many letters have to be put in, left out or changed.
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}

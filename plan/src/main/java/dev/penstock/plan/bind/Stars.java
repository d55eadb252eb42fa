package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.identifier;

import dev.penstock.data.DataType.StructType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Scope.Column;
import dev.penstock.plan.function.FunctionErrors;
import dev.penstock.plan.function.Types;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.spec.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a star means: all columns, those of one table, or the fields of a struct; with `EXCEPT`, without some.
final class Stars {
    private Stars() {}

    /// A column of the select list: its name, its value, and the scope's column when it is one as it is.
    record Expanded(String name, Expr expression, Optional<Column> column) {}

    static List<Expanded> expand(BindContext context, Scope scope, Expression.Star star) {
        var fields = structFields(context, scope, star);
        if (fields.isPresent()) {
            return fields.get();
        }
        return columns(context, scope, star).stream()
                .map(c -> new Expanded(c.name(), c.expression(), Optional.of(c))).toList();
    }

    /// The columns of a star that is not of a struct.
    static List<Column> columns(BindContext context, Scope scope, Expression.Star star) {
        var target = star.target();
        var columns = target.isEmpty()
                ? scope.visible()
                : scope.columns().stream().filter(c -> !c.qualifier().isEmpty()
                        && Names.endsWith(context, c.qualifier(), target)).toList();
        if (columns.isEmpty() && !target.isEmpty()) {
            throw noTarget(scope, target);
        }
        return without(context, columns, star.except());
    }

    private static UserException noTarget(Scope scope, List<String> target) {
        var known = scope.visible().stream().map(c -> identifier(c.name()))
                .collect(Collectors.joining(", "));
        return new UserException("CANNOT_RESOLVE_STAR_EXPAND",
                Map.of("targetString", identifier(target), "columns", known));
    }

    private static List<Column> without(BindContext context, List<Column> columns,
            List<List<String>> except) {
        for (var name : except) {
            boolean known = columns.stream().anyMatch(c -> isNamed(context, c, name));
            if (!known) {
                throw Names.missing(new Scope(columns), name);
            }
        }
        return columns.stream()
                .filter(c -> except.stream().noneMatch(name -> isNamed(context, c, name))).toList();
    }

    private static boolean isNamed(BindContext context, Column column, List<String> name) {
        return Names.endsWith(context, column.path(), name);
    }

    private static Optional<List<Expanded>> structFields(BindContext context, Scope scope,
            Expression.Star star) {
        var target = star.target();
        boolean table = target.isEmpty()
                || scope.columns().stream().anyMatch(c -> !c.qualifier().isEmpty()
                        && Names.endsWith(context, c.qualifier(), target));
        if (table) {
            return Optional.empty();
        }
        var value = Names.find(context, scope, target, Optional.empty());
        if (value.isEmpty() || !(value.get().type() instanceof StructType(var fields))) {
            return Optional.empty();
        }
        var struct = value.get();
        var expanded = new ArrayList<Expanded>();
        for (int i = 0; i < fields.size(); i++) {
            var field = fields.get(i);
            boolean dropped = star.except().stream()
                    .anyMatch(name -> context.same(name.getLast(), field.name()));
            if (!dropped) {
                var expression = new Expr.FieldOf(struct, i, Types.plain(field.type()),
                        struct.nullable() || field.nullable());
                expanded.add(new Expanded(field.name(), expression, Optional.empty()));
            }
        }
        return Optional.of(expanded);
    }

    /// The columns whose name matches a regular expression as a whole.
    static List<Expanded> matching(Scope scope, String regex) {
        var pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
        var found = scope.visible().stream().filter(c -> pattern.matcher(c.name()).matches())
                .map(c -> new Expanded(c.name(), c.expression(), Optional.of(c))).toList();
        if (found.isEmpty()) {
            throw FunctionErrors
                    .notYet("A regular expression that matches no column (" + regex + ")", "");
        }
        return found;
    }
}

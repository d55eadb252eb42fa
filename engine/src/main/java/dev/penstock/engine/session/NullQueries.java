package dev.penstock.engine.session;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Alias;
import dev.penstock.plan.spec.Expression.Case;
import dev.penstock.plan.spec.Expression.Literal;
import dev.penstock.plan.spec.Expression.When;
import dev.penstock.plan.spec.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What to do about nulls, and about values that stand for something else, written as queries of plainer kinds. Safe for use by any thread.
public final class NullQueries {
    private final Backend session;

    public NullQueries(Backend session) {
        this.session = session;
    }

    /// The rows with at least `minNonNulls` values in these columns (of all, when none are named) that are neither null nor NaN;
    /// without a number, those where all are.
    public Relation drop(Relation input, List<String> names, OptionalInt minNonNulls) {
        var schema = session.schema(input);
        var fields = names.isEmpty() ? schema.fields() : Parts.fields(schema, names);
        Expression present = new Literal(0, DataType.INT);
        for (var field : fields) {
            present = Parts.call("+", present, new Case(Optional.empty(),
                    List.of(new When(isPresent(field), new Literal(1, DataType.INT))),
                    Optional.of(new Literal(0, DataType.INT))));
        }
        int least = minNonNulls.orElse(fields.size());
        return new Relation.Filter(input,
                Parts.call(">=", present, new Literal(least, DataType.INT)));
    }

    private static Expression isPresent(Field field) {
        var isNotNull = Parts.call("isnotnull", Parts.column(field));
        return Parts.isFraction(field.type())
                ? Parts.call("and", isNotNull,
                        Parts.call("not", Parts.call("isnan", Parts.column(field))))
                : isNotNull;
    }

    /// A value for the nulls and NaNs of these columns (of all, when none are named) that are of a kind with it.
    public Relation fill(Relation input, List<String> names, Literal value) {
        var schema = session.schema(input);
        var fields = names.isEmpty() ? schema.fields() : Parts.fields(schema, names);
        return changed(input, fields.stream().filter(f -> fits(f.type(), value.type()))
                .map(f -> filled(f, value)).toList());
    }

    /// For each of these columns a value of its own.
    public Relation fill(Relation input, List<String> names, List<Literal> values) {
        if (names.size() != values.size()) {
            throw new UserException("CONNECT_INVALID_PLAN.NA_FILL_VALUES_LENGTH_MISMATCH",
                    Map.of());
        }
        var fields = Parts.fields(session.schema(input), names);
        var changes = new ArrayList<Alias>();
        for (int i = 0; i < fields.size(); i++) {
            if (fits(fields.get(i).type(), values.get(i).type())) {
                changes.add(filled(fields.get(i), values.get(i)));
            }
        }
        return changed(input, changes);
    }

    private static boolean fits(DataType column, DataType value) {
        return (value.isNumeric() && column.isNumeric()) || (value.isText() && column.isText())
                || (value.equals(DataType.BOOLEAN) && column.equals(DataType.BOOLEAN));
    }

    private static Alias filled(Field field, Literal value) {
        Expression present = Parts.isFraction(field.type())
                ? Parts.call("nanvl", Parts.column(field),
                        Parts.cast(new Literal(null, DataType.NULL), field.type()))
                : Parts.column(field);
        return Alias.of(Parts.call("coalesce", present, Parts.cast(value, field.type())),
                field.name());
    }

    private static Relation changed(Relation input, List<Alias> columns) {
        return columns.isEmpty() ? input : new Relation.WithColumns(input, columns);
    }

    /// A value, and what is to stand in its place.
    public record Replacement(Literal old, Literal replacement) {}

    /// Other values for some values of these columns (of all, when none are named) that are of a kind with them.
    public Relation replace(Relation input, List<String> names, List<Replacement> replacements) {
        if (replacements.isEmpty()) {
            return input;
        }
        var schema = session.schema(input);
        var fields = names.isEmpty() ? schema.fields() : Parts.fields(schema, names);
        var kind = replacements.stream().map(r -> r.old().type())
                .filter(t -> !t.equals(DataType.NULL)).findFirst().orElse(DataType.NULL);
        return changed(input, fields.stream().filter(f -> fits(f.type(), kind))
                .map(f -> replaced(f, replacements)).toList());
    }

    private static Alias replaced(Field field, List<Replacement> replacements) {
        var branches = new ArrayList<When>();
        for (var change : replacements) {
            var condition = change.old().value() == null
                    ? Parts.call("isnull", Parts.column(field))
                    : Parts.call("==", Parts.column(field), change.old());
            branches.add(new When(condition, Parts.cast(change.replacement(), field.type())));
        }
        return Alias.of(new Case(Optional.empty(), branches, Optional.of(Parts.column(field))),
                field.name());
    }
}

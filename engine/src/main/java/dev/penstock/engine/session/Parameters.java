package dev.penstock.engine.session;

import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Statement;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts values in the place of the parameters of a statement.
///
/// Specs are trees of records, lists, maps and optionals, so one walk over record components serves all of their kinds.
final class Parameters {
    private final Map<String, Expression> values;

    private Parameters(Map<String, Expression> values) {
        this.values = values;
    }

    /// The statement with `values`, by name, or by number for `?`.
    ///
    /// @throws UserException with condition `UNBOUND_SQL_PARAMETER` for a parameter without a value
    static Statement bind(Statement statement, Map<String, Expression> values) {
        return (Statement) new Parameters(values).record((Record) statement);
    }

    private Object bound(Object node) {
        return switch (node) {
            case Expression.Parameter(var name) -> value(name);
            case Expression.Literal literal -> literal;
            case Record record when record.getClass().getPackage() == Statement.class
                    .getPackage() ->
                record(record);
            case List<?> list -> list.stream().map(this::bound).toList();
            case Optional<?> optional -> optional.map(this::bound);
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<Object, Object>();
                map.forEach((key, value) -> copy.put(key, bound(value)));
                yield copy;
            }
            default -> node;
        };
    }

    private Expression value(String name) {
        var value = values.get(name);
        if (value == null) {
            throw new UserException("UNBOUND_SQL_PARAMETER", Map.of("name", name));
        }
        return value;
    }

    private Object record(Record record) {
        var components = record.getClass().getRecordComponents();
        var arguments = new ArrayList<@Nullable Object>();
        boolean changed = false;
        try {
            for (var component : components) {
                var old = component.getAccessor().invoke(record);
                var bound = old == null ? null : bound(old);
                changed |= bound != null && !bound.equals(old);
                arguments.add(bound);
            }
            if (!changed) {
                return record;
            }
            var types = Arrays.stream(components).map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            return record.getClass().getDeclaredConstructor(types).newInstance(arguments.toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("records of a spec are public", e);
        }
    }
}

package dev.penstock.plan.syntax;

import dev.penstock.data.DataType;
import dev.penstock.data.error.Position;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Spec trees on one line: `Project(Filter(t, ==(a, 1)), [a])`. Positions, and parts that are empty or false, are left out.
final class Printed {
    private Printed() {}

    static String of(Object node) {
        return switch (node) {
            case Expression.At at -> of(at.expression());
            case Relation.At at -> of(at.relation());
            case Statement.At at -> of(at.statement());
            case Expression.Attribute a -> String.join(".", a.name());
            case Expression.Literal l -> literal(l);
            case Expression.Function f when f.filter().isEmpty() && f.orderWithin().isEmpty()
                    && f.ignoreNulls().isEmpty() ->
                String.join(".", f.name()) + "(" + (f.distinct() ? "DISTINCT " : "")
                        + list(f.arguments()) + ")";
            case Expression.Alias a -> of(a.child()) + " AS " + String.join(",", a.names());
            case Expression.Cast c -> (c.mode() == Expression.Cast.Mode.TRY ? "try_cast(" : "cast(")
                    + of(c.child()) + " AS " + c.type().simpleString() + ")";
            case Expression.Star s when s.except().isEmpty() ->
                s.target().isEmpty() ? "*" : String.join(".", s.target()) + ".*";
            case Expression.SortOrder s -> of(s.expression()) + (s.ascending() ? " ASC" : " DESC")
                    + (s.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
            case Expression.When w -> "WHEN " + of(w.condition()) + " THEN " + of(w.value());
            case Relation.NamedTable t when t.options().isEmpty() ->
                (t.streaming() ? "STREAM " : "") + String.join(".", t.name());
            case Relation.OneRow _ -> "OneRow";
            case DataType type -> type.simpleString();
            case Optional<?> o -> o.map(Printed::of).orElse("");
            case Collection<?> c -> "[" + list(c) + "]";
            case Map<?, ?> m -> new TreeMap<>(m).toString();
            case Record r -> record(r);
            default -> node.toString();
        };
    }

    private static String literal(Expression.Literal literal) {
        var value = literal.value() instanceof byte[] bytes
                ? Arrays.toString(bytes)
                : String.valueOf(literal.value());
        if (literal.type().equals(DataType.STRING)) {
            return "'" + value + "'";
        }
        boolean plain = Set.of(DataType.INT, DataType.BOOLEAN, DataType.NULL)
                .contains(literal.type());
        return plain ? value : value + ":" + literal.type().simpleString();
    }

    private static String list(Collection<?> nodes) {
        return nodes.stream().map(Printed::of).collect(Collectors.joining(", "));
    }

    private static String record(Record node) {
        return node.getClass().getSimpleName() + "("
                + Arrays.stream(node.getClass().getRecordComponents()).map(part -> {
                    try {
                        var value = part.getAccessor().invoke(node);
                        return value instanceof Boolean said
                                ? said ? part.getName() : ""
                                : value instanceof Position ? "" : of(value);
                    } catch (ReflectiveOperationException e) {
                        throw new LinkageError("a part of a record cannot be read", e);
                    }
                }).filter(text -> !text.isEmpty() && !text.equals("[]") && !text.equals("{}"))
                        .collect(Collectors.joining(", "))
                + ")";
    }
}

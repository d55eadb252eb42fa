package dev.penstock.connect.client.pipeline;

import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The tables that a statement or a query reads, without those that it defines itself with `WITH`. Of a query that is text, those that the text reads.
///
/// Specs are trees of records, lists, maps and optionals, so one walk over record components serves all of their kinds.
final class Mentions {
    private final List<Relation.NamedTable> tables = new ArrayList<>();
    private final Set<String> defined = new HashSet<>();

    private Mentions() {}

    static List<Relation.NamedTable> of(Object spec) {
        var mentions = new Mentions();
        mentions.walk(spec);
        return mentions.tables.stream()
                .filter(table -> table.name().size() > 1
                        || !mentions.defined.contains(key(table.name())))
                .toList();
    }

    /// A name without regard to case.
    static String key(List<String> name) {
        return String.join(".", name).toLowerCase(Locale.ROOT);
    }

    private void walk(Object node) {
        switch (node) {
            case Relation.NamedTable table -> tables.add(table);
            case Relation.Sql query -> {
                KnownTables.read(query.text()).ifPresent(this::walk);
                components(query);
            }
            case Relation.With with -> {
                with.definitions().forEach(d -> defined.add(d.name().toLowerCase(Locale.ROOT)));
                components(with);
            }
            case Record record when record.getClass().getPackage() == Statement.class
                    .getPackage() ->
                components(record);
            case List<?> list -> list.forEach(this::walk);
            case Optional<?> optional -> optional.ifPresent(this::walk);
            case Map<?, ?> map -> map.values().forEach(this::walk);
            default -> {
            }
        }
    }

    private void components(Record record) {
        for (var component : record.getClass().getRecordComponents()) {
            try {
                var value = component.getAccessor().invoke(record);
                if (value != null) {
                    walk(value);
                }
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("records of a spec are public", e);
            }
        }
    }
}

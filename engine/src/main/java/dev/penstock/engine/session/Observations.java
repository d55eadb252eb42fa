package dev.penstock.engine.session;

import dev.penstock.data.Schema;
import dev.penstock.data.Values;
import dev.penstock.plan.spec.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `observe` has seen of a query that ends: the metrics of each of its observations. They are computed beside the query, over the same
/// inputs. Safe for use by any thread.
public final class Observations {
    /// A named row of metrics; `planId` is the number under which the front end knows the observation.
    public record Observed(String name, long planId, Schema schema,
            List<@Nullable Object> values) {}

    private record Found(Relation.Observe observation, long planId) {}

    private Observations() {}

    /// The metrics of all observations in a query, innermost last.
    public static List<Observed> of(Relation query, Backend session) {
        var found = new ArrayList<Found>();
        collect(query, 0, found);
        return found.stream().map(f -> observed(f, session)).toList();
    }

    private static Observed observed(Found found, Backend session) {
        var result = session.run(found.observation().aggregation());
        var values = new ArrayList<@Nullable Object>();
        for (var batch : result.batches()) {
            for (int column = 0; column < result.schema().size() && batch.count() > 0; column++) {
                values.add(Values.get(batch.column(column), result.schema().type(column),
                        batch.rows().at(0)));
            }
        }
        return new Observed(found.observation().name(), found.planId(), result.schema(), values);
    }

    /// Specs are trees of records, lists and optionals, so one walk over record components finds them all.
    private static void collect(@Nullable Object node, long planId, List<Found> into) {
        switch (node) {
            case Relation.Observe observe -> {
                into.add(new Found(observe, planId));
                collect(observe.input(), 0, into);
            }
            case Relation.Identified(var inner, long id) -> collect(inner, id, into);
            case Relation.LocalData _ -> {
            }
            case Record spec when spec.getClass().getPackage() == Relation.class.getPackage() ->
                components(spec).forEach(part -> collect(part, 0, into));
            case List<?> list -> list.forEach(part -> collect(part, 0, into));
            case Optional<?> optional -> optional.ifPresent(part -> collect(part, 0, into));
            case null, default -> {
            }
        }
    }

    private static List<@Nullable Object> components(Record spec) {
        var parts = new ArrayList<@Nullable Object>();
        try {
            for (var component : spec.getClass().getRecordComponents()) {
                parts.add(component.getAccessor().invoke(spec));
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("records of a spec are public", e);
        }
        return parts;
    }
}

package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets rows pass and computes metrics of those of each epoch. Rows that are removed do not count: they are not new to whoever comes next.
///
/// Keeps nothing from one epoch to the next.
public final class Observe implements Changes {
    private final String name;
    private final Schema schema;
    private final Supplier<Measure> measures;
    private final Changes next;
    private @Nullable Measure measure;
    private @Nullable Changes insertions;
    private @Nullable Metrics metrics;

    /// The metrics of one epoch on their way: `entry` takes its rows, and after its `finish` `values` gives one value a metric.
    public record Measure(Changes entry, Supplier<List<@Nullable Object>> values) {}

    /// What an observation has seen in an epoch.
    public record Metrics(String name, Schema schema, List<@Nullable Object> values) {}

    /// `measures` gives a new one for each epoch; `schema` has the names and types of the metrics.
    public Observe(String name, Schema schema, Supplier<Measure> measures, Changes next) {
        this.name = name;
        this.schema = schema;
        this.measures = measures;
        this.next = next;
    }

    /// The metrics of the epoch that has been finished last.
    public Metrics metrics() {
        return Objects.requireNonNull(metrics, "asked after an epoch");
    }

    @Override
    public void accept(Batch changes) {
        rows().accept(changes);
        next.accept(changes);
    }

    private Changes rows() {
        var taking = insertions;
        if (taking == null) {
            var fresh = measures.get();
            measure = fresh;
            taking = new InsertionsOnly(fresh.entry());
            insertions = taking;
        }
        return taking;
    }

    @Override
    public void finish() {
        rows().finish();
        metrics = new Metrics(name, schema, Objects.requireNonNull(measure).values().get());
        insertions = null;
        measure = null;
        next.finish();
    }
}

package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.flow.kernel.aggregate.Aggregator;
import dev.penstock.store.state.Arrangement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One aggregate of a [GroupAggregate]: its function, and which rows of a batch reach it (`FILTER`, `DISTINCT`).
public final class AggregateColumn {
    private final Aggregator aggregator;
    private final int firstColumn;
    private final @Nullable Kernel filter;
    private final @Nullable Distinct distinct;
    private int[] positions = new int[0];
    private int[] entries = new int[0];

    /// The values that have been seen in each group: an arrangement keyed by the group's key and the arguments.
    private record Distinct(List<Kernel> arguments, Arrangement seen) {}

    private AggregateColumn(Aggregator aggregator, int firstColumn, @Nullable Kernel filter,
            @Nullable Distinct distinct) {
        this.aggregator = aggregator;
        this.firstColumn = firstColumn;
        this.filter = filter;
        this.distinct = distinct;
    }

    /// `firstColumn` is where the state of the function begins in the arrangement of groups. `seen` is given for `DISTINCT`: an arrangement whose
    /// key is the group's key followed by the arguments.
    public static AggregateColumn of(Aggregator aggregator, int firstColumn,
            Optional<Kernel> filter, List<Kernel> arguments,
            Optional<Arrangement> seen) {
        return new AggregateColumn(aggregator, firstColumn, filter.orElse(null),
                seen.map(s -> new Distinct(arguments, s)).orElse(null));
    }

    /// Adds a batch. `groupEntries` and `keys` are those of the rows of the batch, by index in its selection and by row.
    void add(Arrangement groups, int[] groupEntries, Vector[] keys, Batch batch) {
        if (filter == null && distinct == null) {
            if (keys.length == 0) {
                aggregator.addToOne(groups, firstColumn, groupEntries[0], batch, batch.rows(),
                        batch.weights());
                return;
            }
            aggregator.add(groups, firstColumn, groupEntries, batch, batch.rows(), batch.weights());
            return;
        }
        var all = batch.rows();
        reserve(all.count());
        var rows = all;
        if (filter != null) {
            rows = Selection.of(positions, filter.select(batch, all, positions));
        }
        if (distinct != null) {
            rows = firstSeen(distinct, keys, batch, rows);
        }
        int at = 0;
        for (int i = 0; i < rows.count(); i++) {
            while (all.at(at) != rows.at(i)) {
                at++;
            }
            entries[i] = groupEntries[at];
        }
        aggregator.add(groups, firstColumn, entries, batch, rows, batch.weights());
    }

    private void reserve(int count) {
        if (positions.length < count) {
            positions = new int[count];
            entries = new int[count];
        }
    }

    private Selection firstSeen(Distinct values, Vector[] keys, Batch batch, Selection rows) {
        assert batch.weights() == null : "DISTINCT takes insertions";
        var all = Arrays.copyOf(keys, keys.length + values.arguments().size());
        for (int i = 0; i < values.arguments().size(); i++) {
            all[keys.length + i] = values.arguments().get(i).evaluate(batch, rows);
        }
        int count = rows.count();
        int inserted = values.seen().findOrInsert(all, rows, entries);
        int[] created = values.seen().inserted();
        int fresh = 0;
        for (int i = 0; i < count && fresh < inserted; i++) {
            if (entries[i] == created[fresh]) {
                positions[fresh++] = rows.at(i);
            }
        }
        return Selection.of(positions, fresh);
    }

    /// Adds what another arrangement, of the same layout, holds for some groups.
    void merge(Arrangement groups, int[] groupEntries, Arrangement partial, int[] partialEntries,
            int count) {
        aggregator.merge(groups, firstColumn, groupEntries, partial, firstColumn, partialEntries,
                count);
    }

    /// Writes the value for each of the groups to rows `at`, `at + 1`, ... of `into`, which has room for them.
    void result(Arrangement groups, int[] groupEntries, int count, Vector into, int at) {
        aggregator.result(groups, firstColumn, groupEntries, count, into, at);
    }
}

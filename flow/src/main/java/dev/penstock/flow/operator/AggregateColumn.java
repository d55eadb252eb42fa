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
    private long newValues;
    private int[] positions = new int[0];
    private int[] entries = new int[0];
    private long[] distinctWeights = new long[0];

    /// The values that have been seen in each group: an arrangement keyed by the group's key and the arguments.
    private record Distinct(List<Kernel> arguments, Arrangement seen,
            Optional<GroupExpiry> expiry) {
        boolean counts() {
            return seen.layout().columnCount() > seen.layout().keyCount();
        }
    }

    private AggregateColumn(Aggregator aggregator, int firstColumn, @Nullable Kernel filter,
            @Nullable Distinct distinct) {
        this.aggregator = aggregator;
        this.firstColumn = firstColumn;
        this.filter = filter;
        this.distinct = distinct;
    }

    /// `firstColumn` is where the state of the function begins in the arrangement of groups. `seen` is given for `DISTINCT`: an arrangement whose
    /// key is the group's key followed by the arguments and whose value, when rows can be removed, is how often they are there; `expiry` says when they end.
    public static AggregateColumn of(Aggregator aggregator, int firstColumn,
            Optional<Kernel> filter, List<Kernel> arguments,
            Optional<Arrangement> seen, Optional<GroupExpiry> expiry) {
        return new AggregateColumn(aggregator, firstColumn, filter.orElse(null),
                seen.map(s -> new Distinct(arguments, s, expiry)).orElse(null));
    }

    /// A function that reads the state of another one, which begins at `firstColumn`.
    public static AggregateColumn reading(Aggregator aggregator, int firstColumn) {
        return new AggregateColumn(aggregator, firstColumn, null, null);
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
        long[] weights = batch.weights();
        if (distinct != null && distinct.counts()) {
            rows = comeAndGone(distinct, keys, batch, rows);
            weights = distinctWeights;
        } else if (distinct != null) {
            rows = firstSeen(distinct, keys, batch, rows);
        }
        int at = 0;
        for (int i = 0; i < rows.count(); i++) {
            while (all.at(at) != rows.at(i)) {
                at++;
            }
            entries[i] = groupEntries[at];
        }
        aggregator.add(groups, firstColumn, entries, batch, rows, weights);
    }

    private void reserve(int count) {
        if (positions.length < count) {
            positions = new int[count];
            entries = new int[count];
        }
    }

    private static Vector[] keyAndArguments(Distinct values, Vector[] keys, Batch batch,
            Selection rows) {
        var all = Arrays.copyOf(keys, keys.length + values.arguments().size());
        for (int i = 0; i < values.arguments().size(); i++) {
            all[keys.length + i] = values.arguments().get(i).evaluate(batch, rows);
        }
        return all;
    }

    /// The rows with which a value comes to be there, with weight 1, or is there no more, with weight -1.
    private Selection comeAndGone(Distinct values, Vector[] keys, Batch batch, Selection rows) {
        var seen = values.seen();
        int count = rows.count();
        seen.findOrInsert(keyAndArguments(values, keys, batch, rows), rows, entries);
        if (distinctWeights.length < batch.size()) {
            distinctWeights = new long[batch.size()];
        }
        int timesColumn = seen.layout().keyCount();
        var crossing = new int[count];
        int crossed = 0;
        for (int i = 0; i < count; i++) {
            int row = rows.at(i);
            long before = seen.word(entries[i], timesColumn);
            long after = before + batch.weight(row);
            seen.setWord(entries[i], timesColumn, after);
            if (before > 0 != after > 0) {
                distinctWeights[row] = after > 0 ? 1 : -1;
                crossing[crossed++] = row;
            }
        }
        for (int i = 0; i < count; i++) {
            if (seen.isLive(entries[i]) && seen.word(entries[i], timesColumn) == 0) {
                seen.remove(entries[i]);
            }
        }
        return Selection.of(crossing, crossed);
    }

    private Selection firstSeen(Distinct values, Vector[] keys, Batch batch, Selection rows) {
        assert batch.weights() == null : "the plan says that no row is removed";
        int count = rows.count();
        int inserted = values.seen().findOrInsert(keyAndArguments(values, keys, batch, rows), rows,
                entries);
        newValues += inserted;
        int[] created = values.seen().inserted();
        values.expiry().ifPresent(e -> e.created(created, inserted));
        int fresh = 0;
        for (int i = 0; i < count && fresh < inserted; i++) {
            if (entries[i] == created[fresh]) {
                positions[fresh++] = rows.at(i);
            }
        }
        return Selection.of(positions, fresh);
    }

    /// Forgets values of groups that are over, as many as there is room for in `due`, or twice as many as have come since the last time.
    void forget(int[] due) {
        if (distinct != null && distinct.expiry().isPresent()) {
            long left = Math.max(due.length, 2 * newValues);
            newValues = 0;
            while (left > 0) {
                int count = distinct.expiry().get().take(due);
                for (int i = 0; i < count; i++) {
                    distinct.seen().remove(due[i]);
                }
                left = count < due.length ? 0 : left - count;
            }
        }
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

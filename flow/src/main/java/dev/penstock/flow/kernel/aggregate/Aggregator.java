package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.Batch;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.store.state.Arrangement;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One aggregate function over groups that are entries of an arrangement.
///
/// The operator puts the columns of [#state] among the value columns of the arrangement of its groups, finds the entry of each row's group and hands the rows to
/// [#add]. `firstColumn` is where the columns of [#state] begin in the arrangement, counted over keys and values. `FILTER` and `DISTINCT` are the operator's: it adds
/// only the rows that pass the filter, and of equal arguments in a group only the first to come and the last to go.
public interface Aggregator {
    /// The columns that the state of a group takes. The values of a new entry are the state of an empty group.
    List<Field> state();

    /// True when rows with negative weights are taken back exactly, by [#add] with their weight. The others count a row once
    /// whatever its positive weight, and the operator may not give them a row with a negative one.
    boolean retractable();

    /// The index, among the calls that were compiled together, of the one whose state this one reads, having none itself; or -1.
    default int readsStateOf() {
        return -1;
    }

    /// True when [#merge] works, so that parts of the input may be aggregated on their own.
    default boolean mergeable() {
        return true;
    }

    /// Adds the row `rows.at(i)` to the group `entries[i]`, for each `i` below `rows.count()`. `weights` are by row, as [Batch#weights] has them; null: each is +1.
    ///
    /// @throws dev.penstock.data.error.UserException from the arguments' kernels; the query has failed then
    void add(Arrangement groups, int firstColumn, int[] entries, Batch input, Selection rows,
            long @Nullable [] weights);

    /// Adds all rows to one group, for a query without keys. The hot functions add in a register and write once.
    default void addToOne(Arrangement groups, int firstColumn, int entry, Batch input,
            Selection rows, long @Nullable [] weights) {
        var entries = new int[rows.count()];
        Arrays.fill(entries, entry);
        add(groups, firstColumn, entries, input, rows, weights);
    }

    /// Adds the state of `fromEntries[i]` of another arrangement to that of `entries[i]`, for each `i` below `count`: so partial aggregates
    /// of parts of the input, each of which has its own arrangement, become one. `entries` may repeat. Parts are merged in the order of the input.
    void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement from, int fromColumn,
            int[] fromEntries, int count);

    /// Writes the value of the function for `entries[i]` to row `at + i` of `into`, which has the form of the function's type, room, and was reset.
    ///
    /// @throws dev.penstock.data.error.UserException when ANSI mode demands an error
    void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into, int at);
}

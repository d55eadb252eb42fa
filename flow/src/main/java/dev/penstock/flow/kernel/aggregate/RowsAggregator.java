package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.EntryOrder;
import dev.penstock.flow.kernel.EntryOrder.By;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import dev.penstock.store.state.OrderedRows;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A function that has to have all values of a group at hand, because rows can be removed: `min` and `max`, `first` and `last`, the collecting ones. Retractable.
///
/// State: the arguments of the rows of each group, in order, and in the group the root of their tree and how many have been numbered. An epoch costs the logarithm
/// of the group for each row, and for the result what the function looks at.
final class RowsAggregator implements Aggregator {
    /// Reads the value of a group.
    @FunctionalInterface
    interface Reading {
        /// Writes the value of the group with this root to row `at` of `into`.
        void read(OrderedRows rows, long root, Vector into, int at);
    }

    /// Which rows are kept. `notNull`: which argument makes a row count only when it is not null, or -1. `byArrival`: rows are in the order in which they came,
    /// else in that of the arguments, in `order`.
    record Spec(List<DataType> types, int notNull, boolean byArrival, List<By> order) {}

    private static final int ROOT = 0;
    private static final int NUMBER = 1;

    private final Kernel[] arguments;
    private final Spec spec;
    private final Reading reading;
    private final OrderedRows rows;
    private final LiveRows live = new LiveRows();
    private int[] found = new int[0];

    RowsAggregator(List<Kernel> arguments, Spec spec, Reading reading,
            Function<Layout, Arrangement> states) {
        this.arguments = arguments.toArray(Kernel[]::new);
        this.spec = spec;
        this.reading = reading;
        var layout = OrderedRows
                .layout(spec.types().stream().map(type -> Field.of("", type)).toList());
        rows = new OrderedRows(states.apply(layout), spec.byArrival()
                ? EntryOrder.ofArrival(layout)
                : EntryOrder.of(layout, spec.order()));
    }

    @Override
    public List<Field> state() {
        return Collections.nCopies(2, States.word(DataType.LONG));
    }

    @Override
    public boolean retractable() {
        return true;
    }

    @Override
    public boolean mergeable() {
        return false;
    }

    @Override
    public void add(Arrangement groups, int firstColumn, int[] entries, Batch input,
            Selection selection, long @Nullable [] weights) {
        var values = new Vector[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments[i].evaluate(input, selection);
        }
        live.take(selection, entries);
        if (spec.notNull() >= 0) {
            live.leaveOutNulls(values[spec.notNull()]);
        }
        int count = live.count();
        if (found.length < count) {
            found = new int[count];
        }
        int[] positions = live.positions();
        var selected = positions == null
                ? Selection.all(count)
                : Selection.of(positions, count);
        int[] owners = live.entries();
        number(groups, firstColumn, rows.locate(owners, values, selected, found));
        for (int i = 0; i < count; i++) {
            rows.change(groups.word(owners[i], firstColumn + ROOT), found[i],
                    weights == null ? 1 : weights[selected.at(i)]);
        }
        for (int i = 0; i < count; i++) {
            if (rows.isLive(found[i]) && rows.weight(found[i]) == 0) {
                int group = rows.group(found[i]);
                long root = groups.word(group, firstColumn + ROOT);
                groups.setWord(group, firstColumn + ROOT, rows.remove(root, found[i]));
            }
        }
    }

    /// Puts the rows that have just been made into the trees of their groups.
    private void number(Arrangement groups, int firstColumn, int made) {
        int[] created = rows.located();
        for (int i = 0; i < made; i++) {
            int group = rows.group(created[i]);
            long next = groups.word(group, firstColumn + NUMBER) + 1;
            groups.setWord(group, firstColumn + NUMBER, next);
            rows.setNote(created[i], next);
            long root = groups.word(group, firstColumn + ROOT);
            groups.setWord(group, firstColumn + ROOT, rows.insert(root, created[i]));
        }
    }

    @Override
    public void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement from,
            int fromColumn, int[] fromEntries, int count) {
        throw new AssertionError("rows are not merged");
    }

    @Override
    public void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into,
            int at) {
        read(reading, groups, firstColumn, entries, count, into, at);
    }

    private void read(Reading what, Arrangement groups, int firstColumn, int[] entries, int count,
            Vector into, int at) {
        for (int i = 0; i < count; i++) {
            what.read(rows, groups.word(entries[i], firstColumn + ROOT), into, at + i);
        }
    }

    /// Another function of the same rows.
    Aggregator reader(int owner, Reading other) {
        return new Reader(this, owner, other);
    }

    /// Reads what another one keeps.
    private record Reader(RowsAggregator rows, int readsStateOf,
            Reading reading) implements Aggregator {
        @Override
        public List<Field> state() {
            return List.of();
        }

        @Override
        public boolean retractable() {
            return true;
        }

        @Override
        public boolean mergeable() {
            return false;
        }

        @Override
        public void add(Arrangement groups, int firstColumn, int[] entries, Batch input,
                Selection selection, long @Nullable [] weights) {
            // The owner has added the row.
        }

        @Override
        public void addToOne(Arrangement groups, int firstColumn, int entry, Batch input,
                Selection selection, long @Nullable [] weights) {
            // The owner has added the rows.
        }

        @Override
        public void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement from,
                int fromColumn, int[] fromEntries, int count) {
            throw new AssertionError("rows are not merged");
        }

        @Override
        public void result(Arrangement groups, int firstColumn, int[] entries, int count,
                Vector into, int at) {
            rows.read(reading, groups, firstColumn, entries, count, into, at);
        }
    }
}

package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.Batch;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `count` of the rows of which no argument is null, or of all rows; `count_if` of those for which the argument is true.
///
/// State: the number, a row counted as often as its weight says.
final class Count implements Aggregator {
    private final List<Kernel> arguments;
    private final boolean onlyTrue;
    private final LiveRows live = new LiveRows();
    private int[] selected = new int[0];

    private Count(List<Kernel> arguments, boolean onlyTrue) {
        this.arguments = List.copyOf(arguments);
        this.onlyTrue = onlyTrue;
    }

    /// `arguments` are those that can be null.
    static Count notNull(List<Kernel> arguments) {
        return new Count(arguments, false);
    }

    static Count whereTrue(Kernel condition) {
        return new Count(List.of(condition), true);
    }

    @Override
    public List<Field> state() {
        return List.of(States.word(DataType.LONG));
    }

    @Override
    public boolean retractable() {
        return true;
    }

    @Override
    public void add(Arrangement groups, int firstColumn, int[] entries, Batch input, Selection rows,
            long @Nullable [] weights) {
        live.take(rows, entries);
        for (var argument : arguments) {
            var value = argument.evaluate(input, rows);
            live.leaveOutNulls(value);
            if (onlyTrue) {
                live.keepTrue((BooleanVector) value);
            }
        }
        int word = groups.layout().word(firstColumn);
        if (weights == null) {
            count(groups, word, live.entries(), live.count());
        } else {
            countWeights(groups, word, live, weights);
        }
    }

    private static void count(Arrangement groups, int word, int[] entries, int count) {
        int width = groups.layout().width();
        int pageNumber = -1;
        long[] page = States.NO_PAGE;
        for (int i = 0; i < count; i++) {
            int entry = entries[i];
            if (entry >>> Layout.ENTRY_BITS != pageNumber) {
                pageNumber = entry >>> Layout.ENTRY_BITS;
                page = groups.writable(entry);
            }
            page[(entry & States.ENTRY_MASK) * width + word]++;
        }
    }

    private static void countWeights(Arrangement groups, int word, LiveRows live, long[] weights) {
        int[] entries = live.entries();
        int[] positions = live.positions();
        for (int i = 0; i < live.count(); i++) {
            int entry = entries[i];
            groups.writable(entry)[groups.base(entry)
                    + word] += weights[positions == null ? i : positions[i]];
        }
    }

    @Override
    public void addToOne(Arrangement groups, int firstColumn, int entry, Batch input,
            Selection rows, long @Nullable [] weights) {
        long sum = 0;
        if (onlyTrue) {
            if (selected.length < rows.count()) {
                selected = new int[rows.count()];
            }
            int count = arguments.getFirst().select(input, rows, selected);
            sum = total(count, selected, weights);
        } else if (arguments.isEmpty()) {
            sum = total(rows.count(), rows.positions(), weights);
        } else {
            live.take(rows, arguments.getFirst().evaluate(input, rows));
            for (int i = 1; i < arguments.size(); i++) {
                live.leaveOutNulls(arguments.get(i).evaluate(input, rows));
            }
            sum = total(live.count(), live.positions(), weights);
        }
        groups.writable(entry)[groups.base(entry) + groups.layout().word(firstColumn)] += sum;
    }

    private static long total(int count, int @Nullable [] positions, long @Nullable [] weights) {
        if (weights == null) {
            return count;
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[positions == null ? i : positions[i]];
        }
        return sum;
    }

    @Override
    public void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement from,
            int fromColumn, int[] fromEntries, int count) {
        States.addWords(groups, firstColumn, entries, from, fromColumn, fromEntries, count);
    }

    @Override
    public void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into,
            int at) {
        long[] values = ((LongVector) into).values();
        int word = groups.layout().word(firstColumn);
        for (int i = 0; i < count; i++) {
            values[at + i] = groups.page(entries[i])[groups.base(entries[i]) + word];
        }
    }
}

package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.Field;
import dev.penstock.data.Hashing;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Arrangement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `collect_list`, and `collect_set` with each value at its first place. Insert-only.
///
/// State: the array, null while it is empty. It is read and written whole for each run of rows of the same group in a batch, so the
/// cost of a group grows with its length; this is made for short lists.
final class Collect implements Aggregator {
    private final Kernel argument;
    private final DataType type;
    private final boolean set;
    private final LiveRows live = new LiveRows();
    private final ArrayVector before;
    private final ArrayVector after;
    private final int[] one = new int[1];

    /// `type` is that of the elements.
    Collect(Kernel argument, DataType type, boolean set) {
        this.argument = argument;
        this.type = type;
        this.set = set;
        before = (ArrayVector) Vectors.allocate(new ArrayType(type, true), 1);
        after = (ArrayVector) Vectors.allocate(new ArrayType(type, true), 1);
    }

    @Override
    public List<Field> state() {
        return List.of(Field.of("", new ArrayType(type, true)));
    }

    @Override
    public boolean retractable() {
        return false;
    }

    @Override
    public void add(Arrangement groups, int firstColumn, int[] entries, Batch input, Selection rows,
            long @Nullable [] weights) {
        var values = argument.evaluate(input, rows);
        live.take(rows, entries, values);
        int[] positions = live.positions();
        for (int i = 0; i < live.count();) {
            int entry = live.entries()[i];
            int length = begin(groups, firstColumn, entry);
            for (; i < live.count() && live.entries()[i] == entry; i++) {
                int row = positions == null ? i : positions[i];
                long times = weights == null || set ? 1 : weights[row];
                for (long n = 0; n < times; n++) {
                    length = append(values, row, length);
                }
            }
            after.append(0, length);
            groups.store(entry, firstColumn, after, 0);
        }
    }

    /// Puts the elements that a group has into `after` and says how many.
    private int begin(Arrangement groups, int column, int entry) {
        one[0] = entry;
        before.reset(1);
        groups.load(one, 1, column, before, 0);
        after.reset(1);
        int length = before.isNull(0) ? 0 : before.length(0);
        after.elements().grow(length);
        for (int i = 0; i < length; i++) {
            after.elements().copyRow(before.elements(), before.offset(0) + i, i);
        }
        return length;
    }

    private int append(Vector values, int row, int length) {
        if (set) {
            for (int i = 0; i < length; i++) {
                if (Hashing.equal(values, row, after.elements(), i)) {
                    return length;
                }
            }
        }
        after.elements().grow(length + 1);
        after.elements().copyRow(values, row, length);
        return length + 1;
    }

    @Override
    public void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement from,
            int fromColumn, int[] fromEntries, int count) {
        var lists = (ArrayVector) Vectors.allocate(new ArrayType(type, true), count);
        from.load(fromEntries, count, fromColumn, lists, 0);
        for (int i = 0; i < count; i++) {
            if (!lists.isNull(i)) {
                int length = begin(groups, firstColumn, entries[i]);
                for (int j = 0; j < lists.length(i); j++) {
                    length = append(lists.elements(), lists.offset(i) + j, length);
                }
                after.append(0, length);
                groups.store(entries[i], firstColumn, after, 0);
            }
        }
    }

    @Override
    public void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into,
            int at) {
        groups.load(entries, count, firstColumn, into, at);
        for (int i = 0; i < count; i++) {
            if (into.isNull(at + i)) {
                into.setNotNull(at + i);
                ((ArrayVector) into).append(at + i, 0);
            }
        }
    }
}

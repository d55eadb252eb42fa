package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.OrderedRows;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps rows in order and gives those from `offset` on, at most `limit` of them, as they come to be among these and cease to be.
///
/// State: the rows, in order, with the root of their tree in a group; when rows are never removed only the first `offset + limit` of them. At the end of an epoch
/// the rows that were touched are looked at in order: between two of them all others have moved by the same number of places, so only those that have moved
/// over one of the two borders are looked at besides. An epoch costs what it brings and what it gives, however many rows there are.
public final class TopRows implements Changes {
    /// What to keep. `keys` compute what rows are ordered by beyond their own columns; `types` are those of the rows. `insertOnly`: no row is ever removed
    /// from the input.
    public record Spec(List<DataType> types, List<Kernel> keys, long offset, long limit,
            boolean insertOnly) {}

    private final Spec spec;
    private final OrderedRows rows;
    private final Arrangement root;
    private final Changes next;
    private final Marks touched = new Marks();
    private final Vector[] output;
    private final long[] weights = new long[Batch.CAPACITY];
    private final int[] given = new int[Batch.CAPACITY];
    private final int[] entry = new int[1];
    private final long end;
    private int[] found = new int[0];
    private int[] groups = new int[0];
    private int[] differing = new int[64];
    private long[] differences = new long[64];
    private int differenceCount;

    /// `root` has no key and two values: the root of the tree, and how many rows have been numbered.
    public TopRows(Spec spec, OrderedRows rows, Arrangement root, Changes next) {
        this.spec = spec;
        this.rows = rows;
        this.root = root;
        this.next = next;
        output = Vectors.allocate(spec.types(), 0);
        // Half of the longs: sums of borders and shifts do not overflow.
        end = spec.limit() > Long.MAX_VALUE / 4 - Math.min(spec.offset(), Long.MAX_VALUE / 4)
                ? Long.MAX_VALUE / 4
                : spec.offset() + spec.limit();
    }

    @Override
    public void accept(Batch changes) {
        int count = changes.count();
        if (count == 0) {
            return;
        }
        if (found.length < count) {
            found = new int[count];
            groups = new int[count];
        }
        findRoot();
        var columns = Arrays.copyOf(changes.columns(), spec.types().size() + spec.keys().size());
        for (int i = 0; i < spec.keys().size(); i++) {
            columns[spec.types().size() + i] = spec.keys().get(i).evaluate(changes,
                    changes.rows());
        }
        int made = rows.locate(groups, columns, changes.rows(), found);
        int[] created = rows.located();
        for (int i = 0; i < made; i++) {
            long number = root.word(entry[0], 1) + 1;
            root.setWord(entry[0], 1, number);
            rows.setNote(created[i], number);
            setTree(rows.insert(tree(), created[i]));
        }
        for (int i = 0; i < count; i++) {
            if (!touched.contains(found[i])) {
                touched.add(found[i], rows.weight(found[i]));
            }
            rows.change(tree(), found[i], changes.weight(changes.rows().at(i)));
        }
    }

    private void findRoot() {
        root.findOrInsert(new Vector[0], dev.penstock.data.Selection.all(1), entry);
    }

    private long tree() {
        return root.word(entry[0], 0);
    }

    private void setTree(long tree) {
        root.setWord(entry[0], 0, tree);
    }

    @Override
    public void finish() {
        if (touched.count() > 0) {
            findRoot();
            findDifferences();
            give(false);
            give(true);
            forgetGone();
            differenceCount = 0;
            touched.clear();
        }
        next.finish();
    }

    // ---------------------------------------------------------------------------------------------- what has moved

    private void findDifferences() {
        int[] order = inOrder();
        long shift = 0;
        for (int i = 0; i < order.length; i++) {
            int row = touched.at(order[i]);
            long before = touched.before(order[i]);
            long now = rows.weight(row);
            long position = rows.position(tree(), row);
            add(row, inside(position, now) - inside(position - shift, before));
            shift += now - before;
            long following = i + 1 < order.length
                    ? rows.position(tree(), touched.at(order[i + 1]))
                    : rows.total(tree());
            findMoved(position + now, following, shift);
        }
    }

    /// How many of `weight` places from `position` on are given.
    private long inside(long position, long weight) {
        return Math.max(0,
                Math.min(position + weight, end) - Math.max(position, spec.offset()));
    }

    /// Looks at the untouched rows from position `from` to before `to`, all of which have moved by `shift`.
    private void findMoved(long from, long to, long shift) {
        if (shift == 0 || from >= to) {
            return;
        }
        long offset = spec.offset();
        long seen = findMoved(from, to, shift, Math.min(offset, offset + shift),
                Math.max(offset, offset + shift));
        findMoved(Math.max(from, seen), to, shift, Math.min(end, end + shift),
                Math.max(end, end + shift));
    }

    /// Looks at the rows that reach into positions `low` to before `high`, and says where they end.
    private long findMoved(long from, long to, long shift, long low, long high) {
        long start = Math.max(from, low);
        long stop = Math.min(to, high);
        if (start >= stop) {
            return from;
        }
        long[] seen = {from};
        rows.walk(tree(), start, (row, position) -> {
            if (position >= stop) {
                return false;
            }
            long weight = rows.weight(row);
            add(row, inside(position, weight) - inside(position - shift, weight));
            seen[0] = position + weight;
            return true;
        });
        return seen[0];
    }

    private void add(int row, long difference) {
        if (difference == 0) {
            return;
        }
        if (differenceCount == differing.length) {
            differing = Arrays.copyOf(differing, differenceCount * 2);
            differences = Arrays.copyOf(differences, differenceCount * 2);
        }
        differing[differenceCount] = row;
        differences[differenceCount++] = difference;
    }

    /// The indexes of the touched rows, in the order of the rows.
    private int[] inOrder() {
        var order = new int[touched.count()];
        Arrays.setAll(order, i -> i);
        mergeSort(order.clone(), order, 0, order.length);
        return order;
    }

    private void mergeSort(int[] from, int[] into, int low, int high) {
        if (high - low < 2) {
            return;
        }
        int middle = (low + high) >>> 1;
        mergeSort(into, from, low, middle);
        mergeSort(into, from, middle, high);
        int left = low;
        int right = middle;
        for (int i = low; i < high; i++) {
            boolean takeLeft = right >= high || (left < middle
                    && rows.compare(touched.at(from[left]), touched.at(from[right])) <= 0);
            into[i] = takeLeft ? from[left++] : from[right++];
        }
    }

    // ---------------------------------------------------------------------------------------------- output

    private void give(boolean added) {
        int count = 0;
        for (int i = 0; i < differenceCount; i++) {
            if (differences[i] > 0 == added) {
                if (count == Batch.CAPACITY) {
                    flush(count);
                    count = 0;
                }
                given[count] = differing[i];
                weights[count++] = differences[i];
            }
        }
        flush(count);
    }

    private void flush(int count) {
        if (count == 0) {
            return;
        }
        for (int i = 0; i < output.length; i++) {
            output[i].reset(count);
            rows.load(given, count, i, output[i], 0);
        }
        next.accept(Batch.of(count, output, weights(count)));
    }

    private long @Nullable [] weights(int count) {
        for (int i = 0; i < count; i++) {
            if (weights[i] != 1) {
                return weights;
            }
        }
        return null;
    }

    private void forgetGone() {
        for (int i = 0; i < touched.count(); i++) {
            if (rows.weight(touched.at(i)) == 0) {
                setTree(rows.remove(tree(), touched.at(i)));
            }
        }
        if (!spec.insertOnly()) {
            return;
        }
        // What is behind the end now can only move further back.
        while (rows.total(tree()) > end) {
            int last = rows.last(tree());
            long keep = Math.max(0, rows.weight(last) - (rows.total(tree()) - end));
            rows.change(tree(), last, keep - rows.weight(last));
            if (keep == 0) {
                setTree(rows.remove(tree(), last));
            }
        }
    }
}

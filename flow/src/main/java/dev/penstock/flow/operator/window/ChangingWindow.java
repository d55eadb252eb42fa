package dev.penstock.flow.operator.window;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.RowOrder;
import dev.penstock.flow.operator.Changes;
import dev.penstock.flow.operator.StateFactory;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import dev.penstock.store.state.OrderedRows;
import java.util.Arrays;
import java.util.List;

/// Computes functions over windows of rows that come and go, and gives the differences.
///
/// State: the rows of each partition, in order. At the end of an epoch the values of those rows that a change can touch (see [Reach]) are
/// computed from the rows as they were and from the rows as they are, and where they differ, the row is given with the old values and weight -1,
/// then with the new ones. Partitions come out in the order in which the epoch touched them first. Where rows only come and nobody looks at those behind a
/// limit, these are not kept.
public final class ChangingWindow implements Changes {
    private static final int ROOT = 0;
    private static final int PENDING = 1;

    private final WindowSpec spec;
    private final Changes next;
    private final Arrangement groups;
    private final Arrangement entries;
    private final OrderedRows rows;
    private final EntryOrder order;
    private final Reach reach;
    private final boolean forgets;
    private final int rootColumn;
    private final Emitter emitter;
    private final RowOrder[] resultOrders;
    private final Range old;
    private final Range fresh;
    private int[] found = new int[Batch.CAPACITY];
    private int[] groupFound = new int[Batch.CAPACITY];
    private int[] within = new int[0];
    private final EpochBest best;
    /// The rows that the epoch changes, how much, and the change of the same group before it.
    private int[] changed = new int[64];
    private long[] deltas = new long[64];
    private int[] previous = new int[64];
    private int changes;
    private int[] touched = new int[64];
    private int touchedCount;

    public ChangingWindow(WindowSpec spec, StateFactory states, Changes next) {
        this.spec = spec;
        this.next = next;
        var keys = spec.partition().stream().map(c -> Field.of("", spec.types().get(c))).toList();
        rootColumn = keys.size();
        groups = states.arrangement(".partitions",
                Layout.of(keys, List.of(word("root"), word("pending"))));
        var columns = spec.types().stream().map(type -> Field.of("", type)).toList();
        entries = states.arrangement(".rows", OrderedRows.layout(columns));
        order = new EntryOrder(spec);
        rows = new OrderedRows(entries, order);
        reach = spec.reach();
        forgets = spec.forgets();
        best = new EpochBest(Math.clamp(spec.limit().rows(), 1, EpochBest.LARGEST));
        emitter = new Emitter(spec, (numbers, count, column, into) -> rows.load(numbers, count,
                column, into, 0), next);
        resultOrders = spec.calls().stream().map(c -> RowOrder.of(c.type()))
                .toArray(RowOrder[]::new);
        old = new Range();
        fresh = new Range();
    }

    private static Field word(String name) {
        return new Field(name, DataType.LONG, false);
    }

    // ---------------------------------------------------------------------------------------------- changes

    @Override
    public void accept(Batch batch) {
        int count = batch.count();
        if (count == 0) {
            return;
        }
        if (found.length < count) {
            found = new int[count];
            groupFound = new int[count];
        }
        var keys = new Vector[rootColumn];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = batch.column(spec.partition().get(i));
        }
        groups.findOrInsert(keys, batch.rows(), groupFound);
        var kept = forgets ? withinLimit(batch) : batch.rows();
        rows.locate(groupFound, batch.columns(), kept, found);
        for (int i = 0; i < kept.count(); i++) {
            note(groupFound[i], found[i], batch.weight(kept.at(i)));
        }
    }

    /// The rows that are not behind the limit by what is known before the epoch ends; their partitions move to the front.
    private Selection withinLimit(Batch batch) {
        long limit = spec.limit().rows();
        if (limit == 0 || !order.hasNumbers(batch)) {
            return batch.rows();
        }
        int count = batch.count();
        if (within.length < count) {
            within = new int[count];
        }
        for (int i = 0; i < count && limit <= EpochBest.LARGEST; i++) {
            best.add(groupFound[i], order.number(batch, batch.rows().at(i)));
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int group = groupFound[i];
            int row = batch.rows().at(i);
            long number = order.number(batch, row);
            if (!best.isBehind(group, number) && !isBehind(root(group), number)) {
                groupFound[kept] = group;
                within[kept++] = row;
            }
        }
        return Selection.of(within, kept);
    }

    /// True when a partition has as many rows before this number as anybody looks at.
    private boolean isBehind(long root, long number) {
        long limit = spec.limit().rows();
        return rows.total(root) >= limit
                && order.comesAfter(number, entries, rows.at(root, limit - 1));
    }

    private void note(int group, int row, long weight) {
        long noted = rows.note(row);
        if (noted != 0) {
            deltas[(int) noted - 1] += weight;
            return;
        }
        if (changes == changed.length) {
            changed = Arrays.copyOf(changed, 2 * changes);
            deltas = Arrays.copyOf(deltas, 2 * changes);
            previous = Arrays.copyOf(previous, 2 * changes);
        }
        int pending = (int) groups.word(group, rootColumn + PENDING) - 1;
        if (pending < 0) {
            if (touchedCount == touched.length) {
                touched = Arrays.copyOf(touched, 2 * touchedCount);
            }
            touched[touchedCount++] = group;
        }
        changed[changes] = row;
        deltas[changes] = weight;
        previous[changes] = pending;
        changes++;
        rows.setNote(row, changes);
        groups.setWord(group, rootColumn + PENDING, changes);
    }

    @Override
    public void finish() {
        for (int i = 0; i < touchedCount; i++) {
            giveDifferences(touched[i]);
        }
        emitter.flush();
        for (int i = 0; i < touchedCount; i++) {
            settle(touched[i]);
        }
        touchedCount = 0;
        changes = 0;
        best.clear();
        next.finish();
    }

    private long root(int group) {
        return groups.word(group, rootColumn + ROOT);
    }

    private int newestChange(int group) {
        return (int) groups.word(group, rootColumn + PENDING) - 1;
    }

    /// Forgets the rows that are gone, and the partition with its last one.
    private void settle(int group) {
        long root = root(group);
        for (int i = newestChange(group); i >= 0; i = previous[i]) {
            int row = changed[i];
            rows.setNote(row, 0);
            if (rows.weight(row) == 0) {
                root = rows.remove(root, row);
            }
        }
        if (forgets) {
            root = withoutRest(root);
        }
        groups.setWord(group, rootColumn + ROOT, root);
        groups.setWord(group, rootColumn + PENDING, 0);
        if (root == OrderedRows.EMPTY) {
            groups.remove(group);
        }
    }

    /// Forgets the rows behind the limit, and gives the new root.
    private long withoutRest(long root) {
        long kept = root;
        int end = fresh.lookedAt(root, Math.toIntExact(rows.total(root)));
        while (rows.total(kept) > end) {
            int last = rows.last(kept);
            rows.change(kept, last, -Math.min(rows.weight(last), rows.total(kept) - end));
            if (rows.weight(last) == 0) {
                kept = rows.remove(kept, last);
            }
        }
        return kept;
    }

    // ---------------------------------------------------------------------------------------------- differences

    private void giveDifferences(int group) {
        long root = root(group);
        int first = OrderedRows.NONE;
        int last = OrderedRows.NONE;
        for (int i = newestChange(group); i >= 0; i = previous[i]) {
            int row = changed[i];
            if (rows.weight(row) == 0) {
                root = rows.insert(root, row);
            }
            if (deltas[i] != 0) {
                first = first < 0 || rows.compare(row, first) < 0 ? row : first;
                last = last < 0 || rows.compare(row, last) > 0 ? row : last;
            }
        }
        groups.setWord(group, rootColumn + ROOT, root);
        if (first == OrderedRows.NONE) {
            return;
        }
        if (spec.retractions()) {
            old.compute(root, first, last);
        } else {
            old.clear();
        }
        for (int i = newestChange(group); i >= 0; i = previous[i]) {
            if (deltas[i] != 0) {
                rows.change(root, changed[i], deltas[i]);
                assert rows.weight(changed[i]) >= 0 : "no row is removed more often than it came";
            }
        }
        fresh.compute(root, first, last);
        difference();
    }

    /// Walks the old and the new rows in order; both lists have the rows that did not change.
    private void difference() {
        int i = 0;
        int j = 0;
        while (i < old.count || j < fresh.count) {
            int side = i == old.count
                    ? 1
                    : j == fresh.count ? -1 : rows.compare(old.numbers[i], fresh.numbers[j]);
            if (side < 0) {
                emitter.give(old.numbers[i], old.results, i++, -1);
            } else if (side > 0) {
                emitter.give(fresh.numbers[j], fresh.results, j++, 1);
            } else {
                if (!isSame(i, j)) {
                    emitter.give(old.numbers[i], old.results, i, -1);
                    emitter.give(fresh.numbers[j], fresh.results, j, 1);
                }
                i++;
                j++;
            }
        }
    }

    private boolean isSame(int i, int j) {
        for (int column = 0; column < resultOrders.length; column++) {
            if (resultOrders[column].compareNullsFirst(old.results[column], i,
                    fresh.results[column], j) != 0) {
                return false;
            }
        }
        return true;
    }

    /// The rows of a partition that the epoch's changes can touch, with their values, as they are at one time.
    private final class Range {
        private final Slice slice = new Slice(spec);
        private final Vector[] results = Slice.results(spec);
        private final boolean[] read = spec.read();
        private int[] loaded = new int[64];
        private int[] numbers = new int[64];
        private int count;

        void clear() {
            count = 0;
        }

        /// All changes lie from row `first` to row `last`.
        void compute(long root, int first, int last) {
            int total = Math.toIntExact(rows.total(root));
            int start = (int) rows.position(root, first) - reach.touchesBefore();
            int end = (int) (rows.position(root, last) + rows.weight(last)) + reach.touchesAfter();
            if (reach.peers()) {
                start = Math.min(start, peerStart(root, total, first));
                end = Math.max(end, peerEnd(root, total, last));
            }
            start = Math.clamp(start, 0, total);
            end = Math.min(Math.clamp(end, start, total), lookedAt(root, total));
            count = Math.max(0, end - start);
            if (count > 0) {
                load(root, start, end, total);
                evaluate(start, end);
            }
        }

        /// How many rows somebody may look at.
        private int lookedAt(long root, int total) {
            if (spec.limit().rows() >= total) {
                return total;
            }
            int limit = (int) spec.limit().rows();
            return spec.limit().byRank() && limit > 0
                    ? peerEnd(root, total, rows.at(root, limit - 1L))
                    : limit;
        }

        private void load(long root, int start, int end, int total) {
            int from = Math.max(0, start - reach.looksBack());
            int to = Math.min(total, end + reach.looksAhead());
            if (reach.peers()) {
                from = from == 0 ? 0 : peerStart(root, total, rows.at(root, from));
                to = to == total ? total : peerEnd(root, total, rows.at(root, to - 1L));
            }
            int size = to - from;
            if (loaded.length < size) {
                loaded = new int[Math.max(size, 2 * loaded.length)];
            }
            if (numbers.length < count) {
                numbers = new int[Math.max(count, 2 * numbers.length)];
            }
            fill(root, from, size);
            System.arraycopy(loaded, start - from, numbers, 0, count);
            slice.begin(from, size, total, read);
            for (int column = 0; column < read.length; column++) {
                if (read[column]) {
                    rows.load(loaded, size, column, slice.column(column), 0);
                }
            }
        }

        /// The numbers of the rows at positions `from` on, each as often as its weight.
        private void fill(long root, int from, int size) {
            int[] filled = {0};
            rows.walk(root, from, (row, position) -> {
                long times = rows.weight(row) - Math.max(0, from - position);
                int until = (int) Math.min(size, filled[0] + times);
                Arrays.fill(loaded, filled[0], until, row);
                filled[0] = until;
                return until < size;
            });
        }

        private void evaluate(int start, int end) {
            for (int i = 0; i < results.length; i++) {
                results[i].reset(count);
                spec.calls().get(i).function().compute(slice, start, end, results[i]);
            }
        }

        private int peerStart(long root, int total, int row) {
            int low = 0;
            int high = total;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (order.comparePeers(entries, rows.at(root, middle), row) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private int peerEnd(long root, int total, int row) {
            int low = 0;
            int high = total;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (order.comparePeers(entries, rows.at(root, middle), row) <= 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}

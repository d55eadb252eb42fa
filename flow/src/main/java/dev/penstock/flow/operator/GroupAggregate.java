package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Hashing;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Arrangement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Groups rows by key and keeps aggregates of each group; without aggregates it is `DISTINCT`.
///
/// State: one entry a group, with the state of each aggregate, and, when rows can be removed, the number of rows. An entry exists exactly
/// while its group has rows (the one group without keys: always).
///
/// At the end of an epoch each group that was touched gives its new row, after its old one with weight -1 when somebody downstream needs that; who hears of
/// old rows does not hear of a group whose row stays the same.
/// Groups come out in the order in which they were touched first.
///
/// Under a watermark groups end: those that are over are forgotten, some in each epoch, so that a great many do not stop one; or, with `whenOver`, a group gives
/// its row at that time and only then, the earliest first.
public final class GroupAggregate implements Changes {
    /// How the operator is to behave. `retractions`: give old rows too. `insertOnly`: no input row is ever removed. `whenOver`: a group gives its row
    /// once, when the watermark has passed it. The types are those of the keys and of
    /// the results.
    public record Spec(List<DataType> keyTypes, List<DataType> resultTypes, boolean retractions,
            boolean insertOnly, boolean whenOver) {}

    /// How many groups that are over an epoch forgets, at least: fewer than a millisecond takes.
    private static final int FORGOTTEN = 4096;

    private final Spec spec;
    private final Groups groups;
    private final Optional<GroupExpiry> expiry;
    private final Changes next;
    private final Touched touched = new Touched();
    private final Vector[] oldResults;
    private final Vector[] newResults;
    private final Vector[] output;
    private int[] chunk = new int[Batch.CAPACITY];
    private final long[] removals = new long[Batch.CAPACITY];

    /// `expiry` says when groups end, if they do.
    public GroupAggregate(Spec spec, Groups groups, Optional<GroupExpiry> expiry, Changes next) {
        assert !spec.whenOver() || expiry.isPresent() : "such groups end";
        this.spec = spec;
        this.groups = groups;
        this.expiry = expiry;
        this.next = next;
        oldResults = Vectors.allocate(spec.resultTypes(), 0);
        newResults = Vectors.allocate(spec.resultTypes(), 0);
        output = Arrays.copyOf(Vectors.allocate(spec.keyTypes(), 0),
                spec.keyTypes().size() + spec.resultTypes().size());
        System.arraycopy(Vectors.allocate(spec.resultTypes(), 0), 0, output, spec.keyTypes().size(),
                spec.resultTypes().size());
        Arrays.fill(removals, -1);
    }

    /// The groups themselves: where rows are added, in this operator and in the partial ones of lanes.
    public static final class Groups {
        private final Kernel[] keys;
        private final AggregateColumn[] columns;
        private final Arrangement entries;
        private final int countColumn;
        private int[] rowEntries = new int[0];
        private int inserted;

        /// `countColumn` is the column of `entries` that counts a group's rows, or -1 when rows are never removed.
        public Groups(List<Kernel> keys, List<AggregateColumn> columns, Arrangement entries,
                int countColumn) {
            this.keys = keys.toArray(Kernel[]::new);
            this.columns = columns.toArray(AggregateColumn[]::new);
            this.entries = entries;
            this.countColumn = countColumn;
        }

        /// One entry a group, by its keys.
        public Arrangement entries() {
            return entries;
        }

        private Vector[] keysOf(Batch batch) {
            var vectors = new Vector[keys.length];
            for (int i = 0; i < keys.length; i++) {
                vectors[i] = keys[i].evaluate(batch, batch.rows());
            }
            return vectors;
        }

        private int[] find(Vector[] key, Selection rows) {
            if (rowEntries.length < rows.count()) {
                rowEntries = new int[Math.max(rows.count(),
                        Math.min(Batch.CAPACITY, 2 * rows.count()))];
            }
            if (keys.length == 0) {
                inserted = entries.findOrInsert(key, Selection.all(1), rowEntries);
                Arrays.fill(rowEntries, 0, rows.count(), rowEntries[0]);
            } else {
                inserted = entries.findOrInsert(key, rows, rowEntries);
            }
            return rowEntries;
        }

        private void add(Batch batch, Vector[] key, int[] found) {
            for (var column : columns) {
                column.add(entries, found, key, batch);
            }
            if (countColumn >= 0) {
                for (int i = 0; i < batch.count(); i++) {
                    long rows = entries.word(found[i], countColumn)
                            + batch.weight(batch.rows().at(i));
                    entries.setWord(found[i], countColumn, rows);
                }
            }
        }
    }

    @Override
    public void accept(Batch changes) {
        if (changes.isEmpty()) {
            return;
        }
        assert !spec.insertOnly() || changes.weights() == null
                : "the plan says that no row is removed";
        var key = groups.keysOf(changes);
        int[] found = groups.find(key, changes.rows());
        touch(found, groups.keys.length == 0 ? 1 : changes.count());
        groups.add(changes, key, found);
    }

    /// Notes which groups are touched for the first time in this epoch, and their results before that.
    private void touch(int[] found, int count) {
        touched.created(groups.entries.inserted(), groups.inserted);
        expiry.ifPresent(e -> e.created(groups.entries.inserted(), groups.inserted));
        int from = touched.count();
        touched.add(found, count);
        if (spec.retractions() && !spec.resultTypes().isEmpty()) {
            int old = touched.oldCount();
            int fresh = touched.numberOld(from);
            if (fresh > 0) {
                int[] entries = touched.oldEntries();
                for (int i = 0; i < oldResults.length; i++) {
                    oldResults[i].grow(old + fresh);
                    groups.columns[i].result(groups.entries,
                            Arrays.copyOfRange(entries, old, old + fresh), fresh, oldResults[i],
                            old);
                }
            }
        }
    }

    @Override
    public void finish() {
        if (groups.keys.length == 0 && groups.entries.size() == 0) {
            touch(groups.find(new Vector[0], Selection.all(1)), 1);
        }
        if (spec.resultTypes().isEmpty()) {
            giveDistinct();
        } else if (!spec.whenOver()) {
            giveGroups();
        }
        groups.entries.activity().wrote(touched.count());
        removeEmptyGroups();
        expiry.ifPresent(this::end);
        for (var vector : oldResults) {
            vector.reset(0);
        }
        touched.clear();
        next.finish();
    }

    private void giveGroups() {
        for (int from = 0; from < touched.count(); from += Batch.CAPACITY) {
            int to = Math.min(touched.count(), from + Batch.CAPACITY);
            int count = 0;
            for (int i = from; i < to; i++) {
                if (!isEmpty(touched.entry(i))) {
                    chunk[count++] = touched.entry(i);
                }
            }
            computeNew(count);
            if (spec.retractions()) {
                giveDifferences(from, to);
            } else {
                giveNew(Selection.all(count), count);
            }
        }
    }

    private void computeNew(int count) {
        for (int i = 0; i < newResults.length; i++) {
            newResults[i].reset(count);
            groups.columns[i].result(groups.entries, chunk, count, newResults[i], 0);
        }
    }

    /// Gives the old rows of a chunk and then the new ones, but for those that are the same.
    private void giveDifferences(int from, int to) {
        var removed = new int[to - from];
        var added = new int[to - from];
        int removals = 0;
        int additions = 0;
        int at = 0;
        for (int i = from; i < to; i++) {
            int old = touched.old(i);
            boolean isThere = !isEmpty(touched.entry(i));
            boolean same = isThere && old >= 0 && sameResults(old, at);
            if (old >= 0 && !same) {
                removed[removals++] = i;
            }
            if (isThere && !same) {
                added[additions++] = at;
            }
            at += isThere ? 1 : 0;
        }
        int[] live = Arrays.copyOf(chunk, at);
        giveOld(removed, removals);
        System.arraycopy(live, 0, chunk, 0, at);
        giveNew(Selection.of(added, additions), at);
    }

    private boolean sameResults(int old, int now) {
        for (int i = 0; i < newResults.length; i++) {
            if (!Hashing.equal(oldResults[i], old, newResults[i], now)) {
                return false;
            }
        }
        return true;
    }

    private void giveOld(int[] indexes, int count) {
        if (count == 0) {
            return;
        }
        var rows = new int[count];
        for (int i = 0; i < count; i++) {
            chunk[i] = touched.entry(indexes[i]);
            rows[i] = touched.old(indexes[i]);
        }
        loadKeys(count);
        for (int i = 0; i < oldResults.length; i++) {
            var into = output[spec.keyTypes().size() + i];
            into.reset(count);
            into.copyRows(oldResults[i], Selection.of(rows, count), 0);
        }
        next.accept(Batch.of(count, output, removals));
    }

    /// Gives the selected ones of the `count` groups whose new results have been computed.
    private void giveNew(Selection selected, int count) {
        if (selected.isEmpty()) {
            return;
        }
        loadKeys(count);
        var columns = output.clone();
        System.arraycopy(newResults, 0, columns, spec.keyTypes().size(), newResults.length);
        var batch = Batch.of(count, columns);
        next.accept(selected.count() == count ? batch : batch.select(selected));
    }

    private void loadKeys(int count) {
        for (int i = 0; i < spec.keyTypes().size(); i++) {
            output[i].reset(count);
            groups.entries.load(chunk, count, i, output[i], 0);
        }
    }

    /// Without aggregates a group's row never changes: it comes with the group and goes with it.
    private void giveDistinct() {
        for (int from = 0; from < touched.count(); from += Batch.CAPACITY) {
            int to = Math.min(touched.count(), from + Batch.CAPACITY);
            giveDistinct(from, to, false);
            giveDistinct(from, to, true);
        }
    }

    private void giveDistinct(int from, int to, boolean added) {
        int count = 0;
        for (int i = from; i < to; i++) {
            int entry = touched.entry(i);
            if (touched.isCreated(entry) == added && isEmpty(entry) == !added) {
                chunk[count++] = entry;
            }
        }
        if (count > 0) {
            loadKeys(count);
            next.accept(added ? Batch.of(count, output) : Batch.of(count, output, removals));
        }
    }

    private boolean isEmpty(int entry) {
        return groups.countColumn >= 0 && groups.keys.length > 0
                && groups.entries.word(entry, groups.countColumn) == 0;
    }

    private void removeEmptyGroups() {
        if (groups.countColumn < 0) {
            return;
        }
        for (int i = 0; i < touched.count(); i++) {
            if (isEmpty(touched.entry(i))) {
                int entry = touched.entry(i);
                expiry.ifPresent(e -> e.removed(entry));
                groups.entries.remove(entry);
            }
        }
    }

    /// Ends groups that are over: all of them when they have been waited for, else some.
    private void end(GroupExpiry ending) {
        int left = spec.whenOver() ? Integer.MAX_VALUE : Math.max(FORGOTTEN, 2 * touched.count());
        while (left > 0) {
            int count = ending.take(chunk);
            if (spec.whenOver() && count > 0) {
                computeNew(count);
                giveNew(Selection.all(count), count);
            }
            for (int i = 0; i < count; i++) {
                groups.entries.remove(chunk[i]);
            }
            left = count < chunk.length ? 0 : left - count;
        }
        for (var column : groups.columns) {
            column.forget(chunk);
        }
    }

    /// Aggregates rows on their own, on any thread, until they are merged into this operator's groups by [#merge]. Its input is insert-only.
    public static final class Partial implements Changes {
        private final Groups groups;

        public Partial(Groups groups) {
            this.groups = groups;
        }

        @Override
        public void accept(Batch changes) {
            assert changes.weights() == null : "partial aggregates take insertions";
            if (changes.isEmpty()) {
                return;
            }
            var key = groups.keysOf(changes);
            groups.add(changes, key, groups.find(key, changes.rows()));
        }

        @Override
        public void finish() {}
    }

    /// Adds all groups of a partial aggregate, in the order in which they came, and empties it.
    public void merge(Partial partial) {
        var theirs = partial.groups.entries;
        var keys = Vectors.allocate(spec.keyTypes(), 0);
        int from = 0;
        int count = theirs.live(from, chunk);
        while (count > 0) {
            for (int i = 0; i < keys.length; i++) {
                keys[i].reset(count);
                theirs.load(chunk, count, i, keys[i], 0);
            }
            int[] found = groups.find(keys, Selection.all(count));
            touch(found, count);
            for (var column : groups.columns) {
                column.merge(groups.entries, found, theirs, chunk, count);
            }
            from = chunk[count - 1] + 1;
            count = theirs.live(from, chunk);
        }
        theirs.clear();
    }
}

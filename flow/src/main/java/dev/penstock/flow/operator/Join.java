package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.flow.kernel.Kernel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Joins two sides that both change, rows removed as well as added. A null key equals nothing.
///
/// State: the rows of both sides, each with its weight; where rows come out alone also the number of partners that each of them has (see [JoinSide]).
///
/// Under a watermark rows end: those that find no partner any more are forgotten, and, in output mode `append`, come out alone only then.
///
/// A change of one side meets the rows that the other side has at that moment: whichever side comes first in an epoch, each pair of changes meets once. Rows that
/// come out alone (the unmatched ones of an outer join, all of a semi or anti join) are given at the end of the epoch, so that a row which loses and finds
/// partners within one epoch is not heard of.
public final class Join {
    /// Which rows of a side come out besides, or instead of, the pairs.
    public enum Alone {
        NEVER, WITH_PARTNER, WITHOUT_PARTNER
    }

    /// What is joined. Without `pairs` the left rows that come out alone come as they are, else beside nulls. `insertOnly`: nothing that was given is ever taken
    /// back. Output columns that are not `wanted` hold anything.
    public record Spec(boolean pairs, Alone left, Alone right, List<DataType> keyTypes,
            List<DataType> leftTypes, List<DataType> rightTypes, boolean insertOnly,
            IntPredicate wanted) {}

    private final Spec spec;
    private final Optional<Kernel> residual;
    private final Changes next;
    private final Port left;
    private final Port right;
    private final int[] kept = new int[Batch.CAPACITY];
    private int finished;

    /// When the rows of each side end, if they do.
    public record Ends(Optional<JoinEnd> left, Optional<JoinEnd> right) {
        public static final Ends NEVER = new Ends(Optional.empty(), Optional.empty());
    }

    /// `residual` is over the left columns followed by the right ones. `states` is asked for two arrangements a side.
    public Join(Spec spec, List<Kernel> leftKeys, List<Kernel> rightKeys,
            Optional<Kernel> residual, Ends ends, StateFactory states, Changes next) {
        this.spec = spec;
        this.residual = residual;
        this.next = next;
        left = new Port(leftKeys, new JoinSide(spec.left(), spec.keyTypes(), spec.leftTypes(),
                ends.left(),
                (name, layout) -> states.arrangement(".left" + name, layout)), true);
        right = new Port(rightKeys, new JoinSide(spec.right(), spec.keyTypes(), spec.rightTypes(),
                ends.right(),
                (name, layout) -> states.arrangement(".right" + name, layout)), false);
    }

    /// Takes the changes of the left side.
    public Changes left() {
        return left;
    }

    /// Takes the changes of the right side.
    public Changes right() {
        return right;
    }

    private void finishEpoch() {
        left.giveAlone();
        right.giveAlone();
        left.end();
        right.end();
        next.finish();
    }

    private final class Port implements Changes {
        private final Kernel[] keys;
        private final JoinSide side;
        private final boolean isLeft;
        private final Vector[] columns;
        /// Row and entry of the other side, for each pair that has been gathered.
        private final int[] mine = new int[Batch.CAPACITY];
        private final int[] theirs = new int[Batch.CAPACITY];
        private int pairs;
        private int[] groups = new int[0];
        private int[] nullRows = new int[0];
        private int[] keyedRows = new int[0];
        private long[] partners = new long[0];
        private long[] weights = new long[0];

        Port(List<Kernel> keys, JoinSide side, boolean isLeft) {
            this.keys = keys.toArray(Kernel[]::new);
            this.side = side;
            this.isLeft = isLeft;
            columns = Vectors.allocate(side.types(), 0);
        }

        private Port other() {
            return isLeft ? right : left;
        }

        @Override
        public void accept(Batch changes) {
            var hope = side.hope();
            join(hope.isPresent() ? withHope(hope.get(), changes) : changes);
        }

        /// The rows that may find a partner; the others come out alone at once.
        private Batch withHope(Kernel hope, Batch changes) {
            var rows = changes.rows();
            int count = hope.select(changes, rows, kept);
            if (count == rows.count()) {
                return changes;
            }
            int[] hopeless = new int[rows.count() - count];
            int at = 0;
            for (int i = 0; i < rows.count(); i++) {
                int hopeful = i - at;
                if (hopeful < count && kept[hopeful] == rows.at(i)) {
                    continue;
                }
                hopeless[at++] = rows.at(i);
            }
            giveAtOnce(changes.select(Selection.of(hopeless, at)));
            return changes.select(Selection.of(Arrays.copyOf(kept, count), count));
        }

        private void giveAtOnce(Batch unmatched) {
            next.accept(unmatched.withColumns(padded(unmatched.columns(), unmatched.size())));
        }

        private void join(Batch changes) {
            if (changes.isEmpty()) {
                return;
            }
            var key = new Vector[keys.length];
            for (int i = 0; i < keys.length; i++) {
                key[i] = keys[i].evaluate(changes, changes.rows());
            }
            var rows = rowsWithKey(changes, key);
            if (rows.isEmpty()) {
                return;
            }
            if (groups.length < rows.count()) {
                groups = new int[rows.count()];
            }
            if (partners.length < changes.size()) {
                partners = new long[changes.size()];
            }
            Arrays.fill(partners, 0, changes.size(), 0);
            other().side.find(key, rows, groups);
            for (int i = 0; i < rows.count(); i++) {
                if (groups[i] >= 0) {
                    gather(changes, rows.at(i), groups[i]);
                }
            }
            flush(changes);
            side.add(key, changes, rows, partners);
        }

        /// The rows that have no null in their key. The others have no partners, now or ever.
        private Selection rowsWithKey(Batch changes, Vector[] key) {
            var rows = changes.rows();
            if (!anyNulls(key)) {
                return rows;
            }
            if (nullRows.length < rows.count()) {
                nullRows = new int[rows.count()];
                keyedRows = new int[rows.count()];
            }
            int nulls = 0;
            int keyed = 0;
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.at(i);
                if (isNull(key, row)) {
                    nullRows[nulls++] = row;
                } else {
                    keyedRows[keyed++] = row;
                }
            }
            if (nulls > 0 && side.alone() == Alone.WITHOUT_PARTNER) {
                giveWithoutKey(changes, key, Selection.of(nullRows, nulls));
            }
            return Selection.of(keyedRows, keyed);
        }

        /// Rows without a key come out with the others that have no partner: at once, or when they are over. Nobody looks for them until then.
        private void giveWithoutKey(Batch changes, Vector[] key, Selection rows) {
            if (side.waits()) {
                side.add(key, changes, rows, new long[changes.size()]);
            } else {
                giveAtOnce(changes.select(rows));
            }
        }

        private void gather(Batch changes, int row, int group) {
            var rows = other().side;
            for (int entry = rows.first(group); entry >= 0; entry = rows.next(entry)) {
                // Where only insertions may come out, a row that is there twice makes two pairs.
                long times = spec.insertOnly() && spec.pairs() ? rows.weight(entry) : 1;
                for (long n = 0; n < times; n++) {
                    if (pairs == Batch.CAPACITY) {
                        flush(changes);
                    }
                    mine[pairs] = row;
                    theirs[pairs++] = entry;
                }
            }
        }

        /// Notes and gives the pairs that have been gathered, those that pass the residual condition.
        private void flush(Batch changes) {
            if (pairs == 0) {
                return;
            }
            int count = pairs;
            pairs = 0;
            var passed = Selection.all(count);
            var batch = spec.pairs() || residual.isPresent() ? pairBatch(changes, count) : null;
            if (batch != null && residual.isPresent()) {
                passed = Selection.of(kept,
                        residual.get().select(batch, batch.rows(), kept));
            }
            notePartners(changes, passed);
            if (batch != null && spec.pairs() && !passed.isEmpty()) {
                next.accept(batch.select(passed).withWeights(pairWeights(changes, count)));
            }
        }

        private void notePartners(Batch changes, Selection passed) {
            var otherSide = other().side;
            boolean countMine = side.alone() != Alone.NEVER;
            boolean countTheirs = otherSide.alone() != Alone.NEVER;
            for (int i = 0; i < passed.count() && (countMine || countTheirs); i++) {
                int pair = passed.at(i);
                if (countMine) {
                    partners[mine[pair]] += otherSide.weight(theirs[pair]);
                }
                if (countTheirs) {
                    otherSide.addPartners(theirs[pair], changes.weight(mine[pair]));
                }
            }
        }

        private Batch pairBatch(Batch changes, int count) {
            var rows = Selection.of(mine, count);
            int first = isLeft ? 0 : spec.leftTypes().size();
            for (int i = 0; i < columns.length; i++) {
                columns[i].reset(count);
                if (spec.wanted().test(first + i)) {
                    columns[i].copyRows(changes.column(i), rows, 0);
                }
            }
            var others = other().columns;
            int firstOther = isLeft ? spec.leftTypes().size() : 0;
            for (int i = 0; i < others.length; i++) {
                others[i].reset(count);
                if (spec.wanted().test(firstOther + i)) {
                    other().side.load(theirs, count, i, others[i]);
                }
            }
            return Batch.of(count, inOrder(columns, others));
        }

        private long @Nullable [] pairWeights(Batch changes, int count) {
            if (spec.insertOnly()) {
                return null;
            }
            if (weights.length < count) {
                weights = new long[Batch.CAPACITY];
            }
            for (int i = 0; i < count; i++) {
                weights[i] = changes.weight(mine[i]) * other().side.weight(theirs[i]);
            }
            return weights;
        }

        private Vector[] inOrder(Vector[] own, Vector[] others) {
            var first = isLeft ? own : others;
            var second = isLeft ? others : own;
            var all = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, all, first.length, second.length);
            return all;
        }

        /// The columns of rows that come out alone.
        private Vector[] padded(Vector[] own, int rows) {
            if (!spec.pairs()) {
                return own;
            }
            var nulls = Vectors.allocate(other().side.types(), rows);
            for (var vector : nulls) {
                for (int row = 0; row < rows; row++) {
                    vector.setNull(row);
                }
            }
            return inOrder(own, nulls);
        }

        void giveAlone() {
            if (side.alone() != Alone.NEVER) {
                side.giveAlone(spec.insertOnly(),
                        batch -> next.accept(
                                batch.withColumns(padded(batch.columns(), batch.size()))));
            }
        }

        void end() {
            side.end(batch -> next
                    .accept(batch.withColumns(padded(batch.columns(), batch.size()))));
        }

        @Override
        public void finish() {
            if (++finished == 2) {
                finished = 0;
                finishEpoch();
            }
        }
    }

    private static boolean anyNulls(Vector[] key) {
        for (var column : key) {
            if (column.hasNulls()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNull(Vector[] key, int row) {
        for (var column : key) {
            if (column.isNull(row)) {
                return true;
            }
        }
        return false;
    }
}

package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.flow.kernel.Kernel;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Joins a side that is there first, the build side, with one that streams past it, the probe side.
///
/// The build side takes insertions only and has been finished before the probe side begins; its rows are kept in a [JoinTable]. In a
/// streaming query it is the static side, which comes whole in the first epoch: the join is then linear in the probe side, whose weights it
/// keeps, and later epochs cost only their own rows. A null key equals nothing.
public final class HashJoin {
    /// Which rows come out besides, or instead of, the pairs.
    public enum Kind {
        INNER, OUTER, SEMI, ANTI
    }

    /// What is joined. `kind` speaks of the probe side: with OUTER its rows without a partner come out too. `buildOuter` does the same for the build side, and
    /// only when there is one epoch. `probeLeft` says which side's columns come first. Output columns
    /// that are not `wanted` hold anything.
    public record Spec(Kind kind, boolean buildOuter, boolean probeLeft, List<DataType> probeTypes,
            List<DataType> buildTypes,
            List<DataType> keyTypes, IntPredicate wanted) {}

    private final Spec spec;
    private final Kernel[] buildKeys;
    private final JoinTable table;
    private final BitSet matchedBuildRows = new BitSet();

    public HashJoin(Spec spec, List<Kernel> buildKeys, String identity, StateFactory state) {
        this.spec = spec;
        this.buildKeys = buildKeys.toArray(Kernel[]::new);
        table = new JoinTable(identity, spec.keyTypes(), spec.buildTypes(), state);
    }

    /// Takes the build side.
    public Changes build() {
        return new Changes() {
            @Override
            public void accept(Batch changes) {
                table.add(changes, evaluate(buildKeys, changes));
            }

            @Override
            public void finish() {}
        };
    }

    private static Vector[] evaluate(Kernel[] kernels, Batch batch) {
        var vectors = new Vector[kernels.length];
        for (int i = 0; i < kernels.length; i++) {
            vectors[i] = kernels[i].evaluate(batch, batch.rows());
        }
        return vectors;
    }

    /// Takes the probe side and gives the result to `next`.
    public Changes probe(List<Kernel> keys, Optional<Kernel> residual, Changes next) {
        return new Probe(keys.toArray(Kernel[]::new), residual, next);
    }

    private final class Probe implements Changes {
        private final Kernel[] keys;
        private final Optional<Kernel> residual;
        private final Changes next;
        private final JoinTable.Lookup lookup = table.new Lookup();
        private final Vector[] probeColumns = Vectors.allocate(spec.probeTypes(), 0);
        private final Vector[] buildColumns = Vectors.allocate(spec.buildTypes(), 0);
        private final int[] probeRows = new int[Batch.CAPACITY];
        private final int[] buildRows = new int[Batch.CAPACITY];
        private final int[] kept = new int[Batch.CAPACITY];
        private int[] first = new int[0];
        private boolean[] matched = new boolean[0];
        private long[] weights = new long[0];
        private final boolean wantsPairs;
        private final boolean tracksMatches;
        private int pairs;

        Probe(Kernel[] keys, Optional<Kernel> residual, Changes next) {
            this.keys = keys;
            this.residual = residual;
            this.next = next;
            wantsPairs = spec.kind() == Kind.INNER || spec.kind() == Kind.OUTER
                    || residual.isPresent();
            tracksMatches = spec.kind() != Kind.INNER || spec.buildOuter();
        }

        @Override
        public void accept(Batch changes) {
            int count = changes.count();
            if (first.length < count) {
                first = new int[count];
            }
            if (tracksMatches && matched.length < changes.size()) {
                matched = new boolean[changes.size()];
            }
            if (tracksMatches) {
                Arrays.fill(matched, 0, changes.size(), false);
            }
            lookup.find(evaluate(keys, changes), changes.rows(), first);
            if (!wantsPairs) {
                for (int i = 0; i < count; i++) {
                    matched[changes.rows().at(i)] = first[i] != JoinTable.NONE;
                }
            } else if (table.isUnique() && count <= Batch.CAPACITY) {
                pairs = uniquePairs(changes.rows(), first, probeRows, buildRows);
            } else {
                gatherPairs(changes);
            }
            flush(changes);
            giveSingles(changes);
        }

        private void gatherPairs(Batch changes) {
            int count = changes.count();
            for (int i = 0; i < count; i++) {
                int row = changes.rows().at(i);
                for (int build = first[i]; build != JoinTable.NONE; build = table.next(build)) {
                    if (pairs == Batch.CAPACITY) {
                        flush(changes);
                    }
                    probeRows[pairs] = row;
                    buildRows[pairs++] = build;
                }
            }
        }

        /// Gives the pairs that have been gathered, those that pass the residual condition.
        private void flush(Batch changes) {
            if (pairs == 0) {
                return;
            }
            int count = pairs;
            pairs = 0;
            var batch = pairBatch(changes, count);
            if (residual.isPresent()) {
                int passed = residual.get().select(batch, batch.rows(), kept);
                batch = batch.select(Selection.of(kept, passed));
            }
            if (tracksMatches) {
                noteMatches(batch.rows());
            }
            if (!batch.isEmpty() && (spec.kind() == Kind.INNER || spec.kind() == Kind.OUTER)) {
                next.accept(batch);
            }
        }

        private void noteMatches(Selection passed) {
            for (int i = 0; i < passed.count(); i++) {
                int pair = passed.at(i);
                matched[probeRows[pair]] = true;
                if (spec.buildOuter()) {
                    matchedBuildRows.set(buildRows[pair]);
                }
            }
        }

        private Batch pairBatch(Batch changes, int count) {
            var probeSelection = Selection.of(probeRows, count);
            int firstProbe = spec.probeLeft() ? 0 : buildColumns.length;
            int firstBuild = spec.probeLeft() ? probeColumns.length : 0;
            for (int i = 0; i < probeColumns.length; i++) {
                probeColumns[i].reset(count);
                if (spec.wanted().test(firstProbe + i)) {
                    probeColumns[i].copyRows(changes.column(i), probeSelection, 0);
                }
            }
            for (int i = 0; i < buildColumns.length; i++) {
                buildColumns[i].reset(count);
                if (spec.wanted().test(firstBuild + i)) {
                    lookup.load(buildRows, count, i, buildColumns[i]);
                }
            }
            return Batch.of(count, inOrder(probeColumns, buildColumns),
                    pairWeights(changes, count));
        }

        private long @org.jspecify.annotations.Nullable [] pairWeights(Batch changes, int count) {
            if (changes.weights() == null) {
                return null;
            }
            if (weights.length < count) {
                weights = new long[count];
            }
            for (int i = 0; i < count; i++) {
                weights[i] = changes.weight(probeRows[i]);
            }
            return weights;
        }

        /// Gives the probe rows that come out alone: partnered ones of SEMI, partnerless ones of ANTI and OUTER.
        private void giveSingles(Batch changes) {
            if (spec.kind() == Kind.INNER) {
                return;
            }
            boolean wanted = spec.kind() == Kind.SEMI;
            int count = 0;
            int[] positions = new int[changes.count()];
            for (int i = 0; i < changes.count(); i++) {
                int row = changes.rows().at(i);
                if (matched[row] == wanted) {
                    positions[count++] = row;
                }
            }
            if (count == 0) {
                return;
            }
            var singles = changes.select(Selection.of(positions, count));
            if (spec.kind() == Kind.OUTER) {
                var all = inOrder(changes.columns(), nulls(spec.buildTypes(), changes.size()));
                singles = singles.withColumns(all);
            }
            next.accept(singles);
        }

        @Override
        public void finish() {
            if (spec.buildOuter()) {
                giveUnmatchedBuildRows();
            }
            next.finish();
        }

        private void giveUnmatchedBuildRows() {
            int row = matchedBuildRows.nextClearBit(0);
            while (row < table.size()) {
                int count = 0;
                while (row < table.size() && count < Batch.CAPACITY) {
                    buildRows[count++] = row;
                    row = matchedBuildRows.nextClearBit(row + 1);
                }
                for (int i = 0; i < buildColumns.length; i++) {
                    buildColumns[i].reset(count);
                    lookup.load(buildRows, count, i, buildColumns[i]);
                }
                next.accept(
                        Batch.of(count, inOrder(nulls(spec.probeTypes(), count), buildColumns)));
            }
        }
    }

    /// The pairs of rows that have a partner, when no row can have two: writes probe and build rows and says how many.
    private static int uniquePairs(Selection rows, int[] partners, int[] probeRows,
            int[] buildRows) {
        int[] positions = rows.positions();
        int count = rows.count();
        int pairs = 0;
        for (int i = 0; i < count; i++) {
            probeRows[pairs] = positions == null ? i : positions[i];
            buildRows[pairs] = partners[i];
            pairs += partners[i] == JoinTable.NONE ? 0 : 1;
        }
        return pairs;
    }

    private Vector[] inOrder(Vector[] probeColumns, Vector[] buildColumns) {
        var left = spec.probeLeft() ? probeColumns : buildColumns;
        var right = spec.probeLeft() ? buildColumns : probeColumns;
        var all = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, all, left.length, right.length);
        return all;
    }

    private static Vector[] nulls(List<DataType> types, int rows) {
        var vectors = Vectors.allocate(types, rows);
        for (var vector : vectors) {
            for (int row = 0; row < rows; row++) {
                vector.setNull(row);
            }
        }
        return vectors;
    }
}

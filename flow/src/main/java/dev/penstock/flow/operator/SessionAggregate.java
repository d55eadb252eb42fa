package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Activity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Groups rows by key and session: rows of a key whose spans of time touch each other are of one session.
///
/// State: see [Sessions]. At the end of an epoch each session that was touched gives its new row; sessions from before that were touched, or went into
/// another, give their old row with weight -1 first when somebody downstream needs that. With `whenOver` a session gives its row when the watermark has passed
/// its end, and only then. Its input is insert-only.
public final class SessionAggregate implements Changes {
    /// How many sessions that are over an epoch forgets, at least: fewer than a millisecond takes. When more than half as many were touched, twice those.
    private static final int FORGOTTEN = 4096;

    private final Spec spec;
    private final Input input;
    private final Sessions sessions;
    private final Optional<TimeBounds> bounds;
    private final Changes next;
    private final Marks touched = new Marks();
    private final RowBuffer olds;
    private final Vector[] output;
    private final Sessions.Merger merger = new Merging();
    private int[] entries = new int[0];
    private final int[] one = new int[1];
    private final int[] other = new int[1];
    private final int[] chunk = new int[Batch.CAPACITY];

    /// What comes out: the keys with the session's window, of type `windowAt` columns from the first, then the results. `retractions`: give old rows too.
    public record Spec(List<DataType> types, int windowAt, boolean retractions,
            boolean whenOver) {}

    /// What is computed of a row: the keys beside the session, where its span begins and ends, and the aggregates, whose state begins at
    /// [#FIRST_AGGREGATE].
    public record Input(List<Kernel> keys, Kernel start, Kernel end,
            List<AggregateColumn> columns) {}

    /// Where sessions are kept: the columns of keys beside the session, and of the state of the aggregates. `states` is asked for two arrangements.
    public record Keeping(List<Field> keys, List<Field> aggregates, StateFactory states) {}

    /// The column of a session at which the state of the first aggregate begins.
    public static final int FIRST_AGGREGATE = Sessions.FIRST_AGGREGATE;

    /// Without `bounds` sessions never end.
    public SessionAggregate(Spec spec, Input input, Keeping keeping, Optional<TimeBounds> bounds,
            EventTime times, Changes next) {
        this.spec = spec;
        this.input = input;
        this.bounds = bounds;
        this.next = next;
        sessions = new Sessions(keeping.keys(), keeping.aggregates(), keeping.states());
        olds = new RowBuffer(spec.types());
        output = Vectors.allocate(spec.types(), 0);
        bounds.ifPresent(b -> times.add(sessions.deadlines()::next, b.lagMicros()));
    }

    /// What has happened to the sessions.
    public Activity activity() {
        return sessions.entries().activity();
    }

    private final class Merging implements Sessions.Merger {
        @Override
        public void before(int entry) {
            note(entry, true);
        }

        @Override
        public void made(int entry) {
            note(entry, false);
        }

        @Override
        public void merge(int into, int from) {
            one[0] = into;
            other[0] = from;
            for (var column : input.columns()) {
                column.merge(sessions.entries(), one, sessions.entries(), other, 1);
            }
        }
    }

    /// Notes that a session changes, and its old row when it is from before the epoch.
    private void note(int entry, boolean isOld) {
        if (touched.contains(entry)) {
            return;
        }
        touched.add(entry, 0);
        if (isOld && spec.retractions()) {
            chunk[0] = entry;
            olds.accept(rows(1));
        }
    }

    @Override
    public void accept(Batch changes) {
        assert changes.weights() == null : "the plan says that no row is removed";
        if (changes.isEmpty()) {
            return;
        }
        var rows = changes.rows();
        var keys = new Vector[input.keys().size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = input.keys().get(i).evaluate(changes, rows);
        }
        var starts = (LongVector) input.start().evaluate(changes, rows);
        var ends = (LongVector) input.end().evaluate(changes, rows);
        if (entries.length < rows.count()) {
            entries = new int[rows.count()];
        }
        sessions.locate(keys, starts, ends, rows, entries, merger);
        for (int i = 0; i < rows.count(); i++) {
            entries[i] = sessions.resolve(entries[i]);
        }
        // Without keys an aggregate would be added up for the first entry alone, so a key stands for them.
        var anyKey = new Vector[]{starts};
        for (var column : input.columns()) {
            column.add(sessions.entries(), entries, anyKey, changes);
        }
    }

    @Override
    public void finish() {
        if (!spec.whenOver()) {
            giveTouched();
        }
        int count = touched.count();
        sessions.entries().activity().wrote(count);
        touched.clear();
        sessions.removeMerged();
        bounds.ifPresent(b -> end(b, count));
        next.finish();
    }

    private void giveTouched() {
        for (int i = 0; i < olds.batches(); i++) {
            var batch = olds.batch(i);
            long[] weights = new long[batch.size()];
            Arrays.fill(weights, -1);
            next.accept(batch.withWeights(weights));
        }
        olds.clear();
        int count = 0;
        for (int i = 0; i < touched.count(); i++) {
            if (!sessions.isMerged(touched.at(i))) {
                chunk[count++] = touched.at(i);
            }
            if (count == chunk.length || (i == touched.count() - 1 && count > 0)) {
                next.accept(rows(count));
                count = 0;
            }
        }
    }

    /// Ends sessions that are over: all of them when they have been waited for, else some.
    private void end(TimeBounds watermark, int changed) {
        int left = spec.whenOver() ? Integer.MAX_VALUE : Math.max(FORGOTTEN, 2 * changed);
        while (left > 0) {
            int count = sessions.deadlines().take(watermark.watermark(), chunk);
            if (spec.whenOver() && count > 0) {
                next.accept(rows(count));
            }
            for (int i = 0; i < count; i++) {
                sessions.remove(chunk[i]);
            }
            left = count < chunk.length ? 0 : left - count;
        }
    }

    /// The rows of the first `count` sessions of `chunk`.
    private Batch rows(int count) {
        var keyEntries = new int[count];
        for (int i = 0; i < count; i++) {
            keyEntries[i] = sessions.key(chunk[i]);
        }
        int key = 0;
        for (int i = 0; i <= input.keys().size(); i++) {
            output[i].reset(count);
            if (i == spec.windowAt()) {
                var window = (StructVector) output[i];
                for (int row = 0; row < count; row++) {
                    ((LongVector) window.field(0)).set(row, sessions.start(chunk[row]));
                    ((LongVector) window.field(1)).set(row, sessions.end(chunk[row]));
                }
            } else {
                sessions.keys().load(keyEntries, count, key++, output[i], 0);
            }
        }
        for (int i = 0; i < input.columns().size(); i++) {
            var into = output[input.keys().size() + 1 + i];
            into.reset(count);
            input.columns().get(i).result(sessions.entries(), chunk, count, into, 0);
        }
        return Batch.of(count, output);
    }
}

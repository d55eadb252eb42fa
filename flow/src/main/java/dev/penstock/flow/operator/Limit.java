package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.store.state.Arrangement;

/// Passes over the first `offset` rows and passes on at most `limit` after them, over all epochs. Its input is insert-only.
///
/// State: how many rows have come, in one entry of an arrangement.
public final class Limit implements Changes {
    /// The one value column of the state.
    public static final Field STATE = new Field("", DataType.LONG, false);

    private final long offset;
    private final long limit;
    private final Arrangement seen;
    private final Changes next;
    private final int[] entry = new int[1];

    /// `seen` has no key and the value [#STATE].
    public Limit(long offset, long limit, Arrangement seen, Changes next) {
        this.offset = offset;
        this.limit = limit;
        this.seen = seen;
        this.next = next;
    }

    @Override
    public void accept(Batch changes) {
        assert changes.weights() == null : "limit takes insertions";
        seen.findOrInsert(new Vector[0], Selection.all(1), entry);
        long before = seen.word(entry[0], 0);
        int count = changes.count();
        seen.setWord(entry[0], 0, before + count);
        int from = Math.clamp(offset - before, 0, count);
        int to = Math.clamp(Math.max(0, saturatedEnd() - before), from, count);
        if (from == 0 && to == count) {
            next.accept(changes);
        } else if (from < to) {
            next.accept(changes.select(slice(changes.rows(), from, to)));
        }
    }

    private long saturatedEnd() {
        return limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + limit;
    }

    private static Selection slice(Selection rows, int from, int to) {
        int[] positions = new int[to - from];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = rows.at(from + i);
        }
        return Selection.of(positions, positions.length);
    }

    @Override
    public void finish() {
        next.finish();
    }
}

package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Gives each change of an epoch as a row: its columns, then its kind, the number and the time of the epoch. No state.
///
/// What comes has to be what the epoch comes to, see [Consolidate]. A removed row and an inserted one of the same key are an update, two rows that follow
/// each other in one batch. First come the rows that are removed for good, in the order in which they came, then the others in theirs, so the order depends
/// on the changes alone.
public final class Changelog implements Changes {
    public static final String INSERT = "insert";
    public static final String BEFORE = "update_preimage";
    public static final String AFTER = "update_postimage";
    public static final String DELETE = "delete";
    private static final int NONE = -1;

    private final Optional<int[]> key;
    private final EpochClock clock;
    private final Changes next;
    private final RowBuffer removed;
    private final RowBuffer inserted;
    private final Arrangement byKey;
    private final Vector[] output;
    private final int width;
    private int count;

    /// `key` are the columns that name a row, if the plan tells them.
    public Changelog(List<DataType> types, Optional<List<Integer>> key, EpochClock clock,
            Changes next) {
        this.key = key.map(columns -> columns.stream().mapToInt(Integer::intValue).toArray());
        this.clock = clock;
        this.next = next;
        width = types.size();
        removed = new RowBuffer(types);
        inserted = new RowBuffer(types);
        // The first row that was removed under a key and has found no successor yet.
        byKey = new Arrangement(Layout.ofTypes(key.orElse(List.of()).stream().map(types::get)
                .toList(), List.of(DataType.LONG)));
        var all = new ArrayList<>(types);
        all.addAll(List.of(DataType.STRING, DataType.LONG, DataType.TIMESTAMP));
        output = Vectors.allocate(all, 0);
    }

    @Override
    public void accept(Batch changes) {
        long[] weights = changes.weights();
        if (weights == null) {
            inserted.accept(changes);
            return;
        }
        int[] minus = new int[changes.count()];
        int[] plus = new int[changes.count()];
        int minusCount = 0;
        int plusCount = 0;
        for (int i = 0; i < changes.count(); i++) {
            int row = changes.rows().at(i);
            if (weights[row] < 0) {
                minus[minusCount++] = row;
            } else if (weights[row] > 0) {
                plus[plusCount++] = row;
            }
        }
        removed.accept(changes.select(Selection.of(minus, minusCount)));
        inserted.accept(changes.select(Selection.of(plus, plusCount)));
    }

    @Override
    public void finish() {
        int[] from = places(removed);
        int[] to = places(inserted);
        int[] partner = partners(from, to);
        var replaced = new boolean[from.length];
        for (int i : partner) {
            if (i != NONE) {
                replaced[i] = true;
            }
        }
        for (int i = 0; i < from.length; i++) {
            if (!replaced[i]) {
                reserve(1);
                put(removed, from[i], DELETE);
            }
        }
        for (int i = 0; i < to.length; i++) {
            boolean update = partner[i] != NONE;
            reserve(2);
            if (update) {
                put(removed, from[partner[i]], BEFORE);
            }
            put(inserted, to[i], update ? AFTER : INSERT);
        }
        give();
        removed.clear();
        inserted.clear();
        next.finish();
    }

    /// The places of the rows, each as often as its weight says.
    private static int[] places(RowBuffer rows) {
        int[] places = new int[Math.toIntExact(rows.rows())];
        int size = 0;
        for (int batch = 0; batch < rows.batches(); batch++) {
            var changes = rows.batch(batch);
            for (int row = 0; row < changes.size(); row++) {
                for (long copy = Math.abs(changes.weight(row)); copy > 0; copy--) {
                    if (size == places.length) {
                        places = Arrays.copyOf(places, Math.max(16, 2 * size));
                    }
                    places[size++] = batch * Batch.CAPACITY + row;
                }
            }
        }
        return Arrays.copyOf(places, size);
    }

    /// For each inserted row which removed one it takes the place of; the first inserted row of a key takes that of the first removed one.
    private int[] partners(int[] from, int[] to) {
        int[] partner = new int[to.length];
        Arrays.fill(partner, NONE);
        if (key.isEmpty() || from.length == 0 || to.length == 0) {
            return partner;
        }
        int[] following = new int[from.length];
        int[] entry = new int[1];
        for (int i = from.length - 1; i >= 0; i--) {
            int made = byKey.findOrInsert(keys(removed, from[i]), row(from[i]), entry);
            following[i] = made > 0 ? NONE : (int) byKey.word(entry[0], key.get().length);
            byKey.setWord(entry[0], key.get().length, i);
        }
        for (int i = 0; i < to.length; i++) {
            byKey.find(keys(inserted, to[i]), row(to[i]), entry);
            if (entry[0] >= 0) {
                partner[i] = (int) byKey.word(entry[0], key.get().length);
                if (partner[i] != NONE) {
                    byKey.setWord(entry[0], key.get().length, following[partner[i]]);
                }
            }
        }
        byKey.clear();
        return partner;
    }

    private Vector[] keys(RowBuffer rows, int place) {
        var columns = rows.columns(place / Batch.CAPACITY);
        int[] wanted = key.orElseThrow();
        var keys = new Vector[wanted.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = columns[wanted[i]];
        }
        return keys;
    }

    private static Selection row(int place) {
        return Selection.of(new int[]{place % Batch.CAPACITY}, 1);
    }

    /// Makes room for rows that have to stay together.
    private void reserve(int rows) {
        if (count + rows > Batch.CAPACITY) {
            give();
        }
        if (count == 0) {
            for (var column : output) {
                column.reset(rows);
            }
        }
        for (var column : output) {
            column.grow(count + rows);
        }
    }

    private void put(RowBuffer rows, int place, String kind) {
        var columns = rows.columns(place / Batch.CAPACITY);
        for (int i = 0; i < width; i++) {
            output[i].copyRow(columns[i], place % Batch.CAPACITY, count);
        }
        ((BytesVector) output[width]).append(count, kind);
        ((LongVector) output[width + 1]).set(count, clock.epoch());
        ((LongVector) output[width + 2]).set(count, clock.clockMicros());
        count++;
    }

    private void give() {
        if (count > 0) {
            next.accept(Batch.of(count, output));
            count = 0;
        }
    }
}

package dev.penstock.store.table;

import dev.penstock.data.Batch;
import dev.penstock.data.Hashing;
import dev.penstock.data.Schema;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Blocks;
import dev.penstock.store.state.Frozen;
import dev.penstock.store.state.Image;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A table in an arrangement: by key, or whole rows with their number. Rows are read in the order of the entries.
///
/// Changes wait in the staging area and are applied at the commit, under the lock of the group. A reader freezes the arrangement under the same lock, once for
/// all readers between two commits; so pages are copied only when somebody reads.
final class KeyedTable implements Table, TableGroup.Member {
    private final TableGroup group;
    private final TableLayout layout;
    private final Arrangement arrangement;
    private final Staging staging;
    private final int countColumn;
    private final List<Integer> order;
    private final Vector[] probe;
    private int[] entries = new int[Batch.CAPACITY];
    /// The number of rows; of whole rows with a negative count, which only wrong changes leave behind, none is there.
    private long rowCount;
    private long epoch = -1;
    private @Nullable KeyedSnapshot latest;

    KeyedTable(TableGroup group, TableLayout layout) {
        this(group, layout, new Arrangement(layout.layout()));
    }

    private KeyedTable(TableGroup group, TableLayout layout, Arrangement arrangement) {
        this.group = group;
        this.layout = layout;
        this.arrangement = arrangement;
        staging = new Staging(layout.schema());
        countColumn = layout.countColumn();
        order = layout.order();
        probe = Vectors.allocate(layout.schema().types(), 1);
    }

    static KeyedTable restore(TableGroup group, TableLayout layout, Blocks blocks)
            throws IOException {
        var table = new KeyedTable(group, layout, Arrangement.restore(layout.layout(), blocks));
        table.countRows();
        return table;
    }

    private void countRows() {
        int from = 0;
        for (int count = arrangement.live(from, entries); count > 0; count = arrangement.live(from,
                entries)) {
            for (int i = 0; i < count; i++) {
                rowCount += Math.max(0, arrangement.word(entries[i], countColumn));
            }
            from = entries[count - 1] + 1;
        }
    }

    TableGroup group() {
        return group;
    }

    @Override
    public Schema schema() {
        return layout.schema();
    }

    @Override
    public void write(Batch changes) {
        staging.add(changes);
    }

    @Override
    public void truncate() {
        staging.truncate();
    }

    @Override
    public void rollback() {
        staging.clear();
    }

    @Override
    public void publish(long newEpoch) {
        epoch = newEpoch;
        if (staging.truncated()) {
            arrangement.clear();
            rowCount = 0;
        }
        for (var batch : staging.batches()) {
            if (entries.length < batch.size()) {
                entries = new int[batch.size()];
            }
            apply(batch);
        }
        staging.clear();
        latest = null;
    }

    /// Every key of the batch gets an entry first, whatever its changes come to; those that end up empty are removed at the end.
    private void apply(Batch batch) {
        arrangement.findOrInsert(layout.keys(batch.columns()), batch.rows(), entries);
        for (int i = 0; i < batch.size(); i++) {
            long before = arrangement.word(entries[i], countColumn);
            long after = layout.wholeRows()
                    ? before + batch.weight(i)
                    : upsert(entries[i], batch, i, before);
            if (after != before) {
                arrangement.setWord(entries[i], countColumn, after);
                rowCount += Math.max(0, after) - Math.max(0, before);
            }
        }
        for (int i = 0; i < batch.size(); i++) {
            if (arrangement.isLive(entries[i]) && arrangement.word(entries[i], countColumn) == 0) {
                arrangement.remove(entries[i]);
            }
        }
    }

    private long upsert(int entry, Batch batch, int row, long before) {
        if (batch.weight(row) > 0) {
            storeRow(entry, batch, row);
            return 1;
        }
        return batch.weight(row) < 0 && before != 0 && holds(entry, batch, row) ? 0 : before;
    }

    private void storeRow(int entry, Batch batch, int row) {
        for (int i = layout.key().size(); i < order.size(); i++) {
            arrangement.store(entry, i, batch.column(order.get(i)), row);
        }
    }

    private boolean holds(int entry, Batch batch, int row) {
        var one = new int[]{entry};
        for (int i = layout.key().size(); i < order.size(); i++) {
            var into = probe[order.get(i)];
            into.reset(1);
            arrangement.load(one, 1, i, into, 0);
            if (!Hashing.equal(into, 0, batch.column(order.get(i)), row)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public TableSnapshot snapshot() {
        return group.locked(() -> {
            var known = latest;
            if (known == null) {
                known = new KeyedSnapshot(layout, epoch, rowCount, arrangement.freeze());
                latest = known;
            }
            return known;
        });
    }

    @Override
    public Image freeze() {
        return group.locked(arrangement::freeze);
    }

    /// A frozen arrangement read as a table.
    private record KeyedSnapshot(TableLayout layout, long epoch, long rowCount,
            Frozen frozen) implements TableSnapshot {
        @Override
        public Schema schema() {
            return layout.schema();
        }

        @Override
        public void forEach(Consumer<Batch> reader) {
            var output = new RowOutput(layout, frozen, reader);
            var entries = new int[Batch.CAPACITY];
            int from = 0;
            for (int count = frozen.live(from, entries); count > 0; count = frozen.live(from,
                    entries)) {
                output.pass(entries, count);
                from = entries[count - 1] + 1;
            }
        }
    }

    /// Loads entries and passes them on, each as often as it is there.
    private static final class RowOutput {
        private final TableLayout layout;
        private final Frozen frozen;
        private final Frozen.Cursor cursor;
        private final Consumer<Batch> reader;
        private final Vector[] columns;
        private final int[] repeated = new int[Batch.CAPACITY];

        RowOutput(TableLayout layout, Frozen frozen, Consumer<Batch> reader) {
            this.layout = layout;
            this.frozen = frozen;
            this.reader = reader;
            cursor = frozen.cursor();
            columns = Vectors.allocate(layout.schema().types(), Batch.CAPACITY);
        }

        void pass(int[] entries, int count) {
            int filled = 0;
            for (int i = 0; i < count; i++) {
                for (long n = frozen.word(entries[i], layout.countColumn()); n > 0; n--) {
                    repeated[filled++] = entries[i];
                    if (filled == repeated.length) {
                        load(repeated, filled);
                        filled = 0;
                    }
                }
            }
            if (filled > 0) {
                load(repeated, filled);
            }
        }

        private void load(int[] entries, int count) {
            var order = layout.order();
            for (int i = 0; i < order.size(); i++) {
                var column = columns[order.get(i)];
                column.reset(Batch.CAPACITY);
                cursor.load(entries, count, i, column, 0);
            }
            reader.accept(Batch.of(count, columns));
        }
    }
}

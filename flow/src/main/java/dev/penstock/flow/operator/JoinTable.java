package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Finder;
import dev.penstock.store.state.Frozen;
import dev.penstock.store.state.Layout;
import java.util.ArrayList;
import java.util.List;

/// The rows of one side of a join, found by key.
///
/// Two arrangements: `keys` has, for each key, the first and the last of its rows; `rows` has the rows by number, in the order in which they
/// came, each with the number of the next row of its key. Rows are only added.
final class JoinTable {
    static final int NONE = -1;
    private static final int FIRST = 0;
    private static final int LAST = 1;

    private final Arrangement keys;
    private final Arrangement rows;
    private final int keyColumns;
    private final int columns;
    private final int nextColumn;
    private final LongVector numbers = new LongVector(Batch.CAPACITY);
    private int[] keyEntries = new int[Batch.CAPACITY];
    private int[] rowEntries = new int[Batch.CAPACITY];

    JoinTable(String identity, List<DataType> keyTypes, List<DataType> columnTypes,
            StateFactory state) {
        keyColumns = keyTypes.size();
        columns = columnTypes.size();
        nextColumn = 1 + columns;
        var link = new Field("", DataType.LONG, false);
        keys = state.arrangement(identity + ".keys",
                Layout.of(nullable(keyTypes), List.of(link, link)));
        var values = new ArrayList<>(nullable(columnTypes));
        values.add(link);
        rows = state.arrangement(identity + ".rows", Layout.of(List.of(link), values));
    }

    private static List<Field> nullable(List<DataType> types) {
        return types.stream().map(type -> Field.of("", type)).toList();
    }

    /// Adds the selected rows of a batch under their keys.
    void add(Batch batch, Vector[] key) {
        assert batch.weights() == null : "the build side of a join takes insertions";
        int count = batch.count();
        var selected = batch.rows();
        if (keyEntries.length < count) {
            keyEntries = new int[count];
            rowEntries = new int[count];
        }
        numbers.reset(count);
        for (int i = 0; i < count; i++) {
            numbers.set(i, rows.size() + (long) i);
        }
        rows.findOrInsert(new Vector[]{numbers}, Selection.all(count), rowEntries);
        keys.findOrInsert(key, selected, keyEntries);
        for (int i = 0; i < count; i++) {
            for (int column = 0; column < columns; column++) {
                rows.store(rowEntries[i], 1 + column, batch.column(column), selected.at(i));
            }
            link(keyEntries[i], rowEntries[i]);
        }
    }

    /// Row numbers are kept plus one, so that the zero of a new entry means that there is none.
    private void link(int key, int row) {
        long last = keys.word(key, keyColumns + LAST);
        if (last == 0) {
            keys.setWord(key, keyColumns + FIRST, row + 1L);
        } else {
            rows.setWord((int) last - 1, nextColumn, row + 1L);
        }
        keys.setWord(key, keyColumns + LAST, row + 1L);
    }

    /// The row after `row` with the same key, or [#NONE].
    int next(int row) {
        return (int) rows.word(row, nextColumn) - 1;
    }

    int size() {
        return rows.size();
    }

    /// True when no key has two rows. Numbers are given out in rising order, so a key then has the number of its row.
    boolean isUnique() {
        return rows.size() == keys.size();
    }

    /// Reads the table for one thread; several may, each with its own, while no rows are added.
    final class Lookup {
        private final Finder finder = keys.finder();
        private final Frozen.Cursor cursor = rows.cursor();
        private DenseKeys dense = DenseKeys.NONE;
        private int denseSize;

        /// Writes to `first[i]` the first row with the key of row `selected.at(i)`, or [#NONE].
        void find(Vector[] key, Selection selected, int[] first) {
            if (key.length == 1 && key[0] instanceof LongVector longs && isUnique()
                    && !longs.hasNulls() && findDense(longs, selected, first)) {
                return;
            }
            finder.find(key, selected, first);
            int count = selected.count();
            if (isUnique() && !anyNulls(key)) {
                return;
            }
            for (int i = 0; i < count; i++) {
                first[i] = first[i] == NONE || anyNull(key, selected.at(i))
                        ? NONE
                        : (int) keys.word(first[i], keyColumns + FIRST) - 1;
            }
        }

        private boolean findDense(LongVector key, Selection selected, int[] first) {
            if (denseSize != keys.size()) {
                denseSize = keys.size();
                dense = DenseKeys.of(keys);
            }
            if (dense.isEmpty()) {
                return false;
            }
            dense.find(key.values(), selected, first);
            return true;
        }

        /// Copies a column of the given rows to rows 0 to `count - 1` of `into`, which has been reset.
        void load(int[] rowNumbers, int count, int column, Vector into) {
            cursor.load(rowNumbers, count, 1 + column, into, 0);
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

    private static boolean anyNull(Vector[] key, int row) {
        for (var column : key) {
            if (column.isNull(row)) {
                return true;
            }
        }
        return false;
    }
}

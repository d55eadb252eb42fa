package dev.penstock.data;

import org.jspecify.annotations.Nullable;

/// Changes of a table: rows in columns, which of them count, and by how much.
///
/// Row `i` of the batch is row `i` of every column. Only the rows of [#rows()] count; the others are to be ignored.
/// A weight says how often the row is inserted (+1) or removed (-1); without weights every row is an insertion.
/// The sum of its batches is the table (a Z-set).
///
/// A batch is a cheap view on vectors that belong to whoever made it. It is valid until its maker is called again.
public final class Batch {
    /// The most rows of a batch. 4096 longs are 32 KiB: a few columns of a batch stay in the first two caches.
    public static final int CAPACITY = 4096;

    private final int size;
    private final Vector[] columns;
    private final Selection rows;
    private final long @Nullable [] weights;

    private Batch(int size, Vector[] columns, Selection rows, long @Nullable [] weights) {
        this.size = size;
        this.columns = columns;
        this.rows = rows;
        this.weights = weights;
    }

    /// `size` insertions.
    public static Batch of(int size, Vector... columns) {
        return new Batch(size, columns, Selection.all(size), null);
    }

    /// `size` changes with the given weights, indexed by row.
    public static Batch of(int size, Vector[] columns, long @Nullable [] weights) {
        return new Batch(size, columns, Selection.all(size), weights);
    }

    /// The same rows, of which only these count.
    public Batch select(Selection selection) {
        return new Batch(size, columns, selection, weights);
    }

    /// The same rows and weights with other columns.
    public Batch withColumns(Vector... newColumns) {
        return new Batch(size, newColumns, rows, weights);
    }

    /// The same rows with other weights; null means +1 each.
    public Batch withWeights(long @Nullable [] newWeights) {
        return new Batch(size, columns, rows, newWeights);
    }

    /// The number of rows that the columns hold, selected or not.
    public int size() {
        return size;
    }

    /// The number of rows that count.
    public int count() {
        return rows.count();
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public Selection rows() {
        return rows;
    }

    public int width() {
        return columns.length;
    }

    public Vector column(int index) {
        return columns[index];
    }

    /// The columns themselves, not a copy.
    public Vector[] columns() {
        return columns;
    }

    /// The weights by row, or null when each is +1: hot loops branch on this once.
    public long @Nullable [] weights() {
        return weights;
    }

    public long weight(int row) {
        return weights == null ? 1 : weights[row];
    }
}

package dev.penstock.data;

/// Maps as views: each row is `length` consecutive entries, from `offset` on, of a vector of keys and one of values.
///
/// Written as an [ArrayVector] is: entries first, at [#used], then [#append].
public final class MapVector extends Vector {
    private final StructVector entryColumns;
    private final ArrayVector entries;

    public MapVector(int capacity, Vector keys, Vector values) {
        entryColumns = new StructVector(0, keys, values);
        entries = new ArrayVector(capacity, entryColumns);
    }

    public Vector keys() {
        return entryColumns.field(0);
    }

    public Vector values() {
        return entryColumns.field(1);
    }

    /// How many entries are in use: where the next row's entries go.
    public int used() {
        return entries.used();
    }

    public int offset(int row) {
        return entries.offset(row);
    }

    public int length(int row) {
        return entries.length(row);
    }

    /// Makes a row of the `length` entries from [#used] on, which the caller has written or will write.
    public void append(int row, int length) {
        entries.append(row, length);
    }

    @Override
    void resetValues(int capacity) {
        entries.reset(capacity);
    }

    @Override
    public int capacity() {
        return entries.capacity();
    }

    @Override
    public void grow(int capacity) {
        entries.grow(capacity);
    }

    @Override
    void copyValue(Vector from, int fromRow, int to) {
        entries.copyValue(((MapVector) from).entries, fromRow, to);
    }

    @Override
    public long memoryBytes() {
        return entries.memoryBytes();
    }
}

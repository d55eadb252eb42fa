package dev.penstock.data;

/// A column of type `void`: every row is null. Its owner marks each row as null like in any other vector.
public final class NullVector extends Vector {
    private int capacity;

    public NullVector(int capacity) {
        this.capacity = capacity;
    }

    @Override
    void resetValues(int newCapacity) {
        capacity = Math.max(capacity, newCapacity);
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void grow(int newCapacity) {
        capacity = Math.max(capacity, newCapacity);
    }

    @Override
    void copyValue(Vector from, int fromRow, int to) {
        setNull(to);
    }

    @Override
    public long memoryBytes() {
        return 0;
    }
}

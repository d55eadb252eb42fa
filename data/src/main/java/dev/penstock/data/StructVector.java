package dev.penstock.data;

import java.util.List;

/// Structs: row `i` is made of row `i` of each field's vector. A null struct says nothing about its fields' rows.
public final class StructVector extends Vector {
    private final Vector[] fields;
    private int capacity;

    public StructVector(int capacity, Vector... fields) {
        this.fields = fields;
        this.capacity = capacity;
    }

    public Vector field(int index) {
        return fields[index];
    }

    public List<Vector> fields() {
        return List.of(fields);
    }

    @Override
    void resetValues(int newCapacity) {
        capacity = Math.max(capacity, newCapacity);
        for (var field : fields) {
            field.reset(newCapacity);
        }
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void grow(int newCapacity) {
        if (capacity < newCapacity) {
            capacity = grownCapacity(capacity, newCapacity);
            for (var field : fields) {
                field.grow(capacity);
            }
        }
    }

    @Override
    void copyValue(Vector from, int fromRow, int to) {
        var source = (StructVector) from;
        for (int i = 0; i < fields.length; i++) {
            fields[i].copyRow(source.fields[i], fromRow, to);
        }
    }

    @Override
    public long memoryBytes() {
        long bytes = 0;
        for (var field : fields) {
            bytes += field.memoryBytes();
        }
        return bytes;
    }
}

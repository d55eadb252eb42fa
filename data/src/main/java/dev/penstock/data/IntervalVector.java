package dev.penstock.data;

import java.util.Arrays;

/// Calendar intervals: months, days and microseconds, each signed and kept apart.
public final class IntervalVector extends Vector {
    private int[] months;
    private int[] days;
    private long[] micros;

    public IntervalVector(int capacity) {
        months = new int[capacity];
        days = new int[capacity];
        micros = new long[capacity];
    }

    public int[] months() {
        return months;
    }

    public int[] days() {
        return days;
    }

    public long[] micros() {
        return micros;
    }

    public void set(int row, int month, int day, long micro) {
        months[row] = month;
        days[row] = day;
        micros[row] = micro;
    }

    @Override
    void resetValues(int capacity) {
        if (micros.length < capacity) {
            months = new int[capacity];
            days = new int[capacity];
            micros = new long[capacity];
        }
    }

    @Override
    public int capacity() {
        return micros.length;
    }

    @Override
    public void grow(int capacity) {
        if (micros.length < capacity) {
            int grown = grownCapacity(micros.length, capacity);
            months = Arrays.copyOf(months, grown);
            days = Arrays.copyOf(days, grown);
            micros = Arrays.copyOf(micros, grown);
        }
    }

    @Override
    void copyValue(Vector from, int fromRow, int to) {
        var source = (IntervalVector) from;
        set(to, source.months[fromRow], source.days[fromRow], source.micros[fromRow]);
    }

    @Override
    public long memoryBytes() {
        return 16L * micros.length;
    }
}

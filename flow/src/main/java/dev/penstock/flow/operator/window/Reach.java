package dev.penstock.flow.operator.window;

/// How far rows and values of a window depend on each other, in rows. A change at a position can touch the values of so many rows before and
/// after it; a value is computed from so many rows back and ahead. With `peers` all of that extends to the rows that are equal in the order.
record Reach(int touchesBefore, int touchesAfter, int looksBack, int looksAhead, boolean peers) {
    /// As far as the partition goes; small enough to be added to positions.
    static final int ALL = Integer.MAX_VALUE / 4;
    static final Reach NONE = new Reach(0, 0, 0, 0, false);
    static final Reach EVERYTHING = new Reach(ALL, ALL, ALL, ALL, false);

    /// Of a function that reads rows `back` to `ahead` of each row.
    static Reach of(int back, int ahead, boolean peers) {
        return new Reach(ahead, back, back, ahead, peers);
    }

    Reach or(Reach other) {
        return new Reach(Math.max(touchesBefore, other.touchesBefore),
                Math.max(touchesAfter, other.touchesAfter), Math.max(looksBack, other.looksBack),
                Math.max(looksAhead, other.looksAhead), peers || other.peers);
    }
}

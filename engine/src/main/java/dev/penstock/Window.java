package dev.penstock;

/// How rows are split, ordered and framed for a function over a window: `sum(col("x")).over(Window.partitionBy("k").orderBy("t"))`.
public final class Window {
    private Window() {}

    /// Rows that are equal in these columns belong together.
    public static WindowSpec partitionBy(Column... columns) {
        return WindowSpec.NONE.partitionBy(columns);
    }

    /// Rows that are equal in the columns of these names belong together.
    public static WindowSpec partitionBy(String column, String... columns) {
        return WindowSpec.NONE.partitionBy(column, columns);
    }

    /// All rows belong together, in this order.
    public static WindowSpec orderBy(Column... columns) {
        return WindowSpec.NONE.orderBy(columns);
    }

    /// All rows belong together, in ascending order of the columns of these names.
    public static WindowSpec orderBy(String column, String... columns) {
        return WindowSpec.NONE.orderBy(column, columns);
    }

    /// As [WindowSpec#rowsBetween], of all rows.
    public static WindowSpec rowsBetween(long start, long end) {
        return WindowSpec.NONE.rowsBetween(start, end);
    }

    /// As [WindowSpec#rangeBetween], of all rows.
    public static WindowSpec rangeBetween(long start, long end) {
        return WindowSpec.NONE.rangeBetween(start, end);
    }

    /// The first row of the partition, as the start of a frame.
    public static long unboundedPreceding() {
        return Long.MIN_VALUE;
    }

    /// The last row of the partition, as the end of a frame.
    public static long unboundedFollowing() {
        return Long.MAX_VALUE;
    }

    /// The row itself, as an end of a frame.
    public static long currentRow() {
        return 0;
    }
}

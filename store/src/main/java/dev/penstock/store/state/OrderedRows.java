package dev.penstock.store.state;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.IntVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import java.util.ArrayList;
import java.util.List;

/// Rows in order within their group, each with a weight: finds the first and the last row, the row at a position and the position of a row in
/// logarithmic time. For `min` and `max` with retractions, percentiles, top-N, and window functions.
///
/// The groups are the caller's: each has a number and a *root*, a word that is 0 while the group has no rows, which the caller keeps and hands to each call.
/// The rows of a group form a search tree within the arrangement: entries are nodes, and a node that has a smaller *priority* is never above a greater one (a
/// treap). Priorities are entry numbers, mixed, so the shape of a tree depends only on the operations, and a restored snapshot has the same.
///
/// ```
/// rows:  group, row columns | weight | left row + 1 (32 bits), right row + 1 (32 bits) | weight of the subtree | note
/// ```
///
/// A row whose weight is 0 may stay in the tree until [#remove]; it takes no position. Not safe for use by two threads at once.
public final class OrderedRows {
    /// What a root is while a group has no rows.
    public static final long EMPTY = 0;
    /// No row.
    public static final int NONE = -1;

    private static final int WEIGHT = 0;
    private static final int LINKS = 1;
    private static final int TOTAL = 2;
    private static final int NOTE = 3;

    /// The order of two rows, which are entries of the arrangement; 0 only for the same entry.
    @FunctionalInterface
    public interface Order {
        int compare(Arrangement rows, int a, int b);
    }

    /// Looks at rows in order.
    @FunctionalInterface
    public interface Visitor {
        /// `position` is how much weight lies before the row. Returns false to end the walk.
        boolean visit(int row, long position);
    }

    private final Arrangement rows;
    private final Order order;
    private final int values;
    private final IntVector groupVector = new IntVector(0);

    /// `rows` has the layout that [#layout] gives.
    public OrderedRows(Arrangement rows, Order order) {
        this.rows = rows;
        this.order = order;
        values = rows.layout().keyCount();
    }

    /// The layout of an arrangement of rows with these columns.
    public static Layout layout(List<Field> columns) {
        var key = new ArrayList<Field>();
        key.add(new Field("group", DataType.INT, false));
        key.addAll(columns);
        return Layout.of(key, List.of(word("weight"), word("links"), word("total"), word("note")));
    }

    private static Field word(String name) {
        return new Field(name, DataType.LONG, false);
    }

    // ---------------------------------------------------------------------------------------------- rows

    /// Writes to `found[i]` the row of group `groups[i]` that row `selection.at(i)` of the vectors is, made where there is none: with weight 0, and not yet in
    /// the tree. Says how many were made; see [Arrangement#inserted].
    public int locate(int[] groups, Vector[] columns, Selection selection, int[] found) {
        int count = selection.count();
        groupVector.reset(count == 0 ? 0 : selection.at(count - 1) + 1);
        for (int i = 0; i < count; i++) {
            groupVector.set(selection.at(i), groups[i]);
        }
        var key = new Vector[columns.length + 1];
        key[0] = groupVector;
        System.arraycopy(columns, 0, key, 1, columns.length);
        return rows.findOrInsert(key, selection, found);
    }

    /// The rows that the last [#locate] made, in the order of its selection.
    public int[] located() {
        return rows.inserted();
    }

    public int size() {
        return rows.size();
    }

    public boolean isLive(int row) {
        return rows.isLive(row);
    }

    public int group(int row) {
        return (int) rows.word(row, 0);
    }

    public long weight(int row) {
        return rows.word(row, values + WEIGHT);
    }

    /// A word for the caller to use; 0 in a new row.
    public long note(int row) {
        return rows.word(row, values + NOTE);
    }

    public void setNote(int row, long note) {
        rows.setWord(row, values + NOTE, note);
    }

    public boolean isNull(int row, int column) {
        return rows.isNull(row, column + 1);
    }

    /// Writes a row column of `found[0..count-1]` to rows `at`, `at + 1`, ... of a vector, as [Arrangement#load] does.
    public void load(int[] found, int count, int column, Vector into, int at) {
        rows.load(found, count, column + 1, into, at);
    }

    public int compare(int a, int b) {
        return a == b ? 0 : order.compare(rows, a, b);
    }

    // ---------------------------------------------------------------------------------------------- trees

    /// Puts a located row, of weight 0, into the tree of its group, and gives the new root.
    public long insert(long root, int row) {
        setLinks(row, NONE, NONE);
        return root(insertBelow(node(root), row, priority(row)));
    }

    /// Adds to the weight of a row of the tree.
    public void change(long root, int row, long delta) {
        int at = node(root);
        while (at != row) {
            addTotal(at, delta);
            at = order.compare(rows, row, at) < 0 ? left(at) : right(at);
        }
        addTotal(row, delta);
        rows.setWord(row, values + WEIGHT, weight(row) + delta);
    }

    /// Takes a row of weight 0 out of the tree and out of the arrangement, and gives the new root.
    public long remove(long root, int row) {
        assert weight(row) == 0 : "the row counts no more";
        int merged = merge(left(row), right(row));
        long newRoot = root;
        int at = node(root);
        int above = NONE;
        boolean isLeft = false;
        while (at != row) {
            above = at;
            isLeft = order.compare(rows, row, at) < 0;
            at = isLeft ? left(at) : right(at);
        }
        if (above == NONE) {
            newRoot = root(merged);
        } else if (isLeft) {
            setLinks(above, merged, right(above));
        } else {
            setLinks(above, left(above), merged);
        }
        rows.remove(row);
        return newRoot;
    }

    /// Takes a row out of the arrangement that was located and never put into a tree.
    public void forget(int row) {
        rows.remove(row);
    }

    private int insertBelow(int at, int row, long priority) {
        if (at == NONE) {
            return row;
        }
        if (Long.compareUnsigned(priority, priority(at)) > 0) {
            split(at, row);
            sumUp(row);
            return row;
        }
        if (order.compare(rows, row, at) < 0) {
            setLinks(at, insertBelow(left(at), row, priority), right(at));
        } else {
            setLinks(at, left(at), insertBelow(right(at), row, priority));
        }
        return at;
    }

    /// Cuts the tree at `at` into what comes before `row` and what comes after it, which become the left and the right of `row`.
    private void split(int at, int row) {
        if (at == NONE) {
            setLinks(row, NONE, NONE);
            return;
        }
        if (order.compare(rows, row, at) < 0) {
            split(left(at), row);
            int after = right(row);
            int before = left(row);
            setLinks(at, after, right(at));
            sumUp(at);
            setLinks(row, before, at);
        } else {
            split(right(at), row);
            int after = right(row);
            int before = left(row);
            setLinks(at, left(at), before);
            sumUp(at);
            setLinks(row, at, after);
        }
    }

    private int merge(int a, int b) {
        if (a == NONE || b == NONE) {
            return a == NONE ? b : a;
        }
        if (Long.compareUnsigned(priority(a), priority(b)) > 0) {
            setLinks(a, left(a), merge(right(a), b));
            sumUp(a);
            return a;
        }
        setLinks(b, merge(a, left(b)), right(b));
        sumUp(b);
        return b;
    }

    // ---------------------------------------------------------------------------------------------- positions

    /// The weight of all rows of a group.
    public long total(long root) {
        return totalOf(node(root));
    }

    /// The first row of a group that counts, or [#NONE].
    public int first(long root) {
        return at(root, 0);
    }

    /// The last row of a group that counts, or [#NONE].
    public int last(long root) {
        return at(root, total(root) - 1);
    }

    /// The row at a position, counted from 0 and each row as often as its weight, or [#NONE]. Weights are not negative.
    public int at(long root, long position) {
        if (position < 0 || position >= total(root)) {
            return NONE;
        }
        int at = node(root);
        long left = position;
        while (true) {
            long before = totalOf(left(at));
            if (left < before) {
                at = left(at);
            } else if (left < before + weight(at)) {
                return at;
            } else {
                left -= before + weight(at);
                at = right(at);
            }
        }
    }

    /// How much weight lies before a row of the tree.
    public long position(long root, int row) {
        int at = node(root);
        long before = 0;
        while (at != row) {
            if (order.compare(rows, row, at) < 0) {
                at = left(at);
            } else {
                before += totalOf(left(at)) + weight(at);
                at = right(at);
            }
        }
        return before + totalOf(left(row));
    }

    /// Shows the rows that count, in order, from the one at a position on. The visitor changes nothing. Weights are not negative.
    public void walk(long root, long from, Visitor visitor) {
        walk(node(root), 0, from, visitor);
    }

    private boolean walk(int at, long start, long from, Visitor visitor) {
        if (at == NONE || start + totalOf(at) <= from) {
            return true;
        }
        long position = start + totalOf(left(at));
        long end = position + weight(at);
        return walk(left(at), start, from, visitor)
                && (end <= from || weight(at) == 0 || visitor.visit(at, position))
                && walk(right(at), end, from, visitor);
    }

    // ---------------------------------------------------------------------------------------------- nodes

    private static int node(long root) {
        return (int) root - 1;
    }

    private static long root(int node) {
        return node + 1L;
    }

    /// One-to-one, so that no two rows have the same.
    private static long priority(int row) {
        long mixed = (row + 1L) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        return mixed ^ mixed >>> 32;
    }

    private int left(int row) {
        return (int) (rows.word(row, values + LINKS) >>> 32) - 1;
    }

    private int right(int row) {
        return (int) rows.word(row, values + LINKS) - 1;
    }

    private void setLinks(int row, int left, int right) {
        rows.setWord(row, values + LINKS, (left + 1L) << 32 | (right + 1L));
    }

    private long totalOf(int node) {
        return node == NONE ? 0 : rows.word(node, values + TOTAL);
    }

    private void addTotal(int row, long delta) {
        rows.setWord(row, values + TOTAL, rows.word(row, values + TOTAL) + delta);
    }

    private void sumUp(int row) {
        rows.setWord(row, values + TOTAL, totalOf(left(row)) + weight(row) + totalOf(right(row)));
    }
}

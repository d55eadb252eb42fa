package dev.penstock.store.state;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.IntVector;
import dev.penstock.data.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Many rows a key, each with a weight: the state of joins, of `distinct`, of `min` and `max` with retractions.
///
/// Two arrangements. *Groups* has one entry a key that has rows, with the first row and their number. *Rows* is keyed by the group's entry and the
/// row, so that changes of the same row add up, and chains the rows of a group in both directions: the key itself is kept once a group, adding and removing a row take
/// constant time, and the rows of a key are walked without a look-up. A row whose weight becomes 0 is removed, a group without rows too.
///
/// ```
/// groups:  key columns | first row + 1 | number of rows
/// rows:    group, row columns | weight | next row + 1 (32 bits), previous row + 1 (32 bits) | note
/// ```
///
/// A caller who has to look at a row again after its weight became 0, takes the steps of [#add] itself: [#locate], [#change] and, at the end of its
/// epoch, [#removeIfEmpty]. A row of weight 0 is in no chain. With `noted`, rows have one word more, for the caller to use.
///
/// Rows of a group come newest first. Not safe for use by two threads at once.
public final class Multimap {
    /// The names under which the two arrangements are put into a snapshot, behind the name of the whole.
    private static final String GROUPS = "/groups";
    private static final String ROWS = "/rows";
    private static final int NONE = -1;

    private final int keyColumns;
    private final int weightColumn;
    private final int linkColumn;
    private final Arrangement groups;
    private final Arrangement rows;
    private int[] groupScratch = new int[64];
    private int[] rowScratch = new int[64];
    private final IntVector groupVector = new IntVector(0);

    /// Rows with these columns, found by these keys. The rows need not contain the keys.
    public Multimap(List<Field> keys, List<Field> values) {
        this(keys.size(), values.size(), new Arrangement(groupLayout(keys)),
                new Arrangement(rowLayout(values, false)));
    }

    /// The same over arrangements that `makes` gives, for owners that look after arrangements themselves.
    public static Multimap over(List<Field> keys, List<Field> values, boolean noted, Maker makes) {
        return new Multimap(keys.size(), values.size(),
                makes.arrangement(GROUPS, groupLayout(keys)),
                makes.arrangement(ROWS, rowLayout(values, noted)));
    }

    /// Gives the arrangements that the structures of this package are made of.
    @FunctionalInterface
    public interface Maker {
        /// The arrangement of this name, which is asked for once.
        Arrangement arrangement(String name, Layout layout);
    }

    private Multimap(int keyColumns, int valueColumns, Arrangement groups, Arrangement rows) {
        this.keyColumns = keyColumns;
        weightColumn = valueColumns + 1;
        linkColumn = valueColumns + 2;
        this.groups = groups;
        this.rows = rows;
    }

    private static Layout groupLayout(List<Field> keys) {
        return Layout.of(keys, List.of(word("first"), word("count")));
    }

    private static Layout rowLayout(List<Field> values, boolean noted) {
        var key = new ArrayList<Field>();
        key.add(new Field("group", DataType.INT, false));
        key.addAll(values);
        return Layout.of(key, noted
                ? List.of(word("weight"), word("links"), word("note"))
                : List.of(word("weight"), word("links")));
    }

    private static Field word(String name) {
        return new Field(name, DataType.LONG, false);
    }

    /// The number of keys that have rows.
    public int groupCount() {
        return groups.size();
    }

    /// The number of different rows.
    public int rowCount() {
        return rows.size();
    }

    public long memoryBytes() {
        return groups.memoryBytes() + rows.memoryBytes();
    }

    /// Adds changes: row `r` of the selection, under the key in row `r`, with weight `weights[r]`, or 1 when there are no weights.
    public void add(Vector[] keys, Vector[] values, Selection selection,
            long @Nullable [] weights) {
        int count = selection.count();
        if (rowScratch.length < count) {
            rowScratch = new int[count];
        }
        locate(keys, values, selection, rowScratch);
        for (int i = 0; i < count; i++) {
            change(rowScratch[i], weights == null ? 1 : weights[selection.at(i)]);
        }
        // A row may come to 0 and back within a batch, so what is empty is removed at its end.
        for (int i = 0; i < count; i++) {
            removeIfEmpty(rowScratch[i]);
        }
    }

    /// Writes to `found[i]` the row that row `selection.at(i)` of the vectors is, made with weight 0 where there is none.
    public void locate(Vector[] keys, Vector[] values, Selection selection, int[] found) {
        if (groupScratch.length < selection.count()) {
            groupScratch = new int[selection.count()];
        }
        groups.findOrInsert(keys, selection, groupScratch);
        rows.findOrInsert(rowKey(values, selection), selection, found);
    }

    /// Adds to the weight of a row.
    public void change(int row, long delta) {
        long before = weight(row);
        long after = before + delta;
        if (before == 0 && after != 0) {
            link(group(row), row);
        } else if (before != 0 && after == 0) {
            unlink(group(row), row);
        }
        rows.setWord(row, weightColumn, after);
    }

    /// Removes a row whose weight is 0, and its group when it was the last one. A row that has been removed already is passed over.
    public void removeIfEmpty(int row) {
        if (!rows.isLive(row) || weight(row) != 0) {
            return;
        }
        int group = group(row);
        rows.remove(row);
        if (groups.isLive(group) && first(group) == NONE) {
            groups.remove(group);
        }
    }

    public long note(int row) {
        return rows.word(row, noteColumn());
    }

    public void setNote(int row, long note) {
        rows.setWord(row, noteColumn(), note);
    }

    private int noteColumn() {
        return linkColumn + 1;
    }

    /// The row columns behind the group, at the rows of the selection.
    private Vector[] rowKey(Vector[] values, Selection selection) {
        int count = selection.count();
        groupVector.reset(count == 0 ? 0 : selection.at(count - 1) + 1);
        for (int i = 0; i < count; i++) {
            groupVector.set(selection.at(i), groupScratch[i]);
        }
        var key = new Vector[values.length + 1];
        key[0] = groupVector;
        System.arraycopy(values, 0, key, 1, values.length);
        return key;
    }

    private void link(int group, int row) {
        int first = first(group);
        rows.setWord(row, linkColumn, links(first, NONE));
        if (first != NONE) {
            rows.setWord(first, linkColumn, links(next(first), row));
        }
        groups.setWord(group, keyColumns, row + 1L);
        groups.setWord(group, keyColumns + 1, count(group) + 1);
    }

    private void unlink(int group, int row) {
        int next = next(row);
        int previous = previous(row);
        if (next != NONE) {
            rows.setWord(next, linkColumn, links(next(next), previous));
        }
        if (previous == NONE) {
            groups.setWord(group, keyColumns, next + 1L);
        } else {
            rows.setWord(previous, linkColumn, links(next, previous(previous)));
        }
        groups.setWord(group, keyColumns + 1, count(group) - 1);
    }

    private static long links(int next, int previous) {
        return (next + 1L) << 32 | (previous + 1L);
    }

    private int previous(int row) {
        return (int) rows.word(row, linkColumn) - 1;
    }

    /// Writes to `found[i]` the group of the key in row `selection.at(i)`, or -1 when it has no rows. Valid until the next [#add].
    public void find(Vector[] keys, Selection selection, int[] found) {
        groups.find(keys, selection, found);
    }

    /// The first row of a group.
    public int first(int group) {
        return (int) groups.word(group, keyColumns) - 1;
    }

    /// The row of the same group behind this one, or -1.
    public int next(int row) {
        return (int) (rows.word(row, linkColumn) >>> 32) - 1;
    }

    /// The number of different rows of a group.
    public long count(int group) {
        return groups.word(group, keyColumns + 1);
    }

    /// The group that a row belongs to.
    public int group(int row) {
        return (int) rows.word(row, 0);
    }

    public long weight(int row) {
        return rows.word(row, weightColumn);
    }

    /// Writes a row column of `found[0..count-1]` to rows `at`, `at + 1`, ... of a vector, as [Arrangement#load] does.
    public void load(int[] found, int count, int column, Vector into, int at) {
        rows.load(found, count, column + 1, into, at);
    }

    /// Writes a key column of groups to rows `at`, `at + 1`, ... of a vector, as [Arrangement#load] does.
    public void loadKey(int[] found, int count, int column, Vector into, int at) {
        groups.load(found, count, column, into, at);
    }

    /// Fills `found` with rows from `from` on, in rising order, and says how many; fewer than asked for means that there are no more.
    public int live(int from, int[] found) {
        return rows.live(from, found);
    }

    /// Both arrangements as they are now, under the name of the whole.
    public Map<String, Frozen> freeze(String identity) {
        return Map.of(identity + GROUPS, groups.freeze(), identity + ROWS, rows.freeze());
    }

    /// Where the blocks of a part of a snapshot are.
    public interface Source {
        Blocks blocks(String identity);
    }

    /// What a snapshot holds under the name of the whole.
    public static Multimap restore(List<Field> keys, List<Field> values, String identity,
            Source source) throws IOException {
        return new Multimap(keys.size(), values.size(),
                Arrangement.restore(groupLayout(keys), source.blocks(identity + GROUPS)),
                Arrangement.restore(rowLayout(values, false), source.blocks(identity + ROWS)));
    }
}

package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.flow.operator.Join.Alone;
import dev.penstock.store.state.Multimap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The rows of one side of a [Join], by key.
///
/// Where rows of the side come out alone, the note of a row is the weight of all its partners: the row counts among those that come out as long as that is
/// above zero, or is not. What an epoch does to a row is the difference between what it came to before its first touch and what it comes to at the end.
final class JoinSide {
    /// How many rows that are over an epoch forgets, at least: fewer than a millisecond takes. When more than half as many have come, twice those.
    private static final int FORGOTTEN = 4096;

    private final Alone alone;
    private final List<DataType> types;
    private final Multimap rows;
    private final Marks touched = new Marks();
    private final Vector[] columns;
    private final Optional<JoinEnd> end;
    private final int[] chunk = new int[Batch.CAPACITY];
    private int[] due = new int[0];
    private long come;
    private final long[] weights = new long[Batch.CAPACITY];
    private int[] found = new int[0];
    private int given;

    JoinSide(Alone alone, List<DataType> keyTypes, List<DataType> types, Optional<JoinEnd> end,
            Multimap.Maker makes) {
        this.alone = alone;
        this.types = types;
        this.end = end;
        rows = Multimap.over(fields(keyTypes), fields(types), alone != Alone.NEVER, makes);
        columns = Vectors.allocate(types, 0);
        end.ifPresent(this::recall);
    }

    /// The deadlines of restored rows.
    private void recall(JoinEnd ending) {
        int from = 0;
        for (int count = rows.live(from, chunk); count > 0; count = rows.live(from, chunk)) {
            for (int i = 0; i < columns.length; i++) {
                columns[i].reset(count);
                rows.load(chunk, count, i, columns[i], 0);
            }
            ending.added(Batch.of(count, columns), Selection.all(count), chunk);
            from = chunk[count - 1] + 1;
        }
    }

    private static List<Field> fields(List<DataType> types) {
        return types.stream().map(type -> Field.of("", type)).toList();
    }

    Alone alone() {
        return alone;
    }

    List<DataType> types() {
        return types;
    }

    /// Writes to `groups[i]` the group of the key in row `selected.at(i)`, or -1 when it has no rows.
    void find(Vector[] key, Selection selected, int[] groups) {
        rows.find(key, selected, groups);
    }

    int first(int group) {
        return rows.first(group);
    }

    int next(int row) {
        return rows.next(row);
    }

    long weight(int row) {
        return rows.weight(row);
    }

    /// Copies a column of the given rows to rows 0 to `count - 1` of `into`, which has been reset.
    void load(int[] entries, int count, int column, Vector into) {
        rows.load(entries, count, column, into, 0);
    }

    /// Adds changes, of which `partners` says, by row, what their partners weigh.
    void add(Vector[] key, Batch changes, Selection selected, long[] partners) {
        if (alone == Alone.NEVER && end.isEmpty()) {
            rows.add(key, changes.columns(), selected, changes.weights());
            return;
        }
        if (found.length < selected.count()) {
            found = new int[selected.count()];
        }
        rows.locate(key, changes.columns(), selected, found);
        for (int i = 0; i < selected.count(); i++) {
            int row = selected.at(i);
            if (alone != Alone.NEVER) {
                touch(found[i]);
                if (rows.weight(found[i]) == 0) {
                    rows.setNote(found[i], partners[row]);
                }
            }
            rows.change(found[i], changes.weight(row));
        }
        come += selected.count();
        end.ifPresent(e -> e.added(changes, selected, found));
    }

    /// A row that is there has more or fewer partners.
    void addPartners(int row, long weight) {
        touch(row);
        rows.setNote(row, rows.note(row) + weight);
    }

    private void touch(int row) {
        if (!touched.contains(row)) {
            touched.add(row, contribution(row));
        }
    }

    /// How often a row comes out alone.
    private long contribution(int row) {
        boolean comesOut = rows.note(row) > 0 == (alone == Alone.WITH_PARTNER);
        return comesOut ? rows.weight(row) : 0;
    }

    /// Gives what the epoch did to the rows that come out alone, removals first, and forgets the rows that are gone. With `insertOnly` a row that came several
    /// times is given several times.
    void giveAlone(boolean insertOnly, Consumer<Batch> into) {
        if (!waits()) {
            giveAlone(false, insertOnly, into);
            giveAlone(true, insertOnly, into);
        }
        for (int i = 0; i < touched.count(); i++) {
            rows.removeIfEmpty(touched.at(i));
        }
        touched.clear();
    }

    /// True when rows without a partner come out when they are over.
    boolean waits() {
        return alone == Alone.WITHOUT_PARTNER && end.isPresent() && end.get().whenOver();
    }

    /// The condition on a row alone without which it comes out at once.
    Optional<Kernel> hope() {
        return waits() ? end.flatMap(JoinEnd::hope) : Optional.empty();
    }

    /// Forgets rows that are over; all of them, and gives those without a partner, when they have been waited for, else some.
    void end(Consumer<Batch> into) {
        if (end.isEmpty()) {
            return;
        }
        if (due.length == 0) {
            due = new int[FORGOTTEN];
        }
        long left = Math.max(FORGOTTEN, 2 * come);
        come = 0;
        int count = end.get().take(due);
        while (count > 0) {
            if (waits()) {
                giveOver(count, into);
            }
            for (int i = 0; i < count; i++) {
                rows.change(due[i], -rows.weight(due[i]));
                rows.removeIfEmpty(due[i]);
            }
            left -= count;
            count = waits() || left > 0 ? end.get().take(due) : 0;
        }
    }

    private void giveOver(int count, Consumer<Batch> into) {
        for (int i = 0; i < count; i++) {
            for (long n = contribution(due[i]); n > 0; n--) {
                if (given == Batch.CAPACITY) {
                    flush(null, into);
                }
                chunk[given++] = due[i];
            }
        }
        if (given > 0) {
            flush(null, into);
        }
    }

    private void giveAlone(boolean added, boolean insertOnly, Consumer<Batch> into) {
        for (int i = 0; i < touched.count(); i++) {
            int row = touched.at(i);
            long difference = contribution(row) - touched.before(i);
            if (difference > 0 != added || difference == 0) {
                continue;
            }
            for (long n = insertOnly ? difference : 1; n > 0; n--) {
                if (given == Batch.CAPACITY) {
                    flush(insertOnly ? null : weights, into);
                }
                chunk[given] = row;
                weights[given++] = difference;
            }
        }
        if (given > 0) {
            flush(insertOnly ? null : weights, into);
        }
    }

    private void flush(long @Nullable [] rowWeights, Consumer<Batch> into) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].reset(given);
            rows.load(chunk, given, i, columns[i], 0);
        }
        int count = given;
        given = 0;
        into.accept(Batch.of(count, columns, rowWeights));
    }
}

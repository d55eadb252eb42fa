package dev.penstock.flow.operator.program;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.IntVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Values;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.flow.operator.StateFactory;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Deadlines;
import dev.penstock.store.state.Layout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values by group and key, those of a group in the order in which they were put: the one form that the state of a program takes.
///
/// ```
/// cells:  group, key | value | expires (µs, 0: never) | previous + 1 | next + 1
/// heads:  group | first + 1 | last + 1 | next number
/// ```
///
/// A cell that has expired counts as not there, and is taken away some time later. A group is retained once while it has cells.
final class Cells {
    static final int NONE = -1;
    private static final int GROUP = 0;
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int EXPIRES = 3;
    private static final int PREVIOUS = 4;
    private static final int NEXT = 5;
    private static final int FIRST = 1;
    private static final int LAST = 2;
    private static final int NUMBER = 3;

    private final DataType keyType;
    private final DataType valueType;
    private final long lifeMicros;
    private final Groups groups;
    private final EpochClock clock;
    private final Arrangement cells;
    private final Arrangement heads;
    private final Deadlines deadlines = new Deadlines();
    private final IntVector groupVector = new IntVector(1);
    private final Vector keyVector;
    private final Vector valueVector;
    private final int[] one = new int[1];

    /// What is kept: keys and values of these types, each for `lifeMicros` after it was put, 0 for ever.
    record Kind(DataType key, DataType value, long lifeMicros) {}

    /// Of what the cells of one program are made. `states` is asked for two arrangements whose names end in `name`.
    record Place(Groups groups, EpochClock clock, StateFactory states) {
        private Arrangement arrangement(String name, Layout layout) {
            return states.arrangement(name, layout);
        }
    }

    Cells(String name, Kind kind, Place place) {
        keyType = kind.key();
        valueType = kind.value();
        lifeMicros = kind.lifeMicros();
        groups = place.groups();
        clock = place.clock();
        var word = new Field("", DataType.LONG, false);
        var group = new Field("", DataType.INT, false);
        cells = place.arrangement(".state " + name,
                Layout.of(List.of(group, Field.of("", keyType)),
                        List.of(Field.of("", valueType), word, word, word)));
        heads = place.arrangement(".keys of " + name,
                Layout.of(List.of(group), List.of(word, word, word)));
        keyVector = Vectors.allocate(List.of(keyType), 1)[0];
        valueVector = Vectors.allocate(List.of(valueType), 1)[0];
        restoreDeadlines();
    }

    private void restoreDeadlines() {
        int[] live = new int[1024];
        int from = 0;
        for (int count = cells.live(from, live); count > 0; count = cells.live(from, live)) {
            for (int i = 0; i < count; i++) {
                if (cells.word(live[i], EXPIRES) != 0) {
                    deadlines.set(live[i], cells.word(live[i], EXPIRES));
                }
            }
            from = live[count - 1] + 1;
        }
    }

    Deadlines deadlines() {
        return deadlines;
    }

    int group(int cell) {
        return (int) cells.word(cell, GROUP);
    }

    private void setKey(int group, @Nullable Object key) {
        groupVector.reset(1);
        groupVector.set(0, group);
        keyVector.reset(1);
        Values.set(keyVector, keyType, 0, key);
    }

    /// The cell of a key of a group, expired or not, or [#NONE].
    int find(int group, @Nullable Object key) {
        setKey(group, key);
        cells.find(new Vector[]{groupVector, keyVector}, Selection.all(1), one);
        return one[0];
    }

    private boolean expired(int cell) {
        return lifeMicros > 0 && cells.word(cell, EXPIRES) <= clock.clockMicros();
    }

    /// The cell of a key of a group, or [#NONE] when there is none or it has expired.
    int get(int group, @Nullable Object key) {
        int cell = find(group, key);
        return cell == NONE || expired(cell) ? NONE : cell;
    }

    /// Puts a value in place of what the key had, in the place of that, or at the end of the group; says which cell it is.
    int put(int group, @Nullable Object key, @Nullable Object value) {
        setKey(group, key);
        boolean isNew = cells.findOrInsert(new Vector[]{groupVector, keyVector}, Selection.all(1),
                one) > 0;
        int cell = one[0];
        if (isNew) {
            link(group, cell);
        }
        valueVector.reset(1);
        Values.set(valueVector, valueType, 0, value);
        cells.store(cell, VALUE, valueVector, 0);
        cells.activity().wrote(1);
        if (lifeMicros > 0) {
            expire(cell, clock.clockMicros() + lifeMicros);
        }
        return cell;
    }

    /// Sets when a cell ends.
    void expire(int cell, long micros) {
        cells.setWord(cell, EXPIRES, micros);
        deadlines.set(cell, micros);
    }

    /// Puts a value at the end of the group, under the group's next number. For keys that are numbers.
    void append(int group, @Nullable Object value) {
        int head = head(group);
        long number = head == NONE ? 0 : heads.word(head, NUMBER);
        put(group, number, value);
        heads.setWord(head(group), NUMBER, number + 1);
    }

    private int head(int group) {
        groupVector.reset(1);
        groupVector.set(0, group);
        heads.find(new Vector[]{groupVector}, Selection.all(1), one);
        return one[0];
    }

    private void link(int group, int cell) {
        groupVector.reset(1);
        groupVector.set(0, group);
        if (heads.findOrInsert(new Vector[]{groupVector}, Selection.all(1), one) > 0) {
            groups.retain(group);
        }
        int head = one[0];
        int last = (int) heads.word(head, LAST) - 1;
        cells.setWord(cell, PREVIOUS, last + 1);
        if (last == NONE) {
            heads.setWord(head, FIRST, cell + 1);
        } else {
            cells.setWord(last, NEXT, cell + 1);
        }
        heads.setWord(head, LAST, cell + 1);
    }

    /// The cells of a group that have not expired, in their order.
    List<Integer> all(int group) {
        var all = new ArrayList<Integer>();
        int head = head(group);
        if (head != NONE) {
            for (int cell = (int) heads.word(head, FIRST) - 1; cell != NONE; cell = next(cell)) {
                if (!expired(cell)) {
                    all.add(cell);
                }
            }
        }
        return all;
    }

    /// True when a group has a cell that has not expired.
    boolean any(int group) {
        int head = head(group);
        int cell = head == NONE ? NONE : (int) heads.word(head, FIRST) - 1;
        while (cell != NONE && expired(cell)) {
            cell = next(cell);
        }
        return cell != NONE;
    }

    private int next(int cell) {
        return (int) cells.word(cell, NEXT) - 1;
    }

    @Nullable
    Object key(int cell) {
        one[0] = cell;
        keyVector.reset(1);
        cells.load(one, 1, KEY, keyVector, 0);
        return Values.get(keyVector, keyType, 0);
    }

    @Nullable
    Object value(int cell) {
        one[0] = cell;
        valueVector.reset(1);
        cells.load(one, 1, VALUE, valueVector, 0);
        return Values.get(valueVector, valueType, 0);
    }

    void remove(int cell) {
        int group = group(cell);
        int head = head(group);
        int previous = (int) cells.word(cell, PREVIOUS) - 1;
        int next = next(cell);
        if (previous == NONE) {
            heads.setWord(head, FIRST, next + 1);
        } else {
            cells.setWord(previous, NEXT, next + 1);
        }
        if (next == NONE) {
            heads.setWord(head, LAST, previous + 1);
        } else {
            cells.setWord(next, PREVIOUS, previous + 1);
        }
        deadlines.remove(cell);
        cells.remove(cell);
        if (previous == NONE && next == NONE) {
            heads.remove(head);
            groups.release(group);
        }
    }

    /// Removes all cells of a group.
    void clear(int group) {
        int head = head(group);
        int cell = head == NONE ? NONE : (int) heads.word(head, FIRST) - 1;
        while (cell != NONE) {
            int next = next(cell);
            remove(cell);
            cell = next;
        }
    }

    /// Takes away cells that have expired, at most as many as `due` has room for, and says how many.
    int forget(int[] due) {
        int count = lifeMicros > 0 ? deadlines.take(clock.clockMicros(), due) : 0;
        for (int i = 0; i < count; i++) {
            int group = group(due[i]);
            remove(due[i]);
            groups.settle(group);
        }
        return count;
    }
}

package dev.penstock.flow.operator;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Deadlines;
import dev.penstock.store.state.Layout;
import java.util.ArrayList;
import java.util.List;

/// The sessions of keys: spans of time that do not touch each other within a key.
///
/// Two arrangements: `keys` has, for each key, the first of its sessions; `sessions` has them by key and start, each with its end, the next session of the
/// key and the state of aggregates. A span that touches sessions joins them to one; those that went into another are *merged*: they name it in place of the
/// next one, and stay until [#removeMerged].
final class Sessions {
    /// Where the state of aggregates begins among the columns of a session.
    static final int FIRST_AGGREGATE = 4;
    private static final int NONE = -1;
    private static final int END = 2;
    private static final int NEXT = 3;
    private static final long MERGED = Long.MIN_VALUE;

    private final Arrangement keys;
    private final Arrangement sessions;
    private final int firstColumn;
    private final Deadlines deadlines = new Deadlines();
    private final List<Integer> merged = new ArrayList<>();
    private final IntVector group = new IntVector(1);
    private final LongVector start = new LongVector(1);
    private final int[] found = new int[1];

    /// What is to be done when sessions become one.
    interface Merger {
        /// The session `entry` is about to change for the first time since it was made or asked about.
        void before(int entry);

        /// A session has been made.
        void made(int entry);

        /// Adds what `from` has to `into`.
        void merge(int into, int from);
    }

    Sessions(List<Field> keyFields, List<Field> aggregates, StateFactory states) {
        var word = new Field("", DataType.LONG, false);
        keys = states.arrangement(".keys", Layout.of(keyFields, List.of(word)));
        firstColumn = keyFields.size();
        var values = new ArrayList<>(List.of(word, word));
        values.addAll(aggregates);
        sessions = states.arrangement("", Layout.of(
                List.of(new Field("", DataType.INT, false), new Field("", DataType.LONG, false)),
                values));
        recall();
    }

    private void recall() {
        int[] live = new int[1024];
        int from = 0;
        for (int count = sessions.live(from, live); count > 0; count = sessions.live(from, live)) {
            for (int i = 0; i < count; i++) {
                deadlines.set(live[i], end(live[i]));
            }
            from = live[count - 1] + 1;
        }
    }

    Arrangement entries() {
        return sessions;
    }

    Arrangement keys() {
        return keys;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    int key(int entry) {
        return (int) sessions.word(entry, 0);
    }

    long start(int entry) {
        return sessions.word(entry, 1);
    }

    long end(int entry) {
        return sessions.word(entry, END);
    }

    boolean isMerged(int entry) {
        return end(entry) == MERGED;
    }

    /// The session that an entry went into, or itself.
    int resolve(int entry) {
        int at = entry;
        while (isMerged(at)) {
            at = next(at);
        }
        return at;
    }

    private int next(int entry) {
        return (int) sessions.word(entry, NEXT) - 1;
    }

    private int first(int key) {
        return (int) keys.word(key, firstColumn) - 1;
    }

    /// Writes to `into[i]` the session of row `rows.at(i)`, which a later row may merge into another.
    void locate(Vector[] keyVectors, LongVector times, LongVector ends, Selection rows, int[] into,
            Merger merger) {
        keys.findOrInsert(keyVectors, rows, into);
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.at(i);
            into[i] = locate(into[i], times.get(row), ends.get(row), merger);
        }
    }

    private int locate(int key, long from, long to, Merger merger) {
        int only = NONE;
        int touching = 0;
        long least = from;
        long most = to;
        for (int entry = first(key); entry != NONE; entry = next(entry)) {
            if (start(entry) <= to && from <= end(entry)) {
                touching++;
                only = entry;
                least = Math.min(least, start(entry));
                most = Math.max(most, end(entry));
            }
        }
        if (touching == 1 && start(only) == least) {
            extend(only, most, merger);
            return only;
        }
        return touching == 0 ? create(key, from, to, merger) : join(key, least, most, merger);
    }

    private void extend(int entry, long end, Merger merger) {
        merger.before(entry);
        if (end > end(entry)) {
            sessions.setWord(entry, END, end);
            deadlines.set(entry, end);
        }
    }

    private int create(int key, long from, long to, Merger merger) {
        group.set(0, key);
        start.set(0, from);
        sessions.findOrInsert(new Vector[]{group, start}, Selection.all(1), found);
        int entry = found[0];
        sessions.setWord(entry, END, to);
        sessions.setWord(entry, NEXT, first(key) + 1L);
        keys.setWord(key, firstColumn, entry + 1L);
        deadlines.set(entry, to);
        merger.made(entry);
        return entry;
    }

    /// Makes one session of all that lie between two times; that which begins first stays, or else a new one.
    private int join(int key, long from, long to, Merger merger) {
        int target = NONE;
        var others = new ArrayList<Integer>();
        for (int entry = first(key); entry != NONE; entry = next(entry)) {
            if (start(entry) <= to && from <= end(entry)) {
                if (start(entry) == from) {
                    target = entry;
                } else {
                    others.add(entry);
                }
            }
        }
        if (target == NONE) {
            target = create(key, from, to, merger);
        } else {
            extend(target, to, merger);
        }
        for (int other : others) {
            merger.before(other);
            merger.merge(target, other);
            unlink(other);
            sessions.setWord(other, END, MERGED);
            sessions.setWord(other, NEXT, target + 1L);
            deadlines.remove(other);
            merged.add(other);
        }
        return target;
    }

    private void unlink(int entry) {
        int key = key(entry);
        int at = first(key);
        if (at == entry) {
            keys.setWord(key, firstColumn, next(entry) + 1L);
            return;
        }
        while (next(at) != entry) {
            at = next(at);
        }
        sessions.setWord(at, NEXT, next(entry) + 1L);
    }

    /// Removes the sessions that went into others since the last call.
    void removeMerged() {
        merged.forEach(sessions::remove);
        merged.clear();
    }

    /// Removes a session that has no deadline any more, and its key when it was the last one.
    void remove(int entry) {
        unlink(entry);
        int key = key(entry);
        sessions.remove(entry);
        if (first(key) == NONE) {
            keys.remove(key);
        }
    }
}

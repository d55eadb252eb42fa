package dev.penstock.store.state;

import java.util.Arrays;

/// Entries of an arrangement in the order of the times at which they end.
///
/// A heap of four children a node that knows where each entry stands in it: setting, moving and taking an entry away cost a logarithm, and nothing
/// is ever done to entries that are not due. Entries of one time come in rising order of their numbers, so the order depends on the contents
/// alone. It is not part of snapshots: whoever owns it sets the deadlines of restored entries again, which it finds in the entries themselves.
///
/// The arrays are cut in segments that are never moved, so that growing stops for no longer than the allocation of one. Takes 16 bytes an entry.
/// Not safe for use by two threads.
public final class Deadlines {
    /// What [#next] gives when there is no entry.
    public static final long NONE = Long.MAX_VALUE;
    private static final int SEGMENT_BITS = 12;
    private static final int SEGMENT = 1 << SEGMENT_BITS;
    private static final int ABSENT = -1;

    private long[][] times = new long[0][];
    private int[][] entries = new int[0][];
    /// By entry, its place in the heap plus one.
    private int[][] places = new int[0][];
    private int size;

    /// The number of entries that have a deadline.
    public int size() {
        return size;
    }

    /// The earliest deadline, or [#NONE].
    public long next() {
        return size == 0 ? NONE : time(0);
    }

    /// The deadline of an entry, or [#NONE].
    public long of(int entry) {
        int place = place(entry);
        return place == ABSENT ? NONE : time(place);
    }

    /// Sets when an entry ends, in place of what was set before.
    public void set(int entry, long time) {
        int place = place(entry);
        if (place == ABSENT) {
            reserve(entry);
            place = size++;
            put(place, time, entry);
            up(place, time, entry);
        } else {
            long before = time(place);
            if (time < before) {
                up(place, time, entry);
            } else if (time > before) {
                down(place, time, entry);
            }
        }
    }

    /// Takes an entry's deadline away, if it has one.
    public void remove(int entry) {
        int place = place(entry);
        if (place == ABSENT) {
            return;
        }
        setPlace(entry, ABSENT);
        size--;
        if (place < size) {
            long time = time(size);
            int moved = entry(size);
            put(place, time, moved);
            down(place, time, moved);
            if (entry(place) == moved) {
                up(place, time, moved);
            }
        }
    }

    /// Takes out entries whose deadline is at or before `time`, earliest first, into `due`, and says how many; fewer than there is room for means that
    /// there are no more.
    public int take(long time, int[] due) {
        int count = 0;
        while (count < due.length && size > 0 && time(0) <= time) {
            due[count] = entry(0);
            remove(due[count++]);
        }
        return count;
    }

    /// Forgets everything.
    public void clear() {
        times = new long[0][];
        entries = new int[0][];
        places = new int[0][];
        size = 0;
    }

    public long memoryBytes() {
        return (long) times.length * SEGMENT * (Long.BYTES + Integer.BYTES)
                + (long) places.length * SEGMENT * Integer.BYTES;
    }

    private void reserve(int entry) {
        int segment = size >>> SEGMENT_BITS;
        if (segment == times.length) {
            times = Arrays.copyOf(times, segment + 1);
            entries = Arrays.copyOf(entries, segment + 1);
            times[segment] = new long[SEGMENT];
            entries[segment] = new int[SEGMENT];
        }
        int needed = (entry >>> SEGMENT_BITS) + 1;
        if (needed > places.length) {
            int before = places.length;
            places = Arrays.copyOf(places, needed);
            for (int i = before; i < needed; i++) {
                places[i] = new int[SEGMENT];
            }
        }
    }

    private long time(int place) {
        return times[place >>> SEGMENT_BITS][place & SEGMENT - 1];
    }

    private int entry(int place) {
        return entries[place >>> SEGMENT_BITS][place & SEGMENT - 1];
    }

    private int place(int entry) {
        int segment = entry >>> SEGMENT_BITS;
        return segment < places.length ? places[segment][entry & SEGMENT - 1] - 1 : ABSENT;
    }

    private void setPlace(int entry, int place) {
        places[entry >>> SEGMENT_BITS][entry & SEGMENT - 1] = place + 1;
    }

    private void put(int place, long time, int entry) {
        times[place >>> SEGMENT_BITS][place & SEGMENT - 1] = time;
        entries[place >>> SEGMENT_BITS][place & SEGMENT - 1] = entry;
        setPlace(entry, place);
    }

    private static boolean before(long time, int entry, long otherTime, int otherEntry) {
        return time < otherTime || (time == otherTime && entry < otherEntry);
    }

    private void up(int from, long time, int entry) {
        int place = from;
        while (place > 0) {
            int parent = (place - 1) >>> 2;
            if (!before(time, entry, time(parent), entry(parent))) {
                break;
            }
            put(place, time(parent), entry(parent));
            place = parent;
        }
        put(place, time, entry);
    }

    private void down(int from, long time, int entry) {
        int place = from;
        while (true) {
            int least = leastChild(place);
            if (least == ABSENT || !before(time(least), entry(least), time, entry)) {
                break;
            }
            put(place, time(least), entry(least));
            place = least;
        }
        put(place, time, entry);
    }

    private int leastChild(int place) {
        long first = 4L * place + 1;
        if (first >= size) {
            return ABSENT;
        }
        int least = (int) first;
        int end = (int) Math.min(first + 4, size);
        for (int child = least + 1; child < end; child++) {
            if (before(time(child), entry(child), time(least), entry(least))) {
                least = child;
            }
        }
        return least;
    }
}

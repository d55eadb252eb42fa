package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.store.state.Arrangement;
import java.util.List;
import java.util.Optional;

/// Gives the first row of those that are equal in some columns, as it comes. Its input is insert-only, and so is its output.
///
/// State: the keys that have been seen; with a span, each with the time at which it is forgotten: the event time of its first row and the span. A key that
/// is over counts as not seen, whether or not it is still there: keys that are over are taken away some in each epoch, so that a great many do not stop one.
public final class Deduplicate implements Changes {
    /// How many keys that are over an epoch forgets, at least: fewer than a millisecond takes. When it has seen more than half as many new ones, twice those.
    private static final int FORGOTTEN = 4096;

    private final int[] keys;
    private final Optional<Span> span;
    private final Arrangement seen;
    private final Optional<GroupExpiry> expiry;
    private final Changes next;
    private int[] entries = new int[0];
    private int[] kept = new int[0];
    private long news;
    private final int[] due = new int[FORGOTTEN];

    /// For how long after the event time in `column` a key is remembered.
    public record Span(int column, long micros, TimeBounds bounds) {}

    /// `seen` is keyed by the key columns and has, with a span, the time at which a key is over as its value. `expiry` says when the entries end.
    public Deduplicate(List<Integer> keys, Optional<Span> span, Arrangement seen,
            Optional<GroupExpiry> expiry, Changes next) {
        this.keys = keys.stream().mapToInt(Integer::intValue).toArray();
        this.span = span;
        this.seen = seen;
        this.expiry = expiry;
        this.next = next;
    }

    @Override
    public void accept(Batch changes) {
        assert changes.weights() == null : "the plan says that no row is removed";
        var rows = changes.rows();
        if (entries.length < rows.count()) {
            entries = new int[rows.count()];
            kept = new int[rows.count()];
        }
        var key = new Vector[keys.length];
        for (int i = 0; i < keys.length; i++) {
            key[i] = changes.column(keys[i]);
        }
        int inserted = seen.findOrInsert(key, rows, entries);
        int count = span.isPresent()
                ? selectWithin(span.get(), changes, inserted)
                : selectNew(rows, inserted);
        if (inserted > 0 && span.isEmpty()) {
            expiry.ifPresent(e -> e.created(seen.inserted(), inserted));
        }
        news += count;
        if (count > 0) {
            next.accept(changes.select(Selection.of(kept, count)));
        }
    }

    private int selectNew(Selection rows, int inserted) {
        int[] created = seen.inserted();
        int fresh = 0;
        for (int i = 0; i < rows.count() && fresh < inserted; i++) {
            if (entries[i] == created[fresh]) {
                kept[fresh++] = rows.at(i);
            }
        }
        return fresh;
    }

    private int selectWithin(Span within, Batch changes, int inserted) {
        int[] created = seen.inserted();
        var times = (LongVector) changes.column(within.column());
        var rows = changes.rows();
        int end = seen.layout().keyCount();
        int fresh = 0;
        int count = 0;
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.at(i);
            boolean isNew = fresh < inserted && entries[i] == created[fresh];
            if (isNew) {
                fresh++;
            } else if (seen.word(entries[i], end) > within.bounds().late()) {
                continue;
            }
            long over = (times.isNull(row) ? 0 : times.get(row)) + within.micros();
            seen.setWord(entries[i], end, over);
            int entry = entries[i];
            expiry.ifPresent(e -> e.ends(entry, over));
            kept[count++] = row;
        }
        return count;
    }

    @Override
    public void finish() {
        expiry.ifPresent(this::forget);
        news = 0;
        next.finish();
    }

    private void forget(GroupExpiry ending) {
        long left = Math.max(FORGOTTEN, 2 * news);
        while (left > 0) {
            int count = ending.take(due);
            for (int i = 0; i < count; i++) {
                seen.remove(due[i]);
            }
            left = count < due.length ? 0 : left - count;
        }
    }
}

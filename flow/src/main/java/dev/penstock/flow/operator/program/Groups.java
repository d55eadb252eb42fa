package dev.penstock.flow.operator.program;

import dev.penstock.data.DataType;
import dev.penstock.data.Selection;
import dev.penstock.data.Values;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.store.state.Arrangement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys of a program that have state, each with the number of things that are kept for it; the number of a key's entry stands for it elsewhere.
///
/// Invariant: between the calls of the program there is an entry for each key for which something is kept, and for no other.
final class Groups {
    private static final int NONE = -1;

    private final Arrangement entries;
    private final List<DataType> types;
    private final Vector[] scratch;
    private final int[] one = new int[1];
    private int current = NONE;

    /// `entries` is keyed by the grouping columns, with a count.
    Groups(Arrangement entries) {
        this.entries = entries;
        types = entries.layout().types().subList(0, entries.layout().keyCount());
        scratch = Vectors.allocate(types, 1);
    }

    /// Writes the number of the key of each row to `found`.
    void find(Vector[] keys, Selection rows, int[] found) {
        entries.findOrInsert(keys, rows, found);
    }

    /// The key of a group.
    List<@Nullable Object> key(int group) {
        one[0] = group;
        var key = new ArrayList<@Nullable Object>();
        for (int i = 0; i < scratch.length; i++) {
            scratch[i].reset(1);
            entries.load(one, 1, i, scratch[i], 0);
            key.add(Values.get(scratch[i], types.get(i), 0));
        }
        return Collections.unmodifiableList(key);
    }

    /// The calls that follow are about this group.
    void enter(int group) {
        current = group;
    }

    /// Ends what [#enter] began, and forgets the group when nothing is kept for it.
    void leave() {
        int group = current;
        current = NONE;
        entries.activity().wrote(1);
        settle(group);
    }

    /// The group of the call, or -1 when there is none.
    int current() {
        return current;
    }

    /// Something more is kept for a group.
    void retain(int group) {
        entries.setWord(group, types.size(), entries.word(group, types.size()) + 1);
    }

    /// Something that was kept for a group is not any more.
    void release(int group) {
        long kept = entries.word(group, types.size()) - 1;
        assert kept >= 0 : "what is released was retained";
        entries.setWord(group, types.size(), kept);
    }

    /// Forgets a group when nothing is kept for it.
    void settle(int group) {
        if (entries.word(group, types.size()) == 0) {
            entries.remove(group);
        }
    }
}

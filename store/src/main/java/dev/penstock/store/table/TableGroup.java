package dev.penstock.store.table;

import dev.penstock.data.Schema;
import dev.penstock.store.state.Blocks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The tables that one query writes; their epochs become visible together.
public final class TableGroup {
    private final List<Member> members = new ArrayList<>();
    private long epoch = -1;

    /// What a table does at a commit. `publish` is called with the lock held.
    interface Member {
        void publish(long epoch);

        void rollback();
    }

    /// An insert-only table: rows stay in the order in which they came.
    public Table append(Schema schema) {
        return join(new AppendTable(this, schema));
    }

    /// An insert-only table as a snapshot of the query holds it.
    public Table restoreAppend(Schema schema, Blocks blocks) throws IOException {
        return join(AppendTable.restore(this, schema, blocks));
    }

    /// A table whose columns at these positions are its key; without any it is a table of whole rows, each with its number.
    public Table keyed(Schema schema, List<Integer> key) {
        return join(new KeyedTable(this, new TableLayout(schema, key)));
    }

    /// A table with a key, or of whole rows, as a snapshot of the query holds it.
    public Table restoreKeyed(Schema schema, List<Integer> key, Blocks blocks) throws IOException {
        return join(KeyedTable.restore(this, new TableLayout(schema, key), blocks));
    }

    private synchronized <T extends Table & Member> T join(T table) {
        members.add(table);
        return table;
    }

    /// Makes what the epoch has written to all tables of the group visible at once. Belongs to the epoch thread.
    public synchronized void commit(long newEpoch) {
        for (var member : members) {
            member.publish(newEpoch);
        }
        epoch = newEpoch;
    }

    /// Forgets what the epoch has written so far.
    public void rollback() {
        List<Member> all;
        synchronized (this) {
            all = List.copyOf(members);
        }
        all.forEach(Member::rollback);
    }

    /// Says that restored tables are as they were after this epoch. To be called before anybody reads.
    public void restored(long restoredEpoch) {
        commit(restoredEpoch);
    }

    /// Several tables of the group after the same epoch.
    public synchronized List<TableSnapshot> snapshots(List<Table> tables) {
        return tables.stream().map(Table::snapshot).toList();
    }

    /// Runs something that must not see a commit half done.
    synchronized <T> T locked(Supplier<T> action) {
        return action.get();
    }

    synchronized long epoch() {
        return epoch;
    }
}

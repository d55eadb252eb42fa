package dev.penstock.store.state;

/// What has happened to an arrangement since it was made in this process: counts that only rise, for reports.
///
/// Written by the thread that owns the arrangement. Any thread may read; it may see counts of different moments.
public final class Activity {
    private long inserted;
    private long removed;
    private long written;
    private long insertedBeforeWritten;
    private long dropped;

    Activity() {}

    void inserted() {
        inserted++;
    }

    void removed(long entries) {
        removed += entries;
    }

    /// Told by an operator that changes entries in place: how many it has written, new ones among them, since it told last.
    public void wrote(long entries) {
        written += entries;
        insertedBeforeWritten = inserted;
    }

    /// Told by an operator: how many rows it has left out because they came too late.
    public void dropped(long rows) {
        dropped += rows;
    }

    /// Entries that are new or were written anew; one that is written in two epochs counts twice.
    public long updatedEntries() {
        return written + inserted - insertedBeforeWritten;
    }

    /// Entries that were removed.
    public long removedEntries() {
        return removed;
    }

    /// Rows that came too late.
    public long droppedRows() {
        return dropped;
    }
}

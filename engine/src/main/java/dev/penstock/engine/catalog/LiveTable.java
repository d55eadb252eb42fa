package dev.penstock.engine.catalog;

import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A table in this process: the rows of its parts, one part a writer, in the order in which the writers came.
///
/// Each part belongs to one query, in whose snapshots it is, so that several flows fill one table and each recovers by itself. Readers see
/// each part as it was after some epoch of its writer. Safe for use by any thread.
public final class LiveTable {
    /// Who writes a table: `INSERT` statements (TABLE); a query with sink `memory`, in any output mode (MEMORY); streaming queries that only add rows
    /// (STREAMING_TABLE); one query that keeps it equal to its result (MATERIALIZED_VIEW).
    public enum Kind {
        TABLE, MEMORY, STREAMING_TABLE, MATERIALIZED_VIEW
    }

    private final String name;
    private final Kind kind;
    private final Optional<Relation> query;
    private final List<LivePart> parts = new ArrayList<>();
    private final List<Runnable> wakes = new CopyOnWriteArrayList<>();
    private @Nullable Schema schema;

    /// `schema` is null until the first writer brings one; `query` is what a materialized view computes.
    public LiveTable(String name, Kind kind, @Nullable Schema schema, Optional<Relation> query) {
        this.name = name;
        this.kind = kind;
        this.schema = schema;
        this.query = query;
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    public Optional<Relation> query() {
        return query;
    }

    /// The columns, once they are known.
    public synchronized Optional<Schema> schema() {
        return Optional.ofNullable(schema);
    }

    /// The part of a writer; a new one when it has none yet. The first writer's columns become the table's when it has none.
    /// `appendOnly` says that the writer never changes a row.
    public synchronized LivePart part(String writer, Schema columns, boolean appendOnly) {
        var known = schema;
        if (known == null) {
            known = columns;
            schema = columns;
        }
        for (var part : parts) {
            if (part.writer().equals(writer)) {
                return part;
            }
        }
        var part = new LivePart(writer, known, appendOnly);
        wakes.forEach(part::addWake);
        parts.add(part);
        return part;
    }

    /// The part of a writer that must exist: a stream that goes on reads from those it knew.
    ///
    /// @throws UserException with condition `NOT_A_LIVE_TARGET`
    public synchronized LivePart part(String writer) {
        return parts.stream().filter(part -> part.writer().equals(writer)).findFirst()
                .orElseThrow(() -> new UserException("CHECKPOINT_INCOMPATIBLE",
                        Map.of("path", name, "reason",
                                "it has read rows that query " + writer + " put into table " + name
                                        + ", and that query is not there")));
    }

    public synchronized List<LivePart> parts() {
        return List.copyOf(parts);
    }

    /// From now on `wake` is called, by the writers' threads, after each commit of any part.
    public synchronized void addWake(Runnable wake) {
        wakes.add(wake);
        parts.forEach(part -> part.addWake(wake));
    }

    public synchronized void removeWake(Runnable wake) {
        wakes.remove(wake);
        parts.forEach(part -> part.removeWake(wake));
    }

    /// True when rows are only added, so that the table can be read as a stream.
    public boolean isAppendOnly() {
        return switch (kind) {
            case TABLE, STREAMING_TABLE -> true;
            case MEMORY -> parts().stream().allMatch(LivePart::appendOnly);
            case MATERIALIZED_VIEW -> false;
        };
    }
}

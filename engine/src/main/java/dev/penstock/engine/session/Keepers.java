package dev.penstock.engine.session;

import dev.penstock.engine.query.RunningQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which queries write which tables of this process, by the table's name without regard to case. Safe for use by any thread.
final class Keepers {
    private final Map<String, List<RunningQuery>> byTable = new TreeMap<>(
            String.CASE_INSENSITIVE_ORDER);

    synchronized void add(String table, RunningQuery query) {
        var queries = byTable.computeIfAbsent(table, _ -> new ArrayList<>());
        queries.removeIf(known -> !known.isActive());
        queries.add(query);
    }

    synchronized List<RunningQuery> of(String table) {
        return List.copyOf(byTable.getOrDefault(table, List.of()));
    }

    /// Stops the queries that write a table, and forgets them.
    void stop(String table) {
        List<RunningQuery> queries;
        synchronized (this) {
            var removed = byTable.remove(table);
            queries = removed == null ? List.of() : removed;
        }
        queries.forEach(RunningQuery::stop);
    }
}

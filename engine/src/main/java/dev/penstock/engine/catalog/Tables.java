package dev.penstock.engine.catalog;

import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Catalog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// The tables and views that all sessions of a Penstock share, by name without regard to case. Safe for use by any thread.
public final class Tables {
    private final Map<String, TableEntry> entries = new ConcurrentSkipListMap<>(
            String.CASE_INSENSITIVE_ORDER);

    private final Map<String, Catalog.Entry.View> globalViews = new ConcurrentSkipListMap<>(
            String.CASE_INSENSITIVE_ORDER);

    public Optional<TableEntry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /// The table in this process of this name, which may be qualified.
    public Optional<LiveTable> live(String name) {
        var entry = entries.get(name);
        if (entry == null) {
            entry = entries.get(name.substring(name.lastIndexOf('.') + 1));
        }
        return entry instanceof TableEntry.Live(var table) ? Optional.of(table) : Optional.empty();
    }

    /// The views of all sessions that last as long as the process, by name.
    Map<String, Catalog.Entry.View> globalViews() {
        return globalViews;
    }

    /// Adds an entry under a name that is free.
    ///
    /// @throws UserException with condition `TABLE_OR_VIEW_ALREADY_EXISTS`
    public void add(TableEntry entry) {
        if (entries.putIfAbsent(entry.name(), entry) != null) {
            throw new UserException("TABLE_OR_VIEW_ALREADY_EXISTS",
                    Map.of("relationName", "`" + entry.name() + "`"));
        }
    }

    /// Adds an entry, or puts it in the place of the one of its name.
    public void put(TableEntry entry) {
        entries.put(entry.name(), entry);
    }

    /// Removes an entry, if it is still this one.
    public void remove(TableEntry entry) {
        entries.remove(entry.name(), entry);
    }

    /// All entries in alphabetical order.
    public List<TableEntry> all() {
        return List.copyOf(entries.values());
    }
}

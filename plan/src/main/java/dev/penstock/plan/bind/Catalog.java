package dev.penstock.plan.bind;

import dev.penstock.data.Schema;
import dev.penstock.plan.spec.Relation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the binder has to know of the world. Implemented by the engine; asked by one thread.
public interface Catalog {
    /// What a name stands for, if anything. The name has one to three parts: `[catalog.][database.]name`.
    Optional<Entry> find(List<String> name);

    /// The names of all tables and views, for suggestions.
    List<String> names();

    /// The schema of a source that is given by format and options; reports wrong formats and options.
    Schema schema(String format, Map<String, String> options, Optional<Schema> declared,
            boolean streaming);

    sealed interface Entry {
        /// A view: its query, bound again at each use. `columns` are its own names for the columns, empty for the query's.
        record View(Relation query, List<String> columns) implements Entry {}

        /// A source or sink with its format and options.
        record External(String format, Map<String, String> options,
                Optional<Schema> declared) implements Entry {}

        /// A table that lives in this process.
        record Live(Schema schema) implements Entry {}
    }
}

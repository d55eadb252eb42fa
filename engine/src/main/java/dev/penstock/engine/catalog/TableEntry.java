package dev.penstock.engine.catalog;

import dev.penstock.data.Schema;
import dev.penstock.plan.spec.Relation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a name shared by all sessions stands for. Names are as the user wrote them first.
public sealed interface TableEntry {
    String name();

    /// `CREATE TABLE ... USING format`: a source, a sink, or both.
    record External(String name, String format, Map<String, String> options,
            Optional<Schema> declared, List<String> partitionBy)
            implements
                TableEntry {
        public External {
            options = Map.copyOf(options);
            partitionBy = List.copyOf(partitionBy);
        }
    }

    /// A table in this process.
    record Live(LiveTable table) implements TableEntry {
        @Override
        public String name() {
            return table.name();
        }
    }

    /// A view for all sessions. `columns` are its own names for the query's columns; empty for the query's.
    record View(String name, Relation query, List<String> columns,
            String text) implements TableEntry {
        public View {
            columns = List.copyOf(columns);
        }
    }
}

package dev.penstock.connect.client.pipeline;

import dev.penstock.data.Schema;
import dev.penstock.plan.spec.Relation.DataSource;
import java.util.List;
import java.util.Optional;
import org.apache.spark.connect.proto.Relation;

/// What a name stands for that only this side knows.
sealed interface Known {
    /// `CREATE TABLE ... USING kafka`: a source and a sink. Spark's catalog can hold such a table, but not read it as a stream.
    record External(DataSource source) implements Known {}

    /// A streaming table or a materialized view. `parts` are what it is made of: one, or one a flow.
    record Live(Optional<Schema> schema, boolean materializedView,
            List<Part> parts) implements Known {
        public Live {
            parts = List.copyOf(parts);
        }
    }

    /// What one query writes: the table on the cluster that holds its rows, and the query as a stream for those who read on from it.
    /// `depth` is how many such names it takes to get to a source.
    record Part(List<String> table, Relation stream, int depth) {}
}

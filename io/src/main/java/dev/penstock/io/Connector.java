package dev.penstock.io;

import dev.penstock.data.Schema;
import java.util.Optional;

/// A family of sources and sinks under one format name. Found by `ServiceLoader`; one instance serves all queries, from any thread.
public interface Connector {
    /// The name in `format(...)` and `USING ...`, in lower case.
    String format();

    /// The schema of the rows that [#source] gives for this request; called while the query is analysed, so it reports wrong options.
    ///
    /// @throws dev.penstock.data.error.UserException with condition `UNKNOWN_OPTION` and the like
    default Schema schema(SourceRequest request) {
        throw Requests.noSource(format());
    }

    /// A new source for one query.
    default Source source(SourceRequest request) {
        throw Requests.noSource(format());
    }

    /// In which form the sink takes the changes of a result in output mode `changelog`. It is then made and opened as one for output mode `append`.
    default ChangeForm changeForm() {
        return ChangeForm.COLUMNS;
    }

    /// COLUMNS: the columns of the result, followed by the kind of the change (`insert`, `update_preimage`, `update_postimage`, `delete`), the epoch and its
    /// time. ENVELOPE: the columns `key`, null without one, and `value`, both JSON as Debezium writes it.
    enum ChangeForm {
        COLUMNS, ENVELOPE
    }

    /// A new sink for one query.
    default Sink sink(SinkRequest request) {
        throw Requests.noSink(format());
    }

    /// What the user asked to read. `schema` is the one that the user gave, if any; `streaming` tells `readStream` from `read`.
    /// `workDirectory` is a directory of the checkpoint that belongs to this source alone; absent in batch queries and analysis.
    record SourceRequest(Options options, Optional<Schema> schema, boolean streaming,
            Optional<java.nio.file.Path> workDirectory, dev.penstock.data.sys.World world) {}

    /// What the user asked to write to.
    record SinkRequest(Options options, Schema schema, String mode,
            java.util.List<String> partitionBy, dev.penstock.data.sys.World world) {}
}

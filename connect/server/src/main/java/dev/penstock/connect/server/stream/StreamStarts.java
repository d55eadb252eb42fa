package dev.penstock.connect.server.stream;

import dev.penstock.Trigger;
import dev.penstock.connect.server.plan.Plans;
import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.StreamRequest;
import dev.penstock.plan.syntax.SqlParser;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.connect.proto.WriteStreamOperationStart;
import org.apache.spark.connect.proto.WriteStreamOperationStartResult;

/// Starts streams: the message of `writeStream` to a request of the engine. Static; safe for use by any thread.
///
/// Columns to cluster by say how files are to be laid out. They change no result and are passed over.
final class StreamStarts {
    /// Sinks that write to no path; one that is given is passed over, as by Spark.
    private static final Set<String> WITHOUT_PATH = Set.of("console", "memory", "noop");

    private StreamStarts() {}

    /// Starts the query and waits until its checkpoint is open.
    ///
    /// @throws UserException for what is wrong with query, options or checkpoint
    static WriteStreamOperationStartResult start(WriteStreamOperationStart message,
            ServerSession session) {
        refuseFunctions(message);
        var queries = SessionQueries.of(session);
        var query = queries.start(() -> session.session().state().start(request(message, session)));
        var result = WriteStreamOperationStartResult.newBuilder().setQueryId(Answers.id(query));
        if (query.name() != null) {
            result.setName(query.name());
        }
        if (queries.bus().isActive()) {
            result.setQueryStartedEventJson(queries.started(query));
        }
        return result.build();
    }

    private static void refuseFunctions(WriteStreamOperationStart message) {
        if (message.hasForeachWriter()) {
            throw refused("foreach(...)", message.getForeachWriter().hasPythonFunction());
        }
        if (message.hasForeachBatch()) {
            throw refused("foreachBatch(...)", message.getForeachBatch().hasPythonFunction());
        }
    }

    private static UserException refused(String call, boolean python) {
        return new UserException("NOT_YET_SUPPORTED",
                Map.of("feature", call + " over Spark Connect", "hint",
                        " Its " + (python ? "Python" : "Scala") + " function would have to run in"
                                + " the server. Write to a sink or a table, or start the query"
                                + " from Java, where functions run."));
    }

    private static StreamRequest request(WriteStreamOperationStart message,
            ServerSession session) {
        var options = new HashMap<>(message.getOptionsMap());
        if (message.hasPath()
                && !WITHOUT_PATH.contains(message.getFormat().toLowerCase(Locale.ROOT))) {
            options.put("path", message.getPath());
        }
        var trigger = trigger(message);
        return new StreamRequest(Plans.relation(message.getInput(), session),
                message.getQueryName(), message.getFormat(), options, mode(message),
                trigger.pace(), trigger.snapshotInterval(),
                message.getPartitioningColumnNamesList(), table(message), Optional.empty());
    }

    private static String mode(WriteStreamOperationStart message) {
        return message.getOutputMode().isEmpty() ? "append" : message.getOutputMode();
    }

    private static Optional<List<String>> table(WriteStreamOperationStart message) {
        if (!message.hasTableName()) {
            return Optional.empty();
        }
        return Optional.of(new SqlParser(ZoneOffset.UTC).parseTableName(message.getTableName()));
    }

    private static Trigger trigger(WriteStreamOperationStart message) {
        return switch (message.getTriggerCase()) {
            case PROCESSING_TIME_INTERVAL ->
                Trigger.ProcessingTime(message.getProcessingTimeInterval());
            case AVAILABLE_NOW -> Trigger.AvailableNow();
            case ONCE -> Trigger.Once();
            case CONTINUOUS_CHECKPOINT_INTERVAL ->
                Trigger.Continuous(message.getContinuousCheckpointInterval());
            case REAL_TIME_BATCH_DURATION -> Trigger.RealTime(message.getRealTimeBatchDuration());
            case TRIGGER_NOT_SET -> Trigger.ProcessingTime(0);
        };
    }
}

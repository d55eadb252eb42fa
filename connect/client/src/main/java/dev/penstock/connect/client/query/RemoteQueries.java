package dev.penstock.connect.client.query;

import dev.penstock.connect.client.Connection;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.query.QueryEvents;
import dev.penstock.engine.query.StartedQueries;
import dev.penstock.engine.query.StartedQuery;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.StreamingQueryManagerCommand;
import org.apache.spark.connect.proto.StreamingQueryManagerCommandResult;
import org.apache.spark.connect.proto.StreamingQueryManagerCommandResult.StreamingQueryInstance;
import org.apache.spark.connect.proto.WriteStreamOperationStart;

/// The streaming queries of a session on a cluster. Safe for use by any thread.
public final class RemoteQueries implements StartedQueries, AutoCloseable {
    private static final Pattern IDENTITY = Pattern
            .compile("id = ([0-9a-f-]{36}), runId = ([0-9a-f-]{36})");
    /// Spark says that some query is over, not which.
    private static final UUID UNTOLD = new UUID(0, 0);
    /// Spark takes a number of milliseconds that it can add to a time of its own.
    private static final long LONGEST_WAIT_MILLIS = Long.MAX_VALUE / 1_000_000;

    private final Connection connection;
    private final ListenerBus listeners;

    public RemoteQueries(Connection connection) {
        this.connection = connection;
        listeners = new ListenerBus(connection);
    }

    /// Starts a query and waits until the cluster has.
    public StartedQuery start(WriteStreamOperationStart start) {
        var command = Command.newBuilder().setWriteStreamOperationStart(start).build();
        for (var response : connection.execute(command)) {
            if (response.hasWriteStreamOperationStartResult()) {
                var result = response.getWriteStreamOperationStartResult();
                if (result.hasQueryStartedEventJson()) {
                    listeners.started(result.getQueryStartedEventJson());
                }
                return new RemoteQuery(connection, result.getQueryId(), result.getName());
            }
        }
        throw new IllegalStateException("the cluster has not said what it started");
    }

    private StreamingQueryManagerCommandResult ask(
            Consumer<StreamingQueryManagerCommand.Builder> question) {
        var command = StreamingQueryManagerCommand.newBuilder();
        question.accept(command);
        return connection
                .execute(Command.newBuilder().setStreamingQueryManagerCommand(command).build())
                .stream().filter(ExecutePlanResponse::hasStreamingQueryManagerCommandResult)
                .map(ExecutePlanResponse::getStreamingQueryManagerCommandResult).findFirst()
                .orElse(StreamingQueryManagerCommandResult.getDefaultInstance());
    }

    private RemoteQuery query(StreamingQueryInstance instance) {
        return new RemoteQuery(connection, instance.getId(), instance.getName());
    }

    @Override
    public List<RemoteQuery> active() {
        return ask(command -> command.setActive(true)).getActive().getActiveQueriesList().stream()
                .map(this::query).toList();
    }

    @Override
    public Optional<RemoteQuery> find(UUID id) {
        var result = ask(command -> command.setGetQuery(id.toString()));
        return result.hasQuery() ? Optional.of(query(result.getQuery())) : Optional.empty();
    }

    @Override
    public Optional<End> awaitEnd(long millis) {
        try {
            var result = ask(command -> command.setAwaitAnyTermination(
                    StreamingQueryManagerCommand.AwaitAnyTerminationCommand.newBuilder()
                            .setTimeoutMs(Math.clamp(millis, 1, LONGEST_WAIT_MILLIS))));
            return result.getAwaitAnyTermination().getTerminated()
                    ? Optional.of(new End(UNTOLD, UNTOLD, Optional.empty()))
                    : Optional.empty();
        } catch (UserException e) {
            if (!e.condition().equals("STREAM_FAILED")) {
                throw e;
            }
            var identity = IDENTITY.matcher(String.valueOf(e.getMessage()));
            return Optional.of(identity.find()
                    ? end(UUID.fromString(identity.group(1)), UUID.fromString(identity.group(2)), e)
                    : new End(UNTOLD, UNTOLD, Optional.of(e)));
        }
    }

    private End end(UUID id, UUID runId, UserException failure) {
        var cause = new RemoteQuery(connection, id, runId, "").failure();
        return new End(id, runId, cause.isPresent() ? cause : Optional.of(failure));
    }

    @Override
    public void resetTerminated() {
        ask(command -> command.setResetTerminated(true));
    }

    @Override
    public void addListener(QueryEvents listener) {
        listeners.add(listener);
    }

    @Override
    public void removeListener(QueryEvents listener) {
        listeners.remove(listener);
    }

    /// Hears no more from the cluster.
    @Override
    public void close() {
        listeners.close();
    }
}

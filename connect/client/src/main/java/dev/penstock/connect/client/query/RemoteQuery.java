package dev.penstock.connect.client.query;

import dev.penstock.connect.client.Connection;
import dev.penstock.data.error.Conditions;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.query.Progress;
import dev.penstock.engine.query.StartedQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.StreamingQueryCommand;
import org.apache.spark.connect.proto.StreamingQueryCommandResult;
import org.apache.spark.connect.proto.StreamingQueryCommandResult.ExceptionResult;
import org.apache.spark.connect.proto.StreamingQueryInstanceId;
import org.jspecify.annotations.Nullable;

/// A query that runs on a cluster.
public final class RemoteQuery implements StartedQuery {
    /// The cause in Spark's text about a failed query, between its head and the dump of the plan.
    private static final Pattern CAUSE = Pattern.compile(
            "(?s)terminated with exception: (.*?)(?: SQLSTATE: XXKST)?\\s*(?:=== Streaming Query ===.*)?");
    private static final Pattern CONDITION = Pattern.compile("(?s).*?\\[([A-Z0-9_.]+)] .*");
    /// The cluster lets go of what it is waiting for after a while without news; asking again costs a message.
    private static final long AWAIT_STEP_MILLIS = 60_000;

    private final Connection connection;
    private final UUID id;
    private final UUID runId;
    private final String name;

    RemoteQuery(Connection connection, StreamingQueryInstanceId identity, String name) {
        this(connection, UUID.fromString(identity.getId()), UUID.fromString(identity.getRunId()),
                name);
    }

    RemoteQuery(Connection connection, UUID id, UUID runId, String name) {
        this.connection = connection;
        this.id = id;
        this.runId = runId;
        this.name = name;
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public UUID runId() {
        return runId;
    }

    @Override
    public @Nullable String name() {
        return name.isEmpty() ? null : name;
    }

    private StreamingQueryCommandResult ask(Consumer<StreamingQueryCommand.Builder> question) {
        var command = StreamingQueryCommand.newBuilder().setQueryId(StreamingQueryInstanceId
                .newBuilder().setId(id.toString()).setRunId(runId.toString()));
        question.accept(command);
        return connection.execute(Command.newBuilder().setStreamingQueryCommand(command).build())
                .stream().filter(ExecutePlanResponse::hasStreamingQueryCommandResult)
                .map(ExecutePlanResponse::getStreamingQueryCommandResult).findFirst()
                .orElse(StreamingQueryCommandResult.getDefaultInstance());
    }

    @Override
    public boolean isActive() {
        return ask(command -> command.setStatus(true)).getStatus().getIsActive();
    }

    @Override
    public Status status() {
        var status = ask(command -> command.setStatus(true)).getStatus();
        return new Status(status.getStatusMessage(), status.getIsDataAvailable(),
                status.getIsTriggerActive());
    }

    @Override
    public Optional<Throwable> failure() {
        var result = ask(command -> command.setException(true)).getException();
        return result.hasExceptionMessage() ? Optional.of(failure(result)) : Optional.empty();
    }

    private UserException failure(ExceptionResult result) {
        var message = result.getExceptionMessage();
        var matcher = CAUSE.matcher(message);
        var cause = matcher.find() && !matcher.group(1).isBlank()
                ? message.substring(matcher.start(1), end(message, matcher.start(1))).strip()
                : message;
        var condition = CONDITION.matcher(cause);
        if (condition.matches() && Conditions.exists(condition.group(1))) {
            return UserException.reported(cause, condition.group(1), Map.of(), null);
        }
        return new UserException("CLUSTER_ERROR",
                Map.of("address", connection.address().toString(), "reason", cause));
    }

    private static int end(String message, int from) {
        int dump = message.indexOf("=== Streaming Query ===", from);
        int text = dump < 0 ? message.length() : dump;
        int state = message.lastIndexOf("SQLSTATE: XXKST", text);
        return state > from ? state : text;
    }

    @Override
    public void stop() {
        ask(command -> command.setStop(true));
    }

    @Override
    public void awaitTermination() {
        while (!awaitTermination(AWAIT_STEP_MILLIS)) {
            // It is not over yet.
        }
    }

    @Override
    public boolean awaitTermination(long millis) {
        try {
            return ask(command -> command.setAwaitTermination(
                    StreamingQueryCommand.AwaitTerminationCommand.newBuilder()
                            .setTimeoutMs(millis)))
                    .getAwaitTermination().getTerminated();
        } catch (UserException e) {
            return ended(e);
        }
    }

    @Override
    public void processAllAvailable() {
        try {
            ask(command -> command.setProcessAllAvailable(true));
        } catch (UserException e) {
            ended(e);
        }
    }

    /// A query that has failed makes questions about it fail; [#failure] tells why, so it is over and no more.
    private static boolean ended(UserException failure) {
        if (failure.condition().equals("STREAM_FAILED")) {
            return true;
        }
        throw failure;
    }

    @Override
    public @Nullable Progress lastProgress() {
        var reports = reports(ask(command -> command.setLastProgress(true)));
        return reports.isEmpty() ? null : reports.getLast();
    }

    @Override
    public List<Progress> recentProgress() {
        return reports(ask(command -> command.setRecentProgress(true)));
    }

    private static List<Progress> reports(StreamingQueryCommandResult result) {
        return result.getRecentProgress().getRecentProgressJsonList().stream()
                .filter(text -> !text.isBlank()).map(ProgressReports::read).toList();
    }

    @Override
    public String explained(boolean extended) {
        return ask(command -> command.setExplain(
                StreamingQueryCommand.ExplainCommand.newBuilder().setExtended(extended)))
                .getExplain().getResult();
    }
}

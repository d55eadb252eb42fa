package dev.penstock.connect.client.query;

import dev.penstock.connect.client.Connection;
import dev.penstock.connect.client.EventStream;
import dev.penstock.engine.query.QueryEvents;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.StreamingQueryListenerBusCommand;
import org.apache.spark.connect.proto.StreamingQueryListenerEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listeners of this side hear of the queries of a session on a cluster.
///
/// While there is a listener the cluster has a command open on which it tells what happens; its events arrive on a thread of the connection. That a
/// query has started comes with the answer to its start, on the thread that starts it. Trouble of a listener is logged and disturbs nobody.
final class ListenerBus implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerBus.class);

    private final Connection connection;
    private final List<QueryEvents> listeners = new CopyOnWriteArrayList<>();
    private @Nullable EventStream events;

    ListenerBus(Connection connection) {
        this.connection = connection;
    }

    synchronized void add(QueryEvents listener) {
        listeners.add(listener);
        if (events == null) {
            events = EventStream.open(connection, command(true), this::heard);
        }
    }

    synchronized void remove(QueryEvents listener) {
        listeners.remove(listener);
        if (listeners.isEmpty()) {
            close();
        }
    }

    @Override
    public synchronized void close() {
        if (events != null) {
            connection.execute(command(false));
            events.close();
            events = null;
        }
    }

    private static Command command(boolean add) {
        var command = StreamingQueryListenerBusCommand.newBuilder();
        return Command.newBuilder().setStreamingQueryListenerBusCommand(add
                ? command.setAddListenerBusListener(true)
                : command.setRemoveListenerBusListener(true)).build();
    }

    private void heard(ExecutePlanResponse response) {
        response.getStreamingQueryListenerEventsResult().getEventsList().forEach(this::heard);
    }

    private void heard(StreamingQueryListenerEvent event) {
        var tree = JsonTree.read(event.getEventJson());
        switch (event.getEventType()) {
            case QUERY_PROGRESS_EVENT -> {
                var report = ProgressReports.progress(tree.object("progress"));
                tell(listener -> listener.progress(report));
            }
            case QUERY_TERMINATED_EVENT -> {
                var failure = nullIfEmpty(tree.text("exception"));
                var condition = nullIfEmpty(tree.text("errorClassOnException"));
                tell(listener -> listener.terminated(id(tree), runId(tree), failure, condition));
            }
            case QUERY_IDLE_EVENT -> tell(
                    listener -> listener.idle(id(tree), runId(tree), tree.text("timestamp")));
            case QUERY_PROGRESS_UNSPECIFIED, UNRECOGNIZED ->
                LOG.warn("An event of an unknown kind: {}", event.getEventJson());
        }
    }

    /// What the cluster says at the start of a query.
    void started(String json) {
        var tree = JsonTree.read(json);
        var name = nullIfEmpty(tree.text("name"));
        tell(listener -> listener.started(id(tree), runId(tree), name, tree.text("timestamp")));
    }

    private static UUID id(JsonTree tree) {
        return UUID.fromString(tree.text("id"));
    }

    private static UUID runId(JsonTree tree) {
        return UUID.fromString(tree.text("runId"));
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    private void tell(Consumer<QueryEvents> event) {
        for (var listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("A listener of streaming queries failed", e);
            }
        }
    }
}

package dev.penstock.connect.server.stream;

import dev.penstock.connect.server.execute.Operation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.StreamingQueryEventType;
import org.apache.spark.connect.proto.StreamingQueryListenerEvent;
import org.apache.spark.connect.proto.StreamingQueryListenerEventsResult;
import org.jspecify.annotations.Nullable;

/// The way of a session's events to the listeners in its client: one operation that never ends by itself. Safe for use by any thread.
///
/// Events are sent in bursts. PySpark 4.2 takes one lock to hand an event to its listeners and keeps the same lock while it asks for the end of
/// this operation and waits for it: an event that arrives in between is waited for by a thread that waits for it. With a report of each query
/// each tenth of a second that would happen often. So there is at most one burst a second, each a moment after its first event, but for [#flush], and
/// events that have not been sent when the client wants no more are dropped.
final class ListenerBus {
    /// A client that removes its listeners as soon as it has seen what it waited for is done with that in this time.
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /// In this time a client on the same network has handed events to its listeners.
    private static final long HANDED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /// A client that does not read loses the oldest events and not the server's memory.
    private static final int MOST_WAITING = 10_000;

    private @Nullable Channel current;

    /// Whether a client listens.
    synchronized boolean isActive() {
        return current != null;
    }

    /// Sends events until [#end] is called, or another operation listens for the session.
    ///
    /// @throws InterruptedException when the operation is interrupted
    void run(Operation operation) throws InterruptedException {
        var channel = new Channel();
        replace(channel);
        operation.outlastInterrupts();
        try {
            operation.send(ExecutePlanResponse.newBuilder().setStreamingQueryListenerEventsResult(
                    StreamingQueryListenerEventsResult.newBuilder()
                            .setListenerBusListenerAdded(true)));
            for (var events = channel.take(); !events.isEmpty(); events = channel.take()) {
                operation.send(message(events));
            }
        } finally {
            remove(channel);
        }
    }

    private synchronized void replace(@Nullable Channel channel) {
        if (current != null) {
            current.end();
        }
        current = channel;
    }

    private synchronized void remove(Channel channel) {
        if (current == channel) {
            current = null;
        }
    }

    /// Ends the operation that listens, if there is one.
    void end() {
        replace(null);
    }

    /// Hands an event to the listeners.
    synchronized void post(Event event) {
        if (current != null) {
            current.post(event);
        }
    }

    /// Sends what waits now, and gives the client a moment to hand it to its listeners.
    void flush() throws InterruptedException {
        Channel channel;
        synchronized (this) {
            channel = current;
        }
        if (channel != null) {
            channel.flush();
            TimeUnit.NANOSECONDS.sleep(HANDED_NANOS);
        }
    }

    private static ExecutePlanResponse.Builder message(List<Event> events) {
        var result = StreamingQueryListenerEventsResult.newBuilder();
        for (var event : events) {
            result.addEvents(StreamingQueryListenerEvent.newBuilder().setEventJson(event.json())
                    .setEventType(switch (event.kind()) {
                        case STARTED -> throw new AssertionError("tells who started the query");
                        case PROGRESS -> StreamingQueryEventType.QUERY_PROGRESS_EVENT;
                        case IDLE -> StreamingQueryEventType.QUERY_IDLE_EVENT;
                        case TERMINATED -> StreamingQueryEventType.QUERY_TERMINATED_EVENT;
                    }));
        }
        return ExecutePlanResponse.newBuilder().setStreamingQueryListenerEventsResult(result);
    }

    /// Events on their way to one operation.
    private static final class Channel {
        private final Deque<Event> waiting = new ArrayDeque<>();
        private long firstNanos;
        private long sentNanos = System.nanoTime() - PAUSE_NANOS;
        private boolean urgent;
        private boolean ended;

        synchronized void post(Event event) {
            if (waiting.isEmpty()) {
                firstNanos = System.nanoTime();
                notifyAll();
            }
            waiting.add(event);
            if (waiting.size() > MOST_WAITING) {
                waiting.remove();
            }
        }

        synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized void flush() {
            urgent = !waiting.isEmpty();
            notifyAll();
        }

        /// The events of the next burst; empty when the channel has ended.
        synchronized List<Event> take() throws InterruptedException {
            while (!ended) {
                long now = System.nanoTime();
                long left = Math.max(firstNanos + SETTLE_NANOS - now,
                        sentNanos + PAUSE_NANOS - now);
                if (waiting.isEmpty()) {
                    wait();
                } else if (left > 0 && !urgent) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                } else {
                    var burst = List.copyOf(waiting);
                    waiting.clear();
                    urgent = false;
                    sentNanos = now;
                    return burst;
                }
            }
            return List.of();
        }
    }
}

package dev.penstock.connect.server.execute;

import dev.penstock.data.error.UserException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.jspecify.annotations.Nullable;

/// The responses of one operation, in order, from the one thread that makes them to the one connection that takes them.
///
/// Invariant: responses `first` to `first + kept.size() - 1` are here; those before have been released or are too old to be asked for again,
/// and those before `taken` have been given to the connection. The maker waits while more bytes wait to be taken than [#MAX_WAITING_BYTES].
/// Safe for use by any thread.
final class ResponseBuffer {
    /// Two full pieces of a result and some: the engine makes the next while the network takes the last.
    static final int MAX_WAITING_BYTES = 16 << 20;
    /// So much of what was taken is kept for a connection that is lost, as Spark keeps.
    static final int MAX_RETRY_BYTES = 10 << 20;

    private record Kept(long index, ExecutePlanResponse response, int bytes) {}

    /// Called whenever there may be something to take; on any thread, without locks held.
    interface Listener {
        void responsesWait();
    }

    private final TreeMap<Long, Kept> kept = new TreeMap<>();
    private long made;
    private long taken;
    private long waitingBytes;
    private long retryBytes;
    private String lastReleased = "";
    private long lastReleasedIndex = -1;
    private boolean complete;
    private boolean closed;
    private @Nullable Throwable failure;
    private @Nullable Listener listener;

    /// Adds a response; waits while the buffer is full.
    ///
    /// @throws CancellationException when the buffer has been closed
    void add(ExecutePlanResponse response) throws InterruptedException {
        Listener told;
        synchronized (this) {
            while (waitingBytes >= MAX_WAITING_BYTES && !closed) {
                wait();
            }
            if (closed) {
                throw new CancellationException();
            }
            told = append(response);
        }
        tell(told);
    }

    /// Adds a response when there is room; for reports that may be left out.
    void offer(ExecutePlanResponse response) {
        Listener told;
        synchronized (this) {
            if (closed || complete || failure != null || waitingBytes >= MAX_WAITING_BYTES) {
                return;
            }
            told = append(response);
        }
        tell(told);
    }

    private @Nullable Listener append(ExecutePlanResponse response) {
        int bytes = response.getSerializedSize();
        kept.put(made, new Kept(made, response, bytes));
        made++;
        waitingBytes += bytes;
        return listener;
    }

    private static void tell(@Nullable Listener told) {
        if (told != null) {
            told.responsesWait();
        }
    }

    /// There will be no more responses: all went well, or `error` is what the client gets after those that wait.
    void end(@Nullable Throwable error) {
        Listener told;
        synchronized (this) {
            if (complete || failure != null) {
                return;
            }
            complete = error == null;
            failure = error;
            told = listener;
        }
        tell(told);
    }

    /// Makes the maker give up. What waits can still be taken.
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /// From now on `newListener` takes, beginning after the response of id `lastResponseId`, or with the oldest one when it is empty.
    /// The listener before is told, finds that it is not the one any more, and ends.
    ///
    /// @throws UserException with condition `INVALID_CURSOR` when that response is not known, or what follows is gone
    void attach(Listener newListener, String lastResponseId) {
        Listener before;
        synchronized (this) {
            before = listener;
            taken = positionAfter(lastResponseId);
            count();
            listener = newListener;
        }
        tell(before);
        newListener.responsesWait();
    }

    private long positionAfter(String lastResponseId) {
        if (lastResponseId.isEmpty()) {
            if (made > 0 && (kept.isEmpty() || kept.firstKey() > 0)) {
                throw cursor("POSITION_NOT_AVAILABLE", lastResponseId);
            }
            return 0;
        }
        for (var response : kept.descendingMap().values()) {
            if (response.response().getResponseId().equals(lastResponseId)) {
                return response.index() + 1;
            }
        }
        if (lastResponseId.equals(lastReleased)) {
            return lastReleasedIndex + 1;
        }
        throw cursor("POSITION_NOT_FOUND", lastResponseId);
    }

    private static UserException cursor(String condition, String response) {
        return new UserException("INVALID_CURSOR." + condition,
                Map.of("index", response, "responseId", response));
    }

    /// The listener takes no more.
    @SuppressWarnings("ReferenceEquality") // the very same listener is meant
    synchronized void detach(Listener old) {
        if (listener == old) {
            listener = null;
        }
    }

    synchronized boolean isAttached() {
        return listener != null;
    }

    /// What [#take] found.
    sealed interface Taken {
        /// The next response.
        record Response(ExecutePlanResponse response) implements Taken {}

        /// Nothing yet.
        record Nothing() implements Taken {}

        /// All has been taken. With `error` the operation failed.
        record End(@Nullable Throwable error) implements Taken {}

        /// Another listener takes now.
        record Replaced() implements Taken {}
    }

    /// The next response for the listener, if it still is the one.
    @SuppressWarnings("ReferenceEquality") // the very same listener is meant
    synchronized Taken take(Listener taker) {
        if (listener != taker) {
            return new Taken.Replaced();
        }
        if (taken < made) {
            var next = kept.get(taken);
            assert next != null : "what waits is kept";
            taken++;
            waitingBytes -= next.bytes();
            retryBytes += next.bytes();
            forgetOld();
            notifyAll();
            return new Taken.Response(next.response());
        }
        return complete || failure != null ? new Taken.End(failure) : new Taken.Nothing();
    }

    private void forgetOld() {
        while (retryBytes > MAX_RETRY_BYTES && !kept.isEmpty()
                && kept.firstKey() < taken - 1) {
            retryBytes -= release(kept.pollFirstEntry().getValue());
        }
    }

    private int release(Kept response) {
        lastReleased = response.response().getResponseId();
        lastReleasedIndex = response.index();
        return response.bytes();
    }

    private void count() {
        waitingBytes = 0;
        retryBytes = 0;
        for (var response : kept.values()) {
            if (response.index() < taken) {
                retryBytes += response.bytes();
            } else {
                waitingBytes += response.bytes();
            }
        }
        notifyAll();
    }

    /// Forgets the responses up to that of this id; nothing happens when it is not known any more.
    synchronized void releaseUntil(String responseId) {
        boolean known = kept.values().stream()
                .anyMatch(response -> response.response().getResponseId().equals(responseId));
        while (known) {
            var oldest = kept.pollFirstEntry().getValue();
            release(oldest);
            known = !oldest.response().getResponseId().equals(responseId);
        }
        taken = Math.max(taken, lastReleasedIndex + 1);
        count();
    }

    /// For tests and [Execution]: bytes that are kept.
    synchronized long bytes() {
        return waitingBytes + retryBytes;
    }
}

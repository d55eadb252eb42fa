package dev.penstock.connect.server.execute;

import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.data.error.UserException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The operations of a session. Safe for use by any thread.
public final class Executions implements AutoCloseable {
    /// How long a closing session waits for its operations, each of which has been interrupted.
    private static final long CLOSE_MILLIS = 2000;
    /// Operations that ended are remembered, so that a client that comes back late learns what became of them.
    private static final int REMEMBERED = 1000;

    private enum Fate {
        RELEASED, ABANDONED
    }

    private static final class Slot {
        final Execution execution;
        long idleSinceNanos;
        long reportedNanos;

        Slot(Execution execution, long nowNanos) {
            this.execution = execution;
            idleSinceNanos = nowNanos;
            reportedNanos = nowNanos;
        }
    }

    private final ServerSession session;
    private final Map<String, Slot> running = new LinkedHashMap<>();
    private final Map<String, Fate> gone = new LinkedHashMap<>();
    private boolean closed;

    private Executions(ServerSession session) {
        this.session = session;
    }

    /// Those of the session.
    public static Executions of(ServerSession session) {
        return session.part(Executions.class, () -> new Executions(session));
    }

    /// Starts an operation.
    ///
    /// @throws UserException when the id has been used, or the session is being closed
    public Execution start(Execution.Request request, Execution.Work work, long nowNanos) {
        var execution = new Execution(session, request);
        synchronized (this) {
            if (closed) {
                throw handle("SESSION_CLOSED", session.key().sessionId());
            }
            if (running.containsKey(request.operationId())
                    || gone.containsKey(request.operationId())) {
                throw handle("OPERATION_ALREADY_EXISTS", request.operationId());
            }
            running.put(request.operationId(), new Slot(execution, nowNanos));
        }
        execution.start(work);
        return execution;
    }

    private static UserException handle(String condition, String handle) {
        return new UserException("INVALID_HANDLE." + condition, Map.of("handle", handle));
    }

    /// The operation of this id.
    public synchronized Optional<Execution> find(String id) {
        return Optional.ofNullable(running.get(id)).map(slot -> slot.execution);
    }

    /// The operation of this id, for a client that wants to go on with it.
    ///
    /// @throws UserException when there is none, saying whether it was abandoned
    public synchronized Execution existing(String id) {
        var slot = running.get(id);
        if (slot != null) {
            return slot.execution;
        }
        throw handle(gone.get(id) == Fate.ABANDONED ? "OPERATION_ABANDONED" : "OPERATION_NOT_FOUND",
                id);
    }

    /// The operations that have not been released.
    public synchronized List<Execution> all() {
        return running.values().stream().map(slot -> slot.execution).toList();
    }

    /// Whether the operation of this id was here and has gone.
    public synchronized boolean isGone(String id) {
        return gone.containsKey(id);
    }

    /// Interrupts those that run and fit, but for those that outlast interrupts, and says which.
    public List<String> interrupt(Predicate<Execution> which) {
        var interrupted = new ArrayList<String>();
        for (var execution : all()) {
            if (execution.isRunning() && !execution.isLasting() && which.test(execution)) {
                execution.interrupt();
                interrupted.add(execution.id());
            }
        }
        return interrupted;
    }

    /// Whether an operation carries the tag.
    public static boolean hasTag(Execution execution, String tag) {
        return execution.request().tags().contains(tag);
    }

    /// Forgets an operation, which is interrupted when it still runs; false when it is not known.
    public boolean release(String id) {
        return remove(id, Fate.RELEASED);
    }

    /// Forgets the responses up to this one; false when the operation is not known.
    public boolean releaseUntil(String id, String responseId) {
        var execution = find(id);
        execution.ifPresent(found -> found.buffer().releaseUntil(responseId));
        return execution.isPresent();
    }

    private boolean remove(String id, Fate fate) {
        Slot slot;
        synchronized (this) {
            slot = running.remove(id);
            if (slot == null) {
                return false;
            }
            gone.put(id, fate);
            if (gone.size() > REMEMBERED) {
                gone.remove(gone.keySet().iterator().next());
            }
        }
        slot.execution.interrupt();
        return true;
    }

    /// Whether some client listens to an operation at this moment.
    public synchronized boolean isAttached() {
        return running.values().stream().anyMatch(slot -> slot.execution.buffer().isAttached());
    }

    /// Called every second or so: reports progress of those that run for longer than `progressNanos`, and abandons those that no client has
    /// listened to for `detachedNanos`.
    public void tick(long nowNanos, long progressNanos, long detachedNanos) {
        List<Slot> slots;
        synchronized (this) {
            slots = List.copyOf(running.values());
        }
        for (var slot : slots) {
            if (slot.execution.buffer().isAttached()) {
                slot.idleSinceNanos = nowNanos;
            } else if (nowNanos - slot.idleSinceNanos > detachedNanos) {
                remove(slot.execution.id(), Fate.ABANDONED);
                continue;
            }
            if (nowNanos - slot.reportedNanos >= progressNanos) {
                slot.reportedNanos = nowNanos;
                slot.execution.reportProgress();
            }
        }
    }

    @Override
    public void close() {
        List<Execution> left;
        synchronized (this) {
            closed = true;
            left = all();
            running.clear();
        }
        left.forEach(Execution::interrupt);
        try {
            for (var execution : left) {
                execution.join(CLOSE_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // they have been told to end, which is all that can be done
        }
    }
}

package dev.penstock.connect.server.session;

import dev.penstock.Session;
import dev.penstock.connect.server.artifact.Artifacts;
import dev.penstock.data.error.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sessions of a server. Safe for use by any thread.
///
/// A session begins with the first call that names it. One that was closed stays closed: its key is remembered for a while, so that a client that
/// was away learns that its session has gone instead of finding an empty one.
public final class Sessions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    /// As many as Spark keeps.
    private static final int REMEMBERED = 1000;
    private static final Pattern ID = Pattern
            .compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final class Slot {
        final ServerSession session;
        long lastUsedNanos;

        Slot(ServerSession session, long nowNanos) {
            this.session = session;
            lastUsedNanos = nowNanos;
        }

        ServerSession session() {
            return session;
        }
    }

    private final Supplier<Session> newSession;
    private final Path artifactDirectory;
    private final long maxLoadedBytes;
    private final LongSupplier nanos;
    private final Map<SessionKey, Slot> open = new LinkedHashMap<>();
    private final Map<SessionKey, Boolean> closed = new LinkedHashMap<>();

    /// `newSession` makes sessions of the engine; `nanos` is the clock; for the rest see [Artifacts].
    public Sessions(Supplier<Session> newSession, LongSupplier nanos, Path artifactDirectory,
            long maxLoadedBytes) {
        this.newSession = newSession;
        this.nanos = nanos;
        this.artifactDirectory = artifactDirectory;
        this.maxLoadedBytes = maxLoadedBytes;
    }

    /// The session, which begins now when it is new.
    ///
    /// @param observed the server's id of the session as the client last saw it, empty when it has not seen one
    /// @throws UserException with condition `INVALID_HANDLE` when the id is none, or the session is not what the client believes
    public synchronized ServerSession use(SessionKey key, String observed) {
        requireId(key);
        var slot = open.get(key);
        if (slot == null) {
            requireOpen(key);
            if (!observed.isEmpty()) {
                throw handle("SESSION_CHANGED", key);
            }
            slot = add(key, newSession.get());
        }
        return touched(slot, observed);
    }

    /// The session, which must be there.
    ///
    /// @throws UserException with condition `INVALID_HANDLE`
    public synchronized ServerSession existing(SessionKey key, String observed) {
        requireId(key);
        var slot = open.get(key);
        if (slot == null) {
            requireOpen(key);
            throw handle(observed.isEmpty() ? "SESSION_NOT_FOUND" : "SESSION_CHANGED", key);
        }
        return touched(slot, observed);
    }

    /// The session, if it is there; it is not used by this.
    public synchronized Optional<ServerSession> find(SessionKey key) {
        return Optional.ofNullable(open.get(key)).map(Slot::session);
    }

    /// A new session that begins with what `original` has now.
    ///
    /// @throws UserException when the new id is no id, or has been used
    public synchronized ServerSession fork(ServerSession original, String newId) {
        var key = new SessionKey(original.key().userId(), newId);
        requireId(key);
        requireOpen(key);
        if (open.containsKey(key)) {
            throw new UserException("CONNECT_INVALID_PLAN.ASSERTION_FAILURE",
                    Map.of("message", "there is a session " + newId + " already"));
        }
        var copy = add(key, original.session().fork()).session();
        original.artifacts().copyTo(copy.artifacts());
        return copy;
    }

    private Slot add(SessionKey key, Session session) {
        var serverSideId = UUID.randomUUID().toString();
        var slot = new Slot(
                new ServerSession(key, serverSideId, session,
                        new Artifacts(artifactDirectory.resolve(serverSideId), maxLoadedBytes)),
                nanos.getAsLong());
        open.put(key, slot);
        return slot;
    }

    private ServerSession touched(Slot slot, String observed) {
        var session = slot.session();
        if (!observed.isEmpty() && !observed.equals(session.serverSideId())) {
            throw handle("SESSION_CHANGED", session.key());
        }
        slot.lastUsedNanos = nanos.getAsLong();
        return session;
    }

    /// Whether the text has the form that ids of sessions and operations have: that of a UUID.
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    private static void requireId(SessionKey key) {
        if (!isId(key.sessionId())) {
            throw handle("FORMAT", key);
        }
    }

    private void requireOpen(SessionKey key) {
        if (closed.containsKey(key)) {
            throw handle("SESSION_CLOSED", key);
        }
    }

    private static UserException handle(String condition, SessionKey key) {
        return new UserException("INVALID_HANDLE." + condition,
                Map.of("handle", key.sessionId()));
    }

    /// Ends a session, if it is there. With `reconnect` its key may be used again.
    public void release(SessionKey key, boolean reconnect) {
        Slot slot;
        synchronized (this) {
            slot = open.remove(key);
            if (!reconnect) {
                closed.put(key, true);
                if (closed.size() > REMEMBERED) {
                    closed.remove(closed.keySet().iterator().next());
                }
            }
        }
        close(slot);
    }

    private static void close(@Nullable Slot slot) {
        if (slot == null) {
            return;
        }
        try {
            slot.session().close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("Session {} did not end in order", slot.session().key().sessionId(), e);
        }
    }

    /// All sessions, in the order of their beginning.
    public synchronized List<ServerSession> all() {
        return open.values().stream().map(Slot::session).toList();
    }

    /// Ends the sessions that nobody has used for so long and that are not `busy`; those that are count as used now.
    public void expire(long idleNanos, Predicate<ServerSession> busy) {
        var expired = new ArrayList<SessionKey>();
        synchronized (this) {
            long now = nanos.getAsLong();
            open.forEach((key, slot) -> {
                if (busy.test(slot.session())) {
                    slot.lastUsedNanos = now;
                } else if (now - slot.lastUsedNanos > idleNanos) {
                    expired.add(key);
                }
            });
        }
        for (var key : expired) {
            LOG.info("Session {} ends: its client has been silent for too long", key.sessionId());
            release(key, false);
        }
    }

    @Override
    public void close() {
        List<Slot> left;
        synchronized (this) {
            left = new ArrayList<>(open.values());
            open.clear();
        }
        left.forEach(Sessions::close);
    }
}

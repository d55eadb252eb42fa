package dev.penstock.connect.server.session;

import dev.penstock.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// A session of a client. Safe for use by any thread.
public final class ServerSession {
    private final SessionKey key;
    private final String serverSideId;
    private final Session session;
    private final Map<Class<?>, Object> parts = new LinkedHashMap<>();

    public ServerSession(SessionKey key, String serverSideId, Session session) {
        this.key = key;
        this.serverSideId = serverSideId;
        this.session = session;
    }

    public SessionKey key() {
        return key;
    }

    /// The id that tells this session from a later one under the same key.
    public String serverSideId() {
        return serverSideId;
    }

    /// The session of the engine: catalog, configuration and what runs statements.
    public Session session() {
        return session;
    }

    /// What another package keeps with this session, made when it is asked for first. A part that is [AutoCloseable] is closed with the session.
    public synchronized <T> T part(Class<T> type, Supplier<T> made) {
        return type.cast(parts.computeIfAbsent(type, _ -> made.get()));
    }

    /// Closes the parts, last made first. Called once, when no operation of the session runs any more.
    synchronized void close() throws Exception {
        var all = new ArrayList<>(parts.values()).reversed();
        parts.clear();
        for (var part : all) {
            if (part instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }
}

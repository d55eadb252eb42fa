package dev.penstock.connect.server.session;

import dev.penstock.Session;
import dev.penstock.connect.server.artifact.Artifacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A session of a client. Safe for use by any thread.
public final class ServerSession {
    private final SessionKey key;
    private final String serverSideId;
    private final Session session;
    private final Artifacts artifacts;
    private final Map<Class<?>, Object> parts = new LinkedHashMap<>();

    public ServerSession(SessionKey key, String serverSideId, Session session,
            Artifacts artifacts) {
        this.key = key;
        this.serverSideId = serverSideId;
        this.session = session;
        this.artifacts = artifacts;
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

    /// The files that the client has sent.
    public Artifacts artifacts() {
        return artifacts;
    }

    /// What another package keeps with this session, made when it is asked for first. A part that is [AutoCloseable] is closed with the session.
    public synchronized <T> T part(Class<T> type, Supplier<T> made) {
        var part = parts.get(type);
        if (part == null) {
            part = made.get();
            parts.put(type, part);
        }
        return type.cast(part);
    }

    /// Closes the parts in the order in which they were made, so that the operations end first, then the artifacts. Called once.
    public void close() throws Exception {
        List<Object> all;
        synchronized (this) {
            all = new ArrayList<>(parts.values());
        }
        for (var part : all) {
            if (part instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
        artifacts.close();
    }
}

package dev.penstock.connect.server.error;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.connect.proto.FetchErrorDetailsResponse;

/// The errors of a session that its client has not asked about yet. Safe for use by any thread.
public final class ErrorDetails {
    /// Clients ask within moments or never.
    private static final int KEPT = 100;

    private final Map<String, FetchErrorDetailsResponse.Builder> byId = new LinkedHashMap<>();

    synchronized void keep(String id, FetchErrorDetailsResponse.Builder details) {
        byId.put(id, details);
        if (byId.size() > KEPT) {
            byId.remove(byId.keySet().iterator().next());
        }
    }

    /// The details of an error, which are then forgotten.
    public synchronized Optional<FetchErrorDetailsResponse.Builder> take(String id) {
        return Optional.ofNullable(byId.remove(id));
    }
}

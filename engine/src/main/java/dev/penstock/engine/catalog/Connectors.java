package dev.penstock.engine.catalog;

import dev.penstock.data.error.UserException;
import dev.penstock.io.Connector;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// The connectors on the class path, by format. Looked for once, when the first is asked for; safe for use by any thread.
public final class Connectors {
    private @Nullable Map<String, Connector> byFormat;

    /// The connector of a format.
    ///
    /// @throws UserException with condition `DATA_SOURCE_NOT_FOUND`
    public Connector find(String format) {
        var connector = all().get(format.toLowerCase(Locale.ROOT));
        if (connector == null) {
            throw new UserException("DATA_SOURCE_NOT_FOUND", Map.of("provider", format));
        }
        return connector;
    }

    private synchronized Map<String, Connector> all() {
        var known = byFormat;
        if (known == null) {
            known = new HashMap<>();
            for (var connector : ServiceLoader.load(Connector.class,
                    Connectors.class.getClassLoader())) {
                known.put(connector.format(), connector);
            }
            byFormat = known;
        }
        return known;
    }
}

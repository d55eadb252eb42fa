package dev.penstock.connect.client;

import dev.penstock.engine.session.Backend;
import dev.penstock.engine.session.RemoteBackend;
import java.util.Map;

/// Opens sessions on Spark clusters; found by [java.util.ServiceLoader].
public final class SparkClusters implements RemoteBackend {
    @Override
    public Backend open(String address, Map<String, String> configuration) {
        var session = RemoteSession.open(Address.parse(address));
        configuration.forEach((key, value) -> {
            // What says where the program runs was for this side.
            if (!key.equals("spark.master") && !key.equals("spark.remote")) {
                session.configuration().set(key, value);
            }
        });
        return session;
    }
}

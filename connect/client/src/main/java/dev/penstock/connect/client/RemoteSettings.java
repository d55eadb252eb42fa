package dev.penstock.connect.client;

import dev.penstock.engine.session.SessionSettings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.KeyValue;

/// The configuration of a session on a cluster. Keys of Penstock's own stay on this side, where they are read. Safe for use by any thread.
public final class RemoteSettings implements SessionSettings {
    private static final String OWN_PREFIX = "penstock.";

    private final Connection connection;
    private final Map<String, String> own = new ConcurrentHashMap<>();

    RemoteSettings(Connection connection) {
        this.connection = connection;
    }

    /// Settings like these for another session of the cluster.
    RemoteSettings copy(Connection other) {
        var copy = new RemoteSettings(other);
        copy.own.putAll(own);
        return copy;
    }

    @Override
    public void set(String key, String value) {
        if (key.startsWith(OWN_PREFIX)) {
            own.put(key, value);
        } else {
            connection.config(operation -> operation.setSet(ConfigRequest.Set.newBuilder()
                    .addPairs(KeyValue.newBuilder().setKey(key).setValue(value))));
        }
    }

    @Override
    public Optional<String> find(String key) {
        if (key.startsWith(OWN_PREFIX)) {
            return Optional.ofNullable(own.get(key));
        }
        var pairs = connection.config(operation -> operation
                .setGetOption(ConfigRequest.GetOption.newBuilder().addKeys(key))).getPairsList();
        return pairs.isEmpty() || !pairs.getFirst().hasValue()
                ? Optional.empty()
                : Optional.of(pairs.getFirst().getValue());
    }

    @Override
    public void unset(String key) {
        if (key.startsWith(OWN_PREFIX)) {
            own.remove(key);
        } else {
            connection.config(operation -> operation
                    .setUnset(ConfigRequest.Unset.newBuilder().addKeys(key)));
        }
    }

    @Override
    public Map<String, String> all() {
        var all = new TreeMap<>(own);
        connection.config(operation -> operation.setGetAll(ConfigRequest.GetAll.newBuilder()))
                .getPairsList().forEach(pair -> all.put(pair.getKey(), pair.getValue()));
        return all;
    }
}

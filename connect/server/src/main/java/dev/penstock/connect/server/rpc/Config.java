package dev.penstock.connect.server.rpc;

import dev.penstock.RuntimeConfig;
import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.data.error.UserException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.ConfigResponse;
import org.apache.spark.connect.proto.KeyValue;

/// `Config`: reads and sets the configuration of a session.
final class Config {
    private final SparkDefaults defaults;

    Config(SparkDefaults defaults) {
        this.defaults = defaults;
    }

    ConfigResponse answer(ConfigRequest request, ServerSession session) {
        var answer = ConfigResponse.newBuilder().setSessionId(session.key().sessionId())
                .setServerSideSessionId(session.serverSideId());
        var conf = session.session().conf();
        var operation = request.getOperation();
        switch (operation.getOpTypeCase()) {
            case SET -> set(operation.getSet(), conf, answer);
            case GET -> operation.getGet().getKeysList()
                    .forEach(key -> answer.addPairs(pair(key, find(conf, key).orElseThrow(
                            () -> new UserException("SQL_CONF_NOT_FOUND",
                                    Map.of("sqlConf", "\"" + key + "\""))))));
            case GET_WITH_DEFAULT -> operation.getGetWithDefault().getPairsList()
                    .forEach(pair -> answer.addPairs(withDefault(conf, pair)));
            case GET_OPTION -> operation.getGetOption().getKeysList().forEach(
                    key -> answer.addPairs(find(conf, key).map(value -> pair(key, value))
                            .orElse(KeyValue.newBuilder().setKey(key).build())));
            case GET_ALL -> all(conf, operation.getGetAll().getPrefix()).forEach(
                    (key, value) -> answer.addPairs(pair(key, value)));
            case UNSET -> operation.getUnset().getKeysList().forEach(key -> {
                requireModifiable(key);
                conf.unset(key);
            });
            case IS_MODIFIABLE -> operation.getIsModifiable().getKeysList()
                    .forEach(key -> answer.addPairs(pair(key, String.valueOf(
                            defaults.isModifiable(key, conf.getOption(key).isPresent())))));
            case OPTYPE_NOT_SET ->
                throw new UserException("CONNECT_INVALID_PLAN.INVALID_ONE_OF_FIELD_NOT_SET", Map.of(
                        "fullName", "spark.connect.ConfigRequest.Operation", "name", "op_type"));
        }
        return answer.build();
    }

    private static KeyValue pair(String key, String value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private Optional<String> find(RuntimeConfig conf, String key) {
        return conf.getOption(key).or(() -> defaults.find(key));
    }

    /// The value that was set; a default of Spark's counts only where the client names none.
    private KeyValue withDefault(RuntimeConfig conf, KeyValue asked) {
        var value = conf.getOption(asked.getKey()).or(
                () -> asked.hasValue() ? Optional.of(asked.getValue()) : Optional.empty())
                .or(() -> defaults.find(asked.getKey()));
        return value.map(found -> pair(asked.getKey(), found))
                .orElse(KeyValue.newBuilder().setKey(asked.getKey()).build());
    }

    /// What has a value and begins with the prefix, without the prefix.
    private Map<String, String> all(RuntimeConfig conf, String prefix) {
        var all = new TreeMap<>(defaults.all());
        all.putAll(conf.getAll());
        var fitting = new TreeMap<String, String>();
        all.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                fitting.put(key.substring(prefix.length()), value);
            }
        });
        return fitting;
    }

    /// With `silent`, what cannot be set is a warning.
    private static void set(ConfigRequest.Set request, RuntimeConfig conf,
            ConfigResponse.Builder answer) {
        for (var pair : request.getPairsList()) {
            try {
                requireModifiable(pair.getKey());
                conf.set(pair.getKey(), pair.getValue());
            } catch (UserException e) {
                if (!request.getSilent()) {
                    throw e;
                }
                answer.addWarnings(String.valueOf(e.getMessage()));
            }
        }
    }

    private static void requireModifiable(String key) {
        if (SparkDefaults.isStatic(key)) {
            throw new UserException("CANNOT_MODIFY_STATIC_CONFIG",
                    Map.of("key", "\"" + key + "\""));
        }
        if (SparkDefaults.isOfProcess(key)) {
            throw new UserException("CANNOT_MODIFY_CONFIG", Map.of("key", "\"" + key + "\"",
                    "docroot", "https://spark.apache.org/docs/latest"));
        }
    }
}

package dev.penstock.kafka;

import dev.penstock.io.Options;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Turns the options `kafka.*` into the configuration of Kafka's clients, over defaults that favour latency.
final class ClientSettings {
    static final String PREFIX = "kafka.";
    static final String SERVERS = "kafka.bootstrap.servers";

    private static final Map<String, String> NOT_FOR_CONSUMERS = Map.of(
            "auto.offset.reset",
            "use startingOffsets, which says where a query begins that has never run",
            "key.deserializer", "keys are always read as binary; cast the column instead",
            "value.deserializer", "values are always read as binary; cast the column instead",
            "enable.auto.commit", "offsets are kept in the checkpoint",
            "interceptor.classes",
            "interceptors may break the guarantee that each row counts once");
    private static final Map<String, String> NOT_FOR_PRODUCERS = Map.of(
            "key.serializer", "keys are always written as the bytes of the column key",
            "value.serializer", "values are always written as the bytes of the column value",
            "transactional.id",
            "it is derived from the query; use the option delivery to write in transactions",
            "enable.idempotence", "without it records may be written twice",
            "acks", "every record has to be confirmed by all replicas in sync",
            "max.in.flight.requests.per.connection",
            "the sink needs the order that the default keeps",
            "retries", "the sink goes on until delivery.timeout.ms has passed");

    private ClientSettings() {}

    static Map<String, Object> consumer(Options options) {
        var settings = new HashMap<String, Object>();
        settings.put("fetch.min.bytes", "1");
        settings.put("max.poll.records", "32768");
        settings.put("receive.buffer.bytes", "-1");
        settings.put("allow.auto.create.topics", "false");
        settings.put("enable.metrics.push", "false");
        // How soon new partitions are noticed. The client asks in the background, beside its fetches.
        settings.put("metadata.max.age.ms", "1000");
        settings.put("reconnect.backoff.max.ms", "500");
        addUsers(options, NOT_FOR_CONSUMERS, settings);
        settings.put("auto.offset.reset", "none");
        settings.put("enable.auto.commit", "false");
        return settings;
    }

    static Map<String, Object> producer(Options options) {
        var settings = new HashMap<String, Object>();
        settings.put("linger.ms", "0");
        settings.put("delivery.timeout.ms", String.valueOf(Integer.MAX_VALUE));
        settings.put("max.block.ms", "60000");
        settings.put("send.buffer.bytes", "-1");
        settings.put("enable.metrics.push", "false");
        settings.put("reconnect.backoff.max.ms", "500");
        // While all brokers are away the producer keeps what it knows of topics, so that records go on queueing instead of blocking the epoch.
        settings.put("metadata.recovery.strategy", "none");
        addUsers(options, NOT_FOR_PRODUCERS, settings);
        settings.put("acks", "all");
        settings.put("enable.idempotence", "true");
        return settings;
    }

    /// Names the brokers in messages.
    static String servers(Options options) {
        return options.get(SERVERS, "");
    }

    private static void addUsers(Options options, Map<String, String> refused,
            Map<String, Object> settings) {
        options.require(SERVERS,
                "it says which brokers to talk to first, as host:port, separated by commas");
        for (var entry : options.asMap().entrySet()) {
            var name = entry.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                var key = name.substring(PREFIX.length());
                var reason = refused.get(key);
                if (reason != null) {
                    throw options.invalid(entry.getKey(), reason);
                }
                settings.put(key, entry.getValue());
            }
        }
    }
}

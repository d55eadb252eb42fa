package dev.penstock.kafka;

import dev.penstock.io.Options;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the user asked of the Kafka sink: Spark's options, and `delivery`.
///
/// `delivery=direct` (default): every reader sees records as their epoch commits, each once. `delivery=transactional`: in Kafka
/// transactions, for readers with `isolation.level=read_committed`, and a second process with the same checkpoint is fenced off.
/// To change it for a checkpoint, stop the query cleanly first.
record SinkOptions(Options options, Optional<String> topic, boolean headers,
        boolean transactional) {
    static SinkOptions of(Options options) {
        options.requireKnown(List.of("topic", "includeHeaders", "delivery"), ClientSettings.PREFIX);
        ClientSettings.producer(options);
        boolean transactional = switch (options.get("delivery", "direct").strip()
                .toLowerCase(Locale.ROOT)) {
            case "direct" -> false;
            case "transactional" -> true;
            default -> throw options.invalid("delivery", "it has to be direct or transactional");
        };
        return new SinkOptions(options, options.find("topic").map(String::strip),
                options.getBoolean("includeHeaders", false), transactional);
    }
}

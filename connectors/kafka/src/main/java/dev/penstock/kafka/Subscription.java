package dev.penstock.kafka;

import dev.penstock.io.Options;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/// Which partitions a source reads.
sealed interface Subscription {
    /// All partitions of these topics, also of those that they get later. The topics have to exist.
    record Topics(List<String> topics) implements Subscription {}

    /// All partitions of all topics whose whole name matches, also of those that are created later.
    record Matching(Pattern pattern) implements Subscription {}

    /// These partitions, which have to exist.
    record Partitions(List<TopicPartition> partitions) implements Subscription {}

    /// As Spark names it in progress reports.
    default String description() {
        return switch (this) {
            case Topics(var topics) -> "Subscribe[" + String.join(", ", topics) + "]";
            case Matching(var pattern) -> "SubscribePattern[" + pattern + "]";
            case Partitions(var partitions) ->
                partitions.stream().map(TopicPartition::toString)
                        .collect(Collectors.joining(", ", "Assign[", "]"));
        };
    }

    static Subscription of(Options options) {
        var given = Stream.of("subscribe", "subscribePattern", "assign")
                .filter(name -> options.find(name).isPresent()).toList();
        if (given.isEmpty()) {
            options.require("subscribe",
                    "one of subscribe, subscribePattern and assign has to say what to read");
        }
        var name = given.getFirst();
        if (given.size() > 1) {
            throw options.invalid(given.get(1),
                    "only one of subscribe, subscribePattern and assign may be given");
        }
        var value = options.get(name, "");
        return switch (name) {
            case "subscribe" -> topics(options, value);
            case "subscribePattern" -> matching(options, value);
            default -> partitions(options, value);
        };
    }

    private static Subscription topics(Options options, String value) {
        var topics = Arrays.stream(value.split(",", -1)).map(String::strip)
                .filter(topic -> !topic.isEmpty()).distinct().toList();
        if (topics.isEmpty()) {
            throw options.invalid("subscribe", "it has to name at least one topic");
        }
        return new Topics(topics);
    }

    private static Subscription matching(Options options, String value) {
        try {
            if (!value.isBlank()) {
                return new Matching(Pattern.compile(value));
            }
        } catch (PatternSyntaxException e) {
            throw options.invalid("subscribePattern",
                    "it has to be a regular expression of Java: " + e.getDescription());
        }
        throw options.invalid("subscribePattern", "it has to be a regular expression of Java");
    }

    private static Subscription partitions(Options options, String value) {
        try {
            var partitions = Positions.parsePartitions(value);
            if (!partitions.isEmpty()) {
                return new Partitions(partitions);
            }
        } catch (IllegalArgumentException e) {
            throw options.invalid("assign", String.valueOf(e.getMessage()));
        }
        throw options.invalid("assign", "it has to name at least one partition");
    }
}

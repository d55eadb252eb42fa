package dev.penstock.kafka;

import dev.penstock.io.Options;
import java.util.List;
import java.util.Locale;

/// What the user asked of the Kafka source, with Spark's names and defaults.
///
/// Rows to be taken by an epoch: about `maxOffsets`, and none before `minOffsets` wait or `maxDelayNanos` have passed.
/// Accepted without effect, because nothing here needs them: `minPartitions`, `maxRecordsPerPartition` (an epoch is spread over
/// workers later), `groupIdPrefix` (no consumer group is used unless `kafka.group.id` names one), `fetchOffset.*` (retries never end).
record SourceOptions(Options options, Subscription subscription, Boundary starting, Boundary ending,
        Limits limits, boolean headers,
        boolean failOnDataLoss, long pollTimeoutMillis) {
    /// How many offsets an epoch takes.
    record Limits(long maxOffsets, long minOffsets, long maxDelayNanos) {}

    private static final List<String> COMMON = List.of("subscribe", "subscribePattern", "assign",
            "startingOffsets", "startingTimestamp",
            "startingOffsetsByTimestamp", "startingOffsetsByTimestampStrategy", "failOnDataLoss",
            "includeHeaders", "minPartitions",
            "maxRecordsPerPartition", "groupIdPrefix", "kafkaConsumer.pollTimeoutMs",
            "fetchOffset.numRetries",
            "fetchOffset.retryIntervalMs", "endingOffsets", "endingTimestamp",
            "endingOffsetsByTimestamp", "maxOffsetsPerTrigger",
            "minOffsetsPerTrigger", "maxTriggerDelay");
    private static final List<String> BATCH_ONLY = List.of("endingOffsets", "endingTimestamp",
            "endingOffsetsByTimestamp");

    static SourceOptions of(Options options, boolean streaming) {
        options.requireKnown(COMMON, ClientSettings.PREFIX);
        ClientSettings.consumer(options);
        if (streaming) {
            for (var name : BATCH_ONLY) {
                if (options.find(name).isPresent()) {
                    throw options.invalid(name,
                            "a stream has no end; it is an option of batch queries");
                }
            }
        }
        long max = options.getLong("maxOffsetsPerTrigger", Long.MAX_VALUE, 1);
        long min = options.getLong("minOffsetsPerTrigger", 0, 1);
        if (min > max) {
            throw options.invalid("minOffsetsPerTrigger",
                    "it may not be more than maxOffsetsPerTrigger");
        }
        options.getLong("minPartitions", 1, 1);
        options.getLong("maxRecordsPerPartition", 1, 1);
        return new SourceOptions(options, Subscription.of(options), starting(options, streaming),
                ending(options),
                new Limits(max, min, delayNanos(options)),
                options.getBoolean("includeHeaders", false),
                options.getBoolean("failOnDataLoss", true),
                options.getLong("kafkaConsumer.pollTimeoutMs", 120_000, 1));
    }

    private static Boundary starting(Options options, boolean streaming) {
        boolean latestIfNone = switch (options.get("startingOffsetsByTimestampStrategy", "error")
                .toLowerCase(Locale.ROOT)) {
            case "error" -> false;
            case "latest" -> true;
            default -> throw options.invalid("startingOffsetsByTimestampStrategy",
                    "it has to be error or latest");
        };
        var byTime = byTime(options, "startingTimestamp", "startingOffsetsByTimestamp",
                latestIfNone);
        if (byTime != null) {
            return byTime;
        }
        var text = options.get("startingOffsets", streaming ? "latest" : "earliest").strip();
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "earliest" -> new Boundary.Earliest();
            case "latest" -> {
                if (!streaming) {
                    throw options.invalid("startingOffsets",
                            "a batch query that begins at the latest offsets reads nothing");
                }
                yield new Boundary.Latest();
            }
            default -> offsets(options, "startingOffsets", text,
                    streaming ? Long.MIN_VALUE : Boundary.LATEST);
        };
    }

    private static Boundary ending(Options options) {
        var byTime = byTime(options, "endingTimestamp", "endingOffsetsByTimestamp", true);
        if (byTime != null) {
            return byTime;
        }
        var text = options.get("endingOffsets", "latest").strip();
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "latest" -> new Boundary.Latest();
            case "earliest" -> throw options.invalid("endingOffsets",
                    "a query that ends at the earliest offsets reads nothing");
            default -> offsets(options, "endingOffsets", text, Boundary.EARLIEST);
        };
    }

    private static @org.jspecify.annotations.Nullable Boundary byTime(Options options, String one,
            String many, boolean latestIfNone) {
        if (options.find(one).isPresent()) {
            return new Boundary.Time(one, options.getLong(one, 0, 0), latestIfNone);
        }
        return options.find(many)
                .map(text -> new Boundary.Times(many, positions(options, many, text), latestIfNone))
                .orElse(null);
    }

    private static Boundary offsets(Options options, String name, String text, long refused) {
        var positions = positions(options, name, text);
        for (long offset : positions.byPartition().values()) {
            if (offset < Boundary.EARLIEST || offset == refused) {
                throw options.invalid(name, "the offset " + offset + " makes no sense here");
            }
        }
        return new Boundary.Offsets(name, positions);
    }

    private static Positions positions(Options options, String name, String text) {
        try {
            return Positions.parse(text);
        } catch (IllegalArgumentException e) {
            throw options.invalid(name, String.valueOf(e.getMessage()));
        }
    }

    /// A duration as Spark writes them: a number and a unit, `15m` when none is given.
    private static long delayNanos(Options options) {
        var text = options.get("maxTriggerDelay", "15m").strip().toLowerCase(Locale.ROOT);
        var matcher = java.util.regex.Pattern.compile("(\\d{1,9})\\s*(ms|s|m|min|h|d)")
                .matcher(text);
        if (!matcher.matches()) {
            throw options.invalid("maxTriggerDelay",
                    "it has to be a number with a unit, such as 15m or 30s");
        }
        long unitMillis = switch (matcher.group(2)) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m", "min" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
        return Math.multiplyExact(Long.parseLong(matcher.group(1)) * unitMillis, 1_000_000L);
    }
}

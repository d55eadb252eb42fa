package dev.penstock.plan.syntax;

import dev.penstock.data.text.DateTimeText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// The values of date and time literals. Each method gives null for a text that is not one.
final class Datetimes {
    private Datetimes() {}

    static @Nullable LocalDate date(String text) {
        if (epoch(text)) {
            return LocalDate.EPOCH;
        }
        var bytes = utf8(text);
        long days = DateTimeText.parseDate(bytes, 0, bytes.length);
        return days == DateTimeText.INVALID ? null : LocalDate.ofEpochDay(days);
    }

    static @Nullable LocalTime time(String text) {
        var bytes = utf8(text);
        long nanos = DateTimeText.parseTime(bytes, 0, bytes.length);
        return nanos == DateTimeText.INVALID ? null : LocalTime.ofNanoOfDay(nanos);
    }

    static @Nullable Instant timestamp(String text, ZoneId session) {
        if (epoch(text)) {
            return Instant.EPOCH;
        }
        var bytes = utf8(text);
        long micros = DateTimeText.parseTimestamp(bytes, 0, bytes.length, session);
        return micros == DateTimeText.INVALID ? null : instant(micros);
    }

    /// A zone in the text is passed over, as in Spark.
    static @Nullable LocalDateTime timestampNtz(String text) {
        if (epoch(text)) {
            return LocalDate.EPOCH.atStartOfDay();
        }
        var bytes = utf8(text);
        long micros = DateTimeText.parseTimestampNtz(bytes, 0, bytes.length);
        return micros == DateTimeText.INVALID
                ? null
                : LocalDateTime.ofInstant(instant(micros), ZoneOffset.UTC);
    }

    private static boolean epoch(String text) {
        return text.strip().equalsIgnoreCase("epoch");
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, DateTimeText.MICROS_PER_SECOND),
                Math.floorMod(micros, DateTimeText.MICROS_PER_SECOND) * 1000);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

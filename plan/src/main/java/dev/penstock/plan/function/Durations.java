package dev.penstock.plan.function;

import dev.penstock.data.error.UserException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Lengths of time written as text: `10 seconds`, `interval 1 hour 30 minutes`, `2 weeks`.
public final class Durations {
    private static final Map<String, Long> UNITS = Map.of("microsecond", 1L, "millisecond", 1_000L,
            "second", 1_000_000L, "minute",
            60_000_000L, "hour", 3_600_000_000L, "day", 86_400_000_000L, "week", 604_800_000_000L);
    private static final long MONTH_MICROS = 31 * 86_400_000_000L;

    private Durations() {}

    /// Microseconds; months are refused, because they differ in length.
    public static long micros(String text) {
        return parse(text, false);
    }

    /// Microseconds, where a month counts 31 days, as delays of watermarks have it.
    public static long delayMicros(String text) {
        return parse(text, true);
    }

    private static long parse(String text, boolean months) {
        var words = List.of(text.strip().toLowerCase(Locale.ROOT)
                .replaceAll("([0-9])([a-z])", "$1 $2").split("\\s+"));
        int at = words.getFirst().equals("interval") ? 1 : 0;
        if (at >= words.size() || (words.size() - at) % 2 != 0) {
            throw unreadable(text);
        }
        long total = 0;
        for (; at < words.size(); at += 2) {
            total = Math.addExact(total, part(text, words.get(at), words.get(at + 1), months));
        }
        return total;
    }

    private static long part(String text, String number, String unit, boolean months) {
        var singular = unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit;
        Long micros = UNITS.get(singular);
        if (micros == null && months) {
            micros = singular.equals("month")
                    ? Long.valueOf(MONTH_MICROS)
                    : singular.equals("year") ? Long.valueOf(12 * MONTH_MICROS) : null;
        }
        if (micros == null) {
            throw unreadable(text);
        }
        try {
            return new BigDecimal(number).multiply(BigDecimal.valueOf(micros)).longValue();
        } catch (NumberFormatException _) {
            throw unreadable(text);
        }
    }

    private static UserException unreadable(String text) {
        return new UserException("CANNOT_PARSE_INTERVAL",
                Map.of("intervalString", "'" + text + "'"));
    }
}

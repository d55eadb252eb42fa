package dev.penstock.flow.kernel;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What `trunc` and `date_trunc` cut to.
enum DateUnit {
    YEAR(0), QUARTER(0), MONTH(0), WEEK(0), DAY(0), HOUR(3_600_000_000L), MINUTE(
            60_000_000L), SECOND(1_000_000L), MILLISECOND(1000), MICROSECOND(1);

    /// The length of a unit below the day, else 0.
    final long micros;

    DateUnit(long micros) {
        this.micros = micros;
    }

    /// The unit of a name in any case of letters, or null.
    static @Nullable DateUnit of(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "YEAR", "YYYY", "YY" -> YEAR;
            case "QUARTER" -> QUARTER;
            case "MONTH", "MON", "MM" -> MONTH;
            case "WEEK" -> WEEK;
            case "DAY", "DD" -> DAY;
            case "HOUR" -> HOUR;
            case "MINUTE" -> MINUTE;
            case "SECOND" -> SECOND;
            case "MILLISECOND" -> MILLISECOND;
            case "MICROSECOND" -> MICROSECOND;
            default -> null;
        };
    }
}

package dev.penstock.flow.kernel;

/// The proleptic Gregorian calendar in integer arithmetic: days since 1970-01-01 to year, month and day, and back.
///
/// Years are counted from March, so that the day that leap years add is the last one; 400 years have 146,097 days.
final class Civil {
    static final long MICROS_PER_SECOND = 1_000_000;
    static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
    private static final int DAYS_TO_1970 = 719_468;
    private static final int DAYS_PER_ERA = 146_097;

    private Civil() {}

    /// `year << 16 | month << 8 | day` of a date.
    private static long parts(int epochDay) {
        long day = (long) epochDay + DAYS_TO_1970;
        long era = Math.floorDiv(day, (long) DAYS_PER_ERA);
        int dayOfEra = (int) (day - era * DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int month = (5 * dayOfYear + 2) / 153;
        int dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1;
        int civilMonth = month < 10 ? month + 3 : month - 9;
        long year = yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0);
        return year << 16 | (long) civilMonth << 8 | dayOfMonth;
    }

    static int year(int epochDay) {
        return (int) (parts(epochDay) >> 16);
    }

    /// 1 to 12.
    static int month(int epochDay) {
        return (int) parts(epochDay) >> 8 & 0xFF;
    }

    /// 1 to 31.
    static int dayOfMonth(int epochDay) {
        return (int) parts(epochDay) & 0xFF;
    }

    /// The date of a month that may lie outside of 1 to 12 and a day.
    static long epochDay(long year, long month, int dayOfMonth) {
        long years = year + Math.floorDiv(month - 1, 12L);
        int civilMonth = (int) Math.floorMod(month - 1, 12L) + 1;
        long shifted = civilMonth <= 2 ? years - 1 : years;
        long era = Math.floorDiv(shifted, 400L);
        long yearOfEra = shifted - era * 400;
        long dayOfYear = (153L * (civilMonth > 2 ? civilMonth - 3 : civilMonth + 9) + 2) / 5
                + dayOfMonth - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_1970;
    }

    /// 1 to 366.
    static int dayOfYear(int epochDay) {
        return (int) (epochDay - epochDay(year(epochDay), 1, 1)) + 1;
    }

    /// Monday is 0.
    static int weekday(int epochDay) {
        return Math.floorMod(epochDay + 3, 7);
    }

    /// The year to which the ISO week of a date belongs: that of its Thursday.
    static int yearOfWeek(int epochDay) {
        return year(epochDay - weekday(epochDay) + 3);
    }

    /// The number of the ISO week, 1 to 53.
    static int weekOfYear(int epochDay) {
        return (dayOfYear(epochDay - weekday(epochDay) + 3) - 1) / 7 + 1;
    }

    static int lastDayOfMonth(int epochDay) {
        long parts = parts(epochDay);
        return (int) epochDay(parts >> 16, (parts >> 8 & 0xFF) + 1, 1) - 1;
    }

    /// The first day of the year, quarter, month or week of a date.
    static int truncate(int epochDay, DateUnit unit) {
        return switch (unit) {
            case YEAR -> (int) epochDay(year(epochDay), 1, 1);
            case QUARTER -> (int) epochDay(year(epochDay), (month(epochDay) - 1) / 3 * 3L + 1, 1);
            case MONTH -> epochDay - dayOfMonth(epochDay) + 1;
            case WEEK -> epochDay - weekday(epochDay);
            case DAY, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND -> epochDay;
        };
    }
}

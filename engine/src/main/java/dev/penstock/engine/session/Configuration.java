package dev.penstock.engine.session;

import dev.penstock.data.error.UserException;
import dev.penstock.data.text.DateTimeText;
import dev.penstock.engine.epoch.EventTimeSettings;
import dev.penstock.flow.operator.EventTime;
import dev.penstock.plan.bind.Settings;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The configuration of a session: what `SET` sets. Safe for use by any thread.
///
/// Keys that Penstock reads are listed with their defaults. Spark's other keys are kept and do nothing, so that programs written for Spark
/// run; an unknown key that begins with `penstock.` is an error.
public final class Configuration implements SessionSettings {
    /// Whether overflow, division by zero and the like are errors (`true`) or give null.
    public static final String ANSI = "spark.sql.ansi.enabled";
    /// The zone in which timestamps are shown and read.
    public static final String TIME_ZONE = "spark.sql.session.timeZone";
    /// Whether names differ by case.
    public static final String CASE_SENSITIVE = "spark.sql.caseSensitive";
    /// A directory under which queries without a `checkpointLocation` keep theirs, by query name.
    public static final String CHECKPOINT_LOCATION = "spark.sql.streaming.checkpointLocation";
    /// How many progress reports a query keeps.
    public static final String RECENT_PROGRESS = "spark.sql.streaming.numRecentProgressUpdates";
    /// Milliseconds without data after which listeners hear that a query is idle, and again after as many.
    public static final String IDLE_INTERVAL = "spark.sql.streaming.noDataProgressEventInterval";
    /// How one watermark is made of several: `min` or `max`.
    public static final String WATERMARK_POLICY = "spark.sql.streaming.multipleWatermarkPolicy";
    /// Whether an epoch follows at once when the watermark has moved and something waits for it.
    public static final String EPOCHS_WITHOUT_DATA = "spark.sql.streaming.noDataMicroBatches.enabled";
    /// The format of `read`, `write` and `CREATE TABLE` that name none.
    public static final String DEFAULT_FORMAT = "spark.sql.sources.default";
    /// When queries that SQL statements start take rows: `natural`, `availableNow`, or an interval such as `1 second`.
    public static final String SQL_TRIGGER = "penstock.sql.trigger";
    /// The option `ledgerSync` of queries that do not give it: `disk` or `os`.
    public static final String LEDGER_SYNC = "penstock.ledgerSync";

    private static final Map<String, String> DEFAULTS = new TreeMap<>(Map.of(ANSI, "true",
            TIME_ZONE,
            ZoneId.systemDefault().getId(),
            CASE_SENSITIVE, "false", RECENT_PROGRESS, "100", IDLE_INTERVAL, "10000", DEFAULT_FORMAT,
            "json",
            SQL_TRIGGER, "natural", LEDGER_SYNC, "disk", "spark.sql.streaming.metricsEnabled",
            "false"));
    static {
        DEFAULTS.put(WATERMARK_POLICY, "min");
        DEFAULTS.put(EPOCHS_WITHOUT_DATA, "true");
    }

    private static final String OWN_PREFIX = "penstock.";

    private final Map<String, String> values = new TreeMap<>();

    /// Sets a key.
    ///
    /// @throws UserException with condition `UNKNOWN_CONFIGURATION` or `INVALID_CONF_VALUE`
    @Override
    public synchronized void set(String key, String value) {
        check(key, value);
        values.put(key, value);
    }

    private static void check(String key, String value) {
        switch (key) {
            case WATERMARK_POLICY -> {
                if (!value.equalsIgnoreCase("min") && !value.equalsIgnoreCase("max")) {
                    throw new UserException("INVALID_CONF_VALUE.OUT_OF_RANGE_OF_OPTIONS",
                            Map.of("confName", key, "confValue", value, "confOptions", "min, max"));
                }
            }
            case ANSI, CASE_SENSITIVE, EPOCHS_WITHOUT_DATA -> requireType(key, value, "boolean",
                    value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false"));
            case RECENT_PROGRESS -> requireType(key, value, "int", value.matches("\\d{1,9}"));
            case IDLE_INTERVAL -> requireType(key, value, "long", value.matches("\\d{1,18}"));
            case TIME_ZONE -> {
                if (DateTimeText.zone(value) == null) {
                    throw new UserException("INVALID_CONF_VALUE.TIME_ZONE",
                            Map.of("confName", key, "confValue", value));
                }
            }
            case LEDGER_SYNC -> {
                if (!value.equals("disk") && !value.equals("os")) {
                    throw new UserException("INVALID_CONF_VALUE.OUT_OF_RANGE_OF_OPTIONS",
                            Map.of("confName", key, "confValue", value, "confOptions", "disk, os"));
                }
            }
            default -> {
                if (key.toLowerCase(Locale.ROOT).startsWith(OWN_PREFIX)
                        && !DEFAULTS.containsKey(key)) {
                    throw new UserException("UNKNOWN_CONFIGURATION", Map.of("key", key, "known",
                            String.join(", ", DEFAULTS.keySet().stream()
                                    .filter(k -> k.startsWith(OWN_PREFIX)).sorted().toList())));
                }
            }
        }
    }

    private static void requireType(String key, String value, String type, boolean fits) {
        if (!fits) {
            throw new UserException("INVALID_CONF_VALUE.TYPE_MISMATCH",
                    Map.of("confName", key, "confValue", value, "confType", type));
        }
    }

    @Override
    public synchronized Optional<String> find(String key) {
        return Optional.ofNullable(values.get(key))
                .or(() -> Optional.ofNullable(DEFAULTS.get(key)));
    }

    /// The value of a key that has a default.
    String value(String key) {
        return find(key).orElseThrow();
    }

    @Override
    public synchronized void unset(String key) {
        values.remove(key);
    }

    /// Sets in another what is set here.
    synchronized void copyTo(Configuration other) {
        values.forEach(other::set);
    }

    /// Gives all keys their defaults again.
    public synchronized void reset() {
        values.clear();
    }

    @Override
    public synchronized Map<String, String> all() {
        var all = new TreeMap<>(DEFAULTS);
        all.putAll(values);
        return all;
    }

    /// How the watermarks of its queries move.
    EventTimeSettings eventTime() {
        return new EventTimeSettings(
                EventTime.Policy.valueOf(value(WATERMARK_POLICY).toUpperCase(Locale.ROOT)),
                Boolean.parseBoolean(value(EPOCHS_WITHOUT_DATA)));
    }

    /// What of it changes the meaning of a query.
    Settings settings() {
        var zone = java.util.Objects.requireNonNull(DateTimeText.zone(value(TIME_ZONE)));
        return new Settings(Boolean.parseBoolean(value(ANSI)),
                Boolean.parseBoolean(value(CASE_SENSITIVE)), zone);
    }
}

package dev.penstock.plan.bind;

import java.time.ZoneId;

/// What of the session's configuration changes the meaning of a query.
///
/// `ansi` is `spark.sql.ansi.enabled`, `caseSensitive` is `spark.sql.caseSensitive`, `zone` is `spark.sql.session.timeZone`.
public record Settings(boolean ansi, boolean caseSensitive, ZoneId zone) {
    public static final Settings DEFAULT = new Settings(true, false, ZoneId.of("UTC"));
}

package dev.penstock.plan.bind;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.plan.bind.OutputModes.Mode;
import dev.penstock.plan.bind.OutputModes.Taking;
import org.junit.jupiter.api.Test;

class OutputModesTest {
    private final Shop shop = Shop.open();

    private void allows(Mode mode, String sql) {
        assertThatCode(() -> OutputModes.check(shop.bind(sql), mode, Taking.ROWS)).as(sql)
                .doesNotThrowAnyException();
    }

    private void refuses(Mode mode, String sql, String operation) {
        assertThatThrownBy(() -> OutputModes.check(shop.bind(sql), mode, Taking.ROWS))
                .hasMessage("[STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION] "
                        + "Invalid streaming output mode: "
                        + mode.name().toLowerCase(java.util.Locale.ROOT)
                        + ". This output mode is not supported for "
                        + operation + " on streaming DataFrames/DataSets. SQLSTATE: 42KDE");
    }

    @Test
    void appendsRowsThatStay() {
        allows(Mode.APPEND, "SELECT value FROM STREAM events WHERE key IS NOT NULL");
        allows(Mode.APPEND, "SELECT DISTINCT value FROM STREAM events");
        refuses(Mode.APPEND, "SELECT key, count(*) FROM STREAM events GROUP BY key",
                "streaming aggregations without watermark");
        refuses(Mode.APPEND, "SELECT key FROM STREAM events ORDER BY key", "sorting");
    }

    @Test
    void appendsWindowsThatTheWatermarkEnds() {
        allows(Mode.APPEND,
                "SELECT window, count(*) FROM STREAM events WATERMARK timestamp DELAY OF INTERVAL 10 SECONDS "
                        + "GROUP BY window(timestamp, '1 minute')");
    }

    @Test
    void givesAllOfAnAggregation() {
        allows(Mode.COMPLETE,
                "SELECT key, count(*) FROM STREAM events GROUP BY key ORDER BY 2 DESC");
        refuses(Mode.COMPLETE, "SELECT key FROM STREAM events", "no streaming aggregations");
    }

    @Test
    void updatesGroups() {
        allows(Mode.UPDATE, "SELECT key, count(*) FROM STREAM events GROUP BY key");
        refuses(Mode.UPDATE, "SELECT key, count(*) FROM STREAM events GROUP BY key ORDER BY key",
                "sorting");
    }

    @Test
    void updatesTheFirstRowsInOrderWhereTheyCanBeTakenBack() {
        var sql = "SELECT key FROM STREAM events ORDER BY key LIMIT 3";
        refuses(Mode.UPDATE, sql, "sorting");
        assertThatCode(() -> OutputModes.check(shop.bind(sql), Mode.UPDATE, Taking.CHANGES))
                .doesNotThrowAnyException();
    }

    @Test
    void updatesSessionsWhereTheyCanBeTakenBack() {
        var sql = "SELECT session_window, count(*) FROM STREAM events "
                + "GROUP BY session_window(timestamp, '1 minute'), key";
        refuses(Mode.UPDATE, sql, "session window streaming aggregations");
        assertThatCode(() -> OutputModes.check(shop.bind(sql), Mode.UPDATE, Taking.CHANGES))
                .doesNotThrowAnyException();
    }
}

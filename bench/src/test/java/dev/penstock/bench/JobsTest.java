package dev.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Penstock;
import dev.penstock.Row;
import dev.penstock.bench.latency.EpochCost;
import dev.penstock.bench.throughput.ColumnsJob;
import dev.penstock.bench.throughput.KernelsJob;
import dev.penstock.bench.throughput.Yahoo;
import dev.penstock.engine.epoch.Pace;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the benchmarks run gives right results; how fast is not asked here.
class JobsTest {
    private static final int ROWS = 1000;

    @Test
    void generatedEventsAreCountedByCampaignAndWindow() {
        try (var session = Penstock.open().newSession()) {
            session.sql(Yahoo.ADS_BY_NUMBER);
            session.range(ROWS)
                    .selectExpr("timestamp_seconds(id DIV 100) AS timestamp", "id AS value")
                    .createOrReplaceTempView("rate");
            var counted = session.sql(Yahoo.GENERATED).collectAsList();
            assertThat(counted.stream().mapToLong(row -> row.getLong(2)).sum())
                    .as("a third of the events are views").isEqualTo(334);
            assertThat(counted).as("all within one window").hasSize(Yahoo.CAMPAIGNS);
        }
    }

    @Test
    void eventsInJsonAreCountedByCampaignAndWindow() {
        try (var session = Penstock.open().newSession()) {
            session.sql(Yahoo.adsByName());
            var events = java.util.stream.IntStream.range(0, ROWS)
                    .mapToObj(i -> Row.of((Object) Yahoo.event(i))).toList();
            session.createDataFrame(events, "value BINARY").createOrReplaceTempView("events");
            var counted = session.sql(Yahoo.JSON).collectAsList();
            assertThat(counted.stream().mapToLong(row -> row.getLong(2)).sum())
                    .as("a third of the events are views").isEqualTo(334);
            assertThat(counted.stream().map(row -> row.getString(0)).distinct())
                    .hasSize(Yahoo.CAMPAIGNS);
        }
    }

    @Test
    void columnsAreFilteredAndSummed() throws Exception {
        long expected = 0;
        for (long i = 0; i < ROWS; i++) {
            expected += i * 7919 % 1_000_003 < 500_000 ? i % 1000 : 0;
        }
        assertThat(KernelsJob.sum(KernelsJob.batches(ROWS))).isEqualTo(expected);
        try (var session = Penstock.open().newSession()) {
            ColumnsJob.fill(session, ROWS);
            assertThat(session.sql(ColumnsJob.QUERY).collectAsList().getFirst().getLong(0))
                    .isEqualTo(expected);
        }
    }

    @Test
    void anEpochOfTwentyOperatorsRuns() throws Exception {
        var plan = Plans.asWritten(EpochCost.query(), Map.of("rowsPerBatch", "1"));
        assertThat(Plans.operators(plan)).isGreaterThanOrEqualTo(20);
        assertThat(TimedLoop.run(plan, Optional.empty(), Pace.NATURAL, 1, 10).latencyNanos(0))
                .hasSize(10);
    }
}

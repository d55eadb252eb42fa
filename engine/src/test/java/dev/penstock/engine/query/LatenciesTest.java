package dev.penstock.engine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentilesAreWithinASixteenthOfTheTruth() {
        var latencies = new Latencies();
        for (long micros = 1; micros <= 10_000; micros++) {
            latencies.add(micros * 1000);
        }

        assertThat((double) latencies.percentile(0.5)).isCloseTo(5e6, within(5e6 / 16));
        assertThat((double) latencies.percentile(0.99)).isCloseTo(9.9e6, within(9.9e6 / 16));
        assertThat(latencies.max()).isEqualTo(10_000_000L);
    }

    @Test
    void theSmallestAndTheLargestDurationsHaveAPlace() {
        var latencies = new Latencies();
        latencies.add(0);
        latencies.add(Long.MAX_VALUE);

        assertThat(latencies.percentile(0.5)).isZero();
        assertThat(latencies.max()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void nothingHasNoPercentiles() {
        assertThat(new Latencies().percentile(0.5)).isZero();
    }
}

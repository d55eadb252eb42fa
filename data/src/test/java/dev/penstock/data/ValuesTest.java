package dev.penstock.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValuesTest {
    @Test
    void theLongestIntervalsKeepTheirMicroseconds() {
        for (long micros : List.of(Long.MIN_VALUE, -1L, 0L, 1_500_000L, Long.MAX_VALUE)) {
            assertThat(Values.micros(Duration.of(micros, ChronoUnit.MICROS))).isEqualTo(micros);
        }
    }
}

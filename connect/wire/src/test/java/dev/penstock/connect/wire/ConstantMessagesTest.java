package dev.penstock.connect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.DataType.DayTimeIntervalType;
import dev.penstock.data.DataType.IntervalField;
import dev.penstock.data.DataType.TimeType;
import java.time.Duration;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;

class ConstantMessagesTest {
    @Test
    void anIntervalOfThreeHundredYearsKeepsItsMicroseconds() {
        // given: more nanoseconds than a long holds
        var interval = Duration.ofDays(300 * 366L).plusNanos(1000);
        // when
        var message = ConstantMessages.message(interval,
                new DayTimeIntervalType(IntervalField.DAY, IntervalField.SECOND));
        // then
        assertThat(message.getDayTimeInterval())
                .isEqualTo(interval.toSeconds() * 1_000_000 + 1);
    }

    @Test
    void aTimeSaysItsPrecision() {
        var message = ConstantMessages.message(LocalTime.NOON, new TimeType(3));
        assertThat(message.getTime().getPrecision()).isEqualTo(3);
        assertThat(message.getTime().getNano()).isEqualTo(LocalTime.NOON.toNanoOfDay());
    }
}

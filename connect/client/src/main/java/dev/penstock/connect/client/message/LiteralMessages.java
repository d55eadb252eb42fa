package dev.penstock.connect.client.message;

import com.google.protobuf.ByteString;
import dev.penstock.connect.wire.TypeMessages;
import dev.penstock.data.CalendarInterval;
import dev.penstock.data.DataType.DecimalType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Expression;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.spark.connect.proto.Expression.Literal;

/// Constants as messages.
final class LiteralMessages {
    private LiteralMessages() {}

    static Literal message(Expression.Literal literal) {
        var message = Literal.newBuilder();
        switch (literal.value()) {
            case null -> message.setNull(TypeMessages.message(literal.type()));
            case Boolean v -> message.setBoolean(v);
            case Byte v -> message.setByte(v);
            case Short v -> message.setShort(v);
            case Integer v -> message.setInteger(v);
            case Long v -> message.setLong(v);
            case Float v -> message.setFloat(v);
            case Double v -> message.setDouble(v);
            case BigDecimal v -> message.setDecimal(decimal(v, (DecimalType) literal.type()));
            case String v -> message.setString(v);
            case byte[] v -> message.setBinary(ByteString.copyFrom(v));
            case LocalDate v -> message.setDate(Math.toIntExact(v.toEpochDay()));
            case Instant v -> message.setTimestamp(micros(v));
            case LocalDateTime v -> message.setTimestampNtz(micros(v.toInstant(ZoneOffset.UTC)));
            case LocalTime v ->
                message.setTime(Literal.Time.newBuilder().setNano(v.toNanoOfDay()).setPrecision(6));
            case Period v -> message.setYearMonthInterval(Math.toIntExact(v.toTotalMonths()));
            case Duration v -> message.setDayTimeInterval(v.toNanos() / 1000);
            case CalendarInterval(int months, int days, long micros) ->
                message.setCalendarInterval(Literal.CalendarInterval.newBuilder().setMonths(months)
                        .setDays(days).setMicroseconds(micros));
            default -> throw new UserException("UNSUPPORTED_FEATURE.LITERAL_TYPE",
                    Map.of("value", String.valueOf(literal.value()), "type",
                            literal.type().sql()));
        }
        return message.build();
    }

    private static Literal.Decimal decimal(BigDecimal value, DecimalType type) {
        return Literal.Decimal.newBuilder().setValue(value.toPlainString())
                .setPrecision(type.precision()).setScale(type.scale()).build();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}

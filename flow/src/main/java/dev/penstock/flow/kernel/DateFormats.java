package dev.penstock.flow.kernel;

import dev.penstock.data.ByteBuilder;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType.DateType;
import dev.penstock.data.DataType.TimestampType;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.data.text.DateTimePattern;
import dev.penstock.data.text.DateTimeText;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Times written and read by a pattern, which is compiled when it differs from that of the row before.
final class DateFormats {
    private DateFormats() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "date_format" -> (call, arguments, context) -> format(zone(call, context), 1)
                    .create(call, arguments, context);
            case "from_unixtime" ->
                (call, arguments, context) -> format(context.zone(), Civil.MICROS_PER_SECOND)
                        .create(call, arguments,
                                context);
            case "to_date", "to_timestamp", "to_timestamp_ntz" ->
                (call, arguments, context) -> parse(call, context.zone()).create(call,
                        arguments, context);
            case "to_unix_timestamp" -> (call, arguments,
                    context) -> parseSeconds(call, context.zone()).create(call, arguments, context);
            default -> null;
        };
    }

    private static ZoneId zone(Expr.Call call, KernelContext context) {
        return call.arguments().getFirst().type() instanceof TimestampType
                ? context.zone()
                : ZoneOffset.UTC;
    }

    private static KernelFactory format(ZoneId zone, long unit) {
        var writer = new Writer(zone, unit);
        return Shapes.binary((LongVector time, BytesVector pattern, int row,
                BytesVector result) -> writer.write(time.get(row), pattern, row, result));
    }

    /// Writes times, and does not format one again that is that of the row before: in a stream many rows have the same.
    private static final class Writer {
        private final Compiled<DateTimePattern> patterns = new Compiled<>(
                DateTimePattern::toFormat);
        private final ByteBuilder text = new ByteBuilder();
        private final ZoneId zone;
        private final long unit;
        /// By which pattern, and of which time, the text is; null when there is none.
        private @Nullable DateTimePattern writtenBy;
        private long written;

        Writer(ZoneId zone, long unit) {
            this.zone = zone;
            this.unit = unit;
        }

        @SuppressWarnings("ReferenceEquality") // the very same pattern, which is what is compiled once
        void write(long time, BytesVector pattern, int row, BytesVector result) {
            var formatter = patterns.of(pattern, row);
            if (formatter != writtenBy || time != written) {
                writtenBy = null;
                text.clear();
                formatter.formatTimestamp(Math.multiplyExact(time, unit), zone, text);
                writtenBy = formatter;
                written = time;
            }
            result.append(row, text.array(), 0, text.size());
        }
    }

    private static KernelFactory parse(Expr.Call call, ZoneId zone) {
        var patterns = new Compiled<>(DateTimePattern::toParse);
        var type = call.type();
        return Shapes.binary((BytesVector text, BytesVector pattern, int row, Vector result) -> {
            var parser = patterns.of(pattern, row);
            byte[] buffer = text.buffer();
            int offset = text.offset(row);
            int length = text.length(row);
            long value = switch (type) {
                case DateType _ -> parser.parseDate(buffer, offset, length);
                case TimestampType _ -> parser.parseTimestamp(buffer, offset, length, zone);
                default -> parser.parseTimestampNtz(buffer, offset, length);
            };
            if (value == DateTimeText.INVALID) {
                invalid(call.mode(), text, row,
                        type instanceof DateType ? "try_to_date" : "try_to_timestamp", result);
            } else if (result instanceof IntVector days) {
                days.set(row, (int) value);
            } else {
                ((LongVector) result).set(row, value);
            }
        });
    }

    private static KernelFactory parseSeconds(Expr.Call call, ZoneId zone) {
        var patterns = new Compiled<>(DateTimePattern::toParse);
        return Shapes
                .binary((BytesVector text, BytesVector pattern, int row, LongVector result) -> {
                    long micros = patterns.of(pattern, row).parseTimestamp(text.buffer(),
                            text.offset(row), text.length(row), zone);
                    if (micros == DateTimeText.INVALID) {
                        invalid(call.mode(), text, row, "try_to_timestamp", result);
                    } else {
                        result.set(row, Math.floorDiv(micros, Civil.MICROS_PER_SECOND));
                    }
                });
    }

    private static void invalid(ErrorMode mode, BytesVector text, int row, String tolerant,
            Vector result) {
        if (mode == ErrorMode.ANSI) {
            throw new UserException("CANNOT_PARSE_TIMESTAMP",
                    Map.of("message",
                            "Text '" + text.string(row) + "' could not be parsed at index 0",
                            "func", "`" + tolerant + "`"));
        }
        result.setNull(row);
    }
}

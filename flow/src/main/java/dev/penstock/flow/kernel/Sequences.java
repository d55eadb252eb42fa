package dev.penstock.flow.kernel;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.IntVector;
import dev.penstock.data.IntervalVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `sequence`: the values from a start to a stop, both included, of whole numbers, dates or timestamps.
final class Sequences {
    /// The largest array that is made, so that a typing error does not exhaust the memory.
    private static final int MOST = 10_000_000;
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private Sequences() {}

    static @Nullable KernelFactory find(String function) {
        return function.equals("sequence")
                ? (call, arguments, context) -> Shapes.rows(rows(call, context.zone().normalized()))
                        .create(call, arguments, context)
                : null;
    }

    private static Shapes.RowFunction<Vector> rows(Expr.Call call, ZoneId zone) {
        var type = call.arguments().getFirst().type();
        if (type.isIntegral()) {
            return (in, row, out) -> {
                long start = WholeNumbers.read(in[0], row);
                long stop = WholeNumbers.read(in[1], row);
                numbers(start, stop,
                        in.length > 2 ? WholeNumbers.read(in[2], row) : start <= stop ? 1 : -1,
                        row, (ArrayVector) out);
            };
        }
        return (in, row, out) -> times(in, type, zone, row, (ArrayVector) out);
    }

    private static UserException wrongBoundaries(Object start, Object stop, Object step) {
        return Errors.illegalArgument(
                "Illegal sequence boundaries: " + start + " to " + stop + " by " + step);
    }

    private static boolean leadsAway(long start, long stop, long step) {
        return start != stop && Long.signum(step) != Long.compare(stop, start);
    }

    private static void numbers(long start, long stop, long step, int row, ArrayVector out) {
        if (leadsAway(start, stop, step)) {
            throw wrongBoundaries(start, stop, step);
        }
        long count = step == 0 ? 1 : Math.subtractExact(stop, start) / step + 1;
        int at = out.used();
        out.append(row, checked(count));
        for (int i = 0; i < count; i++) {
            WholeNumbers.write(out.elements(), at + i, start + i * step);
        }
    }

    private static int checked(long count) {
        if (count > MOST) {
            throw new UserException("COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER",
                    Map.of("numberOfElements", Long.toString(count),
                            "maxRoundedArrayLength", Integer.toString(MOST), "parameter", "`count`",
                            "functionName", "`sequence`"));
        }
        return (int) count;
    }

    /// Each element is the start plus a multiple of the step, so that months do not drift.
    private static void times(Vector[] in, DataType type, ZoneId session, int row,
            ArrayVector out) {
        var zone = type instanceof TimestampType ? session : ZoneOffset.UTC;
        boolean dates = type instanceof DateType;
        long scale = dates ? MICROS_PER_DAY : 1;
        long start = WholeNumbers.read(in[0], row) * scale;
        long stop = WholeNumbers.read(in[1], row) * scale;
        int months = 0;
        long days = start <= stop ? 1 : -1;
        long micros = 0;
        if (in.length > 2) {
            days = 0;
            switch (in[2]) {
                case IntVector step -> months = step.get(row);
                case LongVector step -> micros = step.get(row);
                default -> {
                    var step = (IntervalVector) in[2];
                    months = step.months()[row];
                    days = step.days()[row];
                    micros = step.micros()[row];
                }
            }
        }
        long direction = Long.signum(TimeArithmetic.add(start, months, days, micros, zone) - start);
        if (leadsAway(start, stop, direction)) {
            throw wrongBoundaries(start, stop, "interval");
        }
        int at = out.used();
        int count = 0;
        for (long time = start; direction >= 0 ? time <= stop : time >= stop;) {
            out.elements().grow(at + count + 1);
            WholeNumbers.write(out.elements(), at + count, Math.floorDiv(time, scale));
            count = checked(count + 1L);
            if (direction == 0) {
                break;
            }
            time = TimeArithmetic.add(start, months * count, days * count, micros * count, zone);
        }
        out.append(row, count);
    }
}

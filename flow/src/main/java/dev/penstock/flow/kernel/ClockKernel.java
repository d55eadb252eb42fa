package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.DateType;
import dev.penstock.data.DataType.TimestampNtzType;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import java.util.Arrays;

/// `current_timestamp`, `current_date` and `localtimestamp`: the declared clock of the epoch, as the type asks for it.
final class ClockKernel implements Kernel {
    private final DataType type;
    private final EpochClock clock;
    private final ZoneOffsets zone;
    private final IntVector days = new IntVector(0);
    private final LongVector micros = new LongVector(0);

    ClockKernel(DataType type, KernelContext context) {
        this.type = type;
        clock = context.epoch();
        zone = new ZoneOffsets(context.zone());
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        long now = clock.clockMicros();
        if (type instanceof DateType) {
            days.reset(input.size());
            Arrays.fill(days.values(), 0, input.size(),
                    (int) Math.floorDiv(zone.toLocal(now), Civil.MICROS_PER_DAY));
            return days;
        }
        micros.reset(input.size());
        Arrays.fill(micros.values(), 0, input.size(),
                type instanceof TimestampNtzType ? zone.toLocal(now) : now);
        return micros;
    }
}

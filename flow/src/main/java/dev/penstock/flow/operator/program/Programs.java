package dev.penstock.flow.operator.program;

import dev.penstock.store.state.Deadlines;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// The programs of a circuit: begins and ends them, tells them of the query, and knows when one wants an epoch although no row comes.
/// Belongs to the epoch thread.
public final class Programs {
    /// The query and the run that programs are part of, as text.
    public record Identity(String queryId, String runId) {
        /// That of a query that ends.
        public static final Identity BATCH = new Identity("00000000-0000-0000-0000-000000000000",
                "00000000-0000-0000-0000-000000000000");
    }

    private final List<ProgramOperator> operators = new ArrayList<>();
    private final List<LongSupplier> clocks = new ArrayList<>();
    private Identity identity = Identity.BATCH;

    void add(ProgramOperator operator) {
        operators.add(operator);
    }

    /// Somebody waits for the time, in microseconds since 1970, that `next` gives; [Deadlines#NONE] for nothing.
    void addClock(LongSupplier next) {
        clocks.add(next);
    }

    Identity identity() {
        return identity;
    }

    /// Begins all programs.
    public void begin(Identity newIdentity) {
        identity = newIdentity;
        operators.forEach(ProgramOperator::begin);
    }

    /// The time of the clock, in microseconds since 1970, at which a program wants to be called, or [Deadlines#NONE].
    public long nextMicros() {
        long next = Deadlines.NONE;
        for (var clock : clocks) {
            next = Math.min(next, clock.getAsLong());
        }
        return next;
    }

    /// Ends those programs that began.
    public void close() {
        operators.forEach(ProgramOperator::close);
    }
}

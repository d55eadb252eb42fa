package dev.penstock.engine.epoch;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.flow.operator.program.GroupProgram;
import dev.penstock.flow.operator.program.KeyedState;
import dev.penstock.plan.spec.UserProgram;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Numbers the rows of each key, in a value; keeps the last ones in a list and each in a map, which have to agree; sets a timer for each call, and gives the
/// time of each that expires with a minus.
record NumberingProgram() implements UserProgram, GroupProgram {
    private static final long TIMER_MILLIS = 5;
    private static final int LISTED = 5;

    @Override
    public String operator() {
        return "transformWithState";
    }

    @Override
    public Schema output() {
        return Schema.of(Field.of("key", DataType.BYTE), Field.of("number", DataType.LONG));
    }

    @Override
    public Time time() {
        return Time.PROCESSING;
    }

    @Override
    public boolean dropsLateRows() {
        return true;
    }

    @Override
    public Optional<String> outputMode() {
        return Optional.empty();
    }

    @Override
    public Run begin(KeyedState state) {
        return new Numbering(state,
                state.collection("number", DataType.BOOLEAN, DataType.LONG, 0),
                state.collection("last", DataType.LONG, DataType.LONG, 0),
                state.collection("times", DataType.STRING, DataType.LONG, 3));
    }

    private record Numbering(KeyedState state, KeyedState.Collection number,
            KeyedState.Collection last, KeyedState.Collection times) implements Run {
        private long count() {
            return number.get(true).map(e -> (Long) e.value()).orElse(0L);
        }

        @Override
        public void rows(List<@Nullable Object> key, Iterator<List<@Nullable Object>> rows,
                Consumer<List<@Nullable Object>> out) {
            while (rows.hasNext()) {
                var row = rows.next();
                long next = count() + 1;
                number.put(true, next);
                if (last.all().size() == LISTED) {
                    last.clear();
                }
                last.append(next);
                times.put("n" + row.get(1), next);
                out.accept(java.util.Arrays.asList(key.getFirst(), check(next)));
            }
            state.registerTimer(state.processingTimeMillis() + TIMER_MILLIS);
        }

        /// The number, when the list ends with it.
        private long check(long next) {
            return Long.valueOf(next).equals(last.all().getLast().value()) ? next : 0;
        }

        @Override
        public void initial(List<@Nullable Object> key, List<@Nullable Object> row) {
            throw new AssertionError("there is none");
        }

        @Override
        public void expired(List<@Nullable Object> key, long timeMillis,
                Consumer<List<@Nullable Object>> out) {
            // How many are left of what lives for a short time is part of what has to be the same again.
            out.accept(java.util.Arrays.asList(key.getFirst(),
                    -(timeMillis * 100 + times.all().size())));
        }

        @Override
        public void close() {}
    }
}

package dev.penstock;

import dev.penstock.data.Schema;
import dev.penstock.flow.operator.program.GroupProgram;
import dev.penstock.flow.operator.program.KeyedState;
import dev.penstock.plan.spec.UserProgram;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A [StatefulProcessor] as the engine runs it.
record ProcessorProgram(StatefulProcessor processor, TimeMode timeMode, OutputMode mode,
        Columns columns, Schema output) implements UserProgram, GroupProgram {

    /// The columns of keys, of rows, and of rows of the initial state.
    record Columns(Schema key, Schema row, Schema initial) {}

    @Override
    public String operator() {
        return "transformWithState";
    }

    @Override
    public Time time() {
        return timeMode.time();
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
        var handle = new ProcessorHandle(state, timeMode);
        processor.setHandle(handle);
        processor.init(mode, timeMode);
        handle.initialized();
        return new Running(this, state);
    }

    private record Times(KeyedState state) implements TimerValues {
        @Override
        public long getCurrentProcessingTimeInMs() {
            return state.processingTimeMillis();
        }

        @Override
        public long getCurrentWatermarkInMs() {
            return state.watermarkMillis();
        }
    }

    private record Running(ProcessorProgram program, KeyedState state) implements Run {
        private Row key(List<@Nullable Object> key) {
            return Row.of(program.columns.key(), key);
        }

        @Override
        public void rows(List<@Nullable Object> key, Iterator<List<@Nullable Object>> rows,
                Consumer<List<@Nullable Object>> out) {
            var schema = program.columns.row();
            give(program.processor.handleInputRows(key(key), Row.iterator(schema, rows),
                    new Times(state)), out);
        }

        @Override
        public void initial(List<@Nullable Object> key, List<@Nullable Object> row) {
            ((StatefulProcessorWithInitialState) program.processor).handleInitialState(key(key),
                    Row.of(program.columns.initial(), row), new Times(state));
        }

        @Override
        public void expired(List<@Nullable Object> key, long timeMillis,
                Consumer<List<@Nullable Object>> out) {
            give(program.processor.handleExpiredTimer(key(key), new Times(state),
                    new ExpiredTimerInfo(timeMillis)), out);
        }

        @Override
        public void close() {
            program.processor.close();
        }
    }

    static void give(Iterator<Row> rows, Consumer<List<@Nullable Object>> out) {
        while (rows.hasNext()) {
            out.accept(Row.unwrapped(rows.next()));
        }
    }
}

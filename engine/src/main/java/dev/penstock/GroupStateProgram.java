package dev.penstock;

import dev.penstock.data.DataType;
import dev.penstock.data.Schema;
import dev.penstock.data.error.TransientException;
import dev.penstock.data.error.UserException;
import dev.penstock.flow.operator.program.GroupProgram;
import dev.penstock.flow.operator.program.KeyedState;
import dev.penstock.plan.function.Durations;
import dev.penstock.plan.spec.UserProgram;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A function of `mapGroupsWithState` or `flatMapGroupsWithState` as the engine runs it: its state is one value a key, its timeout one timer.
record GroupStateProgram<S>(String operator, FlatMapGroupsWithStateFunction<S> function,
        OutputMode mode, Settings settings) implements UserProgram, GroupProgram {

    /// The type of the state, the timeout, and the columns of keys, of rows and of the result.
    record Settings(DataType state, GroupStateTimeout timeout, Schema key, Schema row,
            Schema output) {}

    @Override
    public Schema output() {
        return settings.output();
    }

    @Override
    public Time time() {
        return settings.timeout().time();
    }

    @Override
    public boolean dropsLateRows() {
        return settings.timeout() == GroupStateTimeout.EVENT_TIME_TIMEOUT;
    }

    @Override
    public Optional<String> outputMode() {
        return Optional.of(mode.lowerCaseName());
    }

    @Override
    public Run begin(KeyedState state) {
        var values = state.collection("groupState", DataType.BOOLEAN, settings.state(), 0);
        return new Running<>(this, state,
                new ProcessorHandle.OneValue<>(values, settings.state()));
    }

    private record Running<S>(GroupStateProgram<S> program, KeyedState state,
            ValueState<S> value) implements Run {
        @Override
        public void rows(List<@Nullable Object> key, Iterator<List<@Nullable Object>> rows,
                Consumer<List<@Nullable Object>> out) {
            call(key, Row.iterator(program.settings.row(), rows), false, out);
        }

        @Override
        public void expired(List<@Nullable Object> key, long timeMillis,
                Consumer<List<@Nullable Object>> out) {
            call(key, Collections.emptyIterator(), true, out);
        }

        private void call(List<@Nullable Object> key, Iterator<Row> rows, boolean timedOut,
                Consumer<List<@Nullable Object>> out) {
            state.clearTimers();
            var group = new OfKey<>(this, timedOut);
            try {
                ProcessorProgram.give(program.function.call(
                        Row.of(program.settings.key(), key), rows, group), out);
            } catch (UserException | TransientException e) {
                throw e;
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                throw new IllegalStateException(String.valueOf(e), e);
            }
        }

        @Override
        public void initial(List<@Nullable Object> key, List<@Nullable Object> row) {
            throw new AssertionError("it has no initial state");
        }

        @Override
        public void close() {}
    }

    private record OfKey<S>(Running<S> run, boolean hasTimedOut) implements GroupState<S> {
        @Override
        public boolean exists() {
            return run.value.exists();
        }

        @Override
        public S get() {
            var value = run.value.get();
            if (value == null) {
                throw new NoSuchElementException("State is either not defined or has been removed");
            }
            return value;
        }

        @Override
        public Optional<S> getOption() {
            return run.value.getOption();
        }

        @Override
        public void update(@Nullable S newState) {
            if (newState == null) {
                throw new IllegalArgumentException("'null' is not a valid state value");
            }
            run.value.update(newState);
        }

        @Override
        public void remove() {
            run.value.clear();
        }

        @Override
        public void setTimeoutDuration(long durationMs) {
            require(GroupStateTimeout.PROCESSING_TIME_TIMEOUT, "a timeout duration");
            if (durationMs <= 0) {
                throw new IllegalArgumentException("Timeout duration must be positive");
            }
            set(run.state.processingTimeMillis() + durationMs);
        }

        @Override
        public void setTimeoutDuration(String duration) {
            setTimeoutDuration(Durations.delayMicros(duration) / 1000);
        }

        @Override
        public void setTimeoutTimestamp(long timestampMs) {
            require(GroupStateTimeout.EVENT_TIME_TIMEOUT, "a timeout timestamp");
            if (timestampMs <= 0) {
                throw new IllegalArgumentException("Timeout timestamp must be positive");
            }
            if (timestampMs < run.state.watermarkMillis()) {
                throw new IllegalArgumentException("Timeout timestamp (" + timestampMs
                        + ") cannot be earlier than the current watermark ("
                        + run.state.watermarkMillis() + ")");
            }
            set(timestampMs);
        }

        @Override
        public void setTimeoutTimestamp(long timestampMs, String additionalDuration) {
            setTimeoutTimestamp(timestampMs + Durations.delayMicros(additionalDuration) / 1000);
        }

        private void set(long millis) {
            run.state.clearTimers();
            run.state.registerTimer(millis);
        }

        private void require(GroupStateTimeout wanted, String what) {
            if (run.program.settings.timeout() != wanted) {
                throw new UnsupportedOperationException("Cannot set " + what + " without "
                        + wanted + " in " + run.program.operator);
            }
        }

        @Override
        public long getCurrentWatermarkMs() {
            return run.state.watermarkMillis();
        }

        @Override
        public long getCurrentProcessingTimeMs() {
            return run.state.processingTimeMillis();
        }
    }
}

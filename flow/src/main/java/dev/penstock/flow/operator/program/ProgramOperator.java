package dev.penstock.flow.operator.program;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Values;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.data.error.TransientException;
import dev.penstock.data.error.UserException;
import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.flow.operator.Changes;
import dev.penstock.flow.operator.EventTime;
import dev.penstock.flow.operator.RowBuffer;
import dev.penstock.flow.operator.StateFactory;
import dev.penstock.flow.operator.TimeBounds;
import dev.penstock.flow.operator.program.GroupProgram.TimersBy;
import dev.penstock.store.state.Activity;
import dev.penstock.store.state.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs a program of the user: at the end of an epoch it is given the rows of each key, keys in the order in which they came first, then the timers
/// that are due, earliest first. Its input is insert-only, and so is its output.
///
/// State: what the program keeps, see [Cells], and the keys for which it keeps something.
public final class ProgramOperator implements Changes {
    private final GroupProgram program;
    private final Spec spec;
    private final Cells.Place place;
    private final EventTime times;
    private final Programs programs;
    private final Gathered rows;
    private final Optional<Gathered> initial;
    private final Output output;
    private final Activity activity;
    private @Nullable Begun begun;

    /// By which time the program goes. In a query of one epoch no timer expires.
    public record Spec(TimersBy timers, TimeBounds bounds, EpochClock clock, boolean oneEpoch) {}

    /// How the rows of an input are grouped, and what types they have.
    public record Side(List<Kernel> keys, List<DataType> types) {}

    /// The program with what it keeps, once it has begun.
    private record Begun(GroupProgram.Run run, KeyedState state) {}

    /// `states` is asked for the keys, whose fields are `keys`, at once, and for more when the program begins.
    public ProgramOperator(GroupProgram program, Spec spec, Side input, Optional<Side> initial,
            Keeping keeping, Changes next) {
        this.program = program;
        this.spec = spec;
        times = keeping.times();
        programs = keeping.programs();
        var entries = keeping.states().arrangement(".keys", Layout.of(keeping.keys(),
                List.of(new Field("", DataType.LONG, false))));
        place = new Cells.Place(new Groups(entries), spec.clock(), keeping.states());
        rows = new Gathered(input);
        this.initial = initial.map(Gathered::new);
        output = new Output(program.output().types(), next);
        activity = entries.activity();
        programs.add(this);
    }

    /// Where the program's state and its wishes go.
    public record Keeping(List<Field> keys, StateFactory states, EventTime times,
            Programs programs) {}

    /// What has happened to the keys; rows that came too late are told here.
    public Activity activity() {
        return activity;
    }

    /// Takes the rows of the initial state; to be finished before the first row of the operator itself comes.
    public Changes initial() {
        return new Initial(initial.orElseThrow());
    }

    void begin() {
        var state = new KeyedState(place, spec.bounds(), spec.timers(), programs::identity);
        if (!spec.oneEpoch() && spec.timers() == TimersBy.WATERMARK) {
            times.add(state.timers()::nextMicros, spec.bounds().lagMicros());
        }
        if (!spec.oneEpoch() && spec.timers() == TimersBy.CLOCK) {
            programs.addClock(state.timers()::nextMicros);
        }
        guard("init", () -> begun = new Begun(program.begin(state), state));
    }

    void close() {
        var last = begun;
        begun = null;
        if (last != null) {
            guard("close", last.run()::close);
        }
    }

    private Begun begun() {
        return Objects.requireNonNull(begun, "a circuit's programs begin before its first epoch");
    }

    /// Runs a part of the user's program, and says in which part trouble was.
    private void guard(String part, Runnable call) {
        try {
            call.run();
        } catch (UserException | TransientException e) {
            throw e;
        } catch (RuntimeException e) {
            var function = program.operator().equals("transformWithState")
                    ? part
                    : program.operator();
            throw new UserException("TRANSFORM_WITH_STATE_USER_FUNCTION_ERROR",
                    Map.of("function", function, "reason", String.valueOf(e)), null, e);
        }
    }

    @Override
    public void accept(Batch changes) {
        assert changes.weights() == null : "the plan says that no row is removed";
        rows.buffer.accept(changes);
    }

    @Override
    public void finish() {
        var run = begun().run();
        rows.byGroup(place.groups()).forEach((group, places) -> call("handleInputRows", group,
                key -> run.rows(key, rows.iterator(places), output)));
        rows.buffer.clear();
        if (!spec.oneEpoch()) {
            expire();
            begun().state().forget();
        }
        output.end();
    }

    private void call(String part, int group, Consumer<List<@Nullable Object>> call) {
        place.groups().enter(group);
        guard(part, () -> call.accept(place.groups().key(group)));
        place.groups().leave();
    }

    private void expire() {
        var timers = begun().state().timers();
        for (var timer : begun().state().due()) {
            if (timers.isThere(timer)) {
                call("handleExpiredTimer", timer.group(), key -> {
                    begun().run().expired(key, timer.millis(), output);
                    timers.delete(timer.group(), timer.millis());
                });
            }
        }
    }

    /// The rows of an epoch of one input.
    private static final class Gathered {
        private final Side side;
        private final RowBuffer buffer;
        private int[] found = new int[0];

        Gathered(Side side) {
            this.side = side;
            buffer = new RowBuffer(side.types());
        }

        /// The places of the rows of each group, in the order in which they came.
        private Map<Integer, List<Integer>> byGroup(Groups groups) {
            var byGroup = new LinkedHashMap<Integer, List<Integer>>();
            for (int index = 0; index < buffer.batches(); index++) {
                var batch = buffer.batch(index);
                if (found.length < batch.size()) {
                    found = new int[batch.size()];
                }
                var keys = new Vector[side.keys().size()];
                for (int i = 0; i < keys.length; i++) {
                    keys[i] = side.keys().get(i).evaluate(batch, batch.rows());
                }
                groups.find(keys, batch.rows(), found);
                for (int row = 0; row < batch.size(); row++) {
                    byGroup.computeIfAbsent(found[row], _ -> new ArrayList<>())
                            .add(index * Batch.CAPACITY + row);
                }
            }
            return byGroup;
        }

        private Iterator<List<@Nullable Object>> iterator(List<Integer> places) {
            return places.stream().map(this::row).iterator();
        }

        private List<@Nullable Object> row(int place) {
            var batch = buffer.batch(place / Batch.CAPACITY);
            var row = new ArrayList<@Nullable Object>(batch.width());
            for (int i = 0; i < batch.width(); i++) {
                row.add(Values.get(batch.column(i), side.types().get(i), place % Batch.CAPACITY));
            }
            return Collections.unmodifiableList(row);
        }
    }

    /// The end of the initial state.
    private final class Initial implements Changes {
        private final Gathered states;

        Initial(Gathered states) {
            this.states = states;
        }

        @Override
        public void accept(Batch changes) {
            states.buffer.accept(changes);
        }

        @Override
        public void finish() {
            states.byGroup(place.groups()).forEach((group, places) -> call("handleInitialState",
                    group, key -> give(key, places)));
            states.buffer.clear();
        }

        private void give(List<@Nullable Object> key, List<Integer> places) {
            for (int place : places) {
                begun().run().initial(key, states.row(place));
            }
        }
    }

    /// Gathers rows of the result.
    private static final class Output implements Consumer<List<@Nullable Object>> {
        private final List<DataType> types;
        private final Vector[] columns;
        private final Changes next;
        private int count;

        Output(List<DataType> types, Changes next) {
            this.types = types;
            this.next = next;
            columns = Vectors.allocate(types, 0);
        }

        @Override
        public void accept(List<@Nullable Object> row) {
            if (row.size() != types.size()) {
                throw new UserException("INVALID_CALL", Map.of("reason",
                        "a row of " + row.size() + " values for " + types.size() + " columns"));
            }
            for (int i = 0; i < columns.length; i++) {
                if (count == 0) {
                    columns[i].reset(1);
                }
                columns[i].grow(count + 1);
                Values.set(columns[i], types.get(i), count, row.get(i));
            }
            count++;
            if (count == Batch.CAPACITY) {
                give();
            }
        }

        private void give() {
            if (count > 0) {
                next.accept(Batch.of(count, columns));
                count = 0;
            }
        }

        void end() {
            give();
            next.finish();
        }
    }
}

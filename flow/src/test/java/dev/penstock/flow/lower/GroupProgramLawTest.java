package dev.penstock.flow.lower;

import static dev.penstock.flow.lower.Plans.stream;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.flow.operator.program.GroupProgram;
import dev.penstock.flow.operator.program.KeyedState;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.UserProgram;
import dev.penstock.testkit.Gen;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/// A program that numbers rows gives the same numbers, whatever the epochs and restarts.
class GroupProgramLawTest {
    private static final Schema EVENTS = Schema.of(Field.of("key", DataType.STRING),
            Field.of("kind", DataType.BYTE));
    private static final Logical STREAM = stream("events", EVENTS);

    @Test
    void theStateOfAProgramDoesNotDependOnEpochs() {
        var groups = new Logical.GroupProgram.Groups(
                List.of(new Expr.Column(0, DataType.STRING, true)),
                Schema.of(Field.of("key", DataType.STRING)), EVENTS);
        var plan = new Logical.GroupProgram(STREAM, groups, Optional.empty(), Optional.empty(),
                new Numbering());
        Gen.check(Law.RUNS, gen -> Law.check(gen, plan, gen.pick(5, 20, 200)));
    }

    /// For each row its key, its number, how often its kind came, and what lists and maps hold then; every seventh row of a key clears something.
    private record Numbering() implements UserProgram, GroupProgram {
        @Override
        public String operator() {
            return "transformWithState";
        }

        @Override
        public Schema output() {
            return Schema.of(Field.of("key", DataType.STRING), Field.of("n", DataType.LONG),
                    Field.of("text", DataType.STRING));
        }

        @Override
        public Time time() {
            return Time.NONE;
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
            return new Running(state.collection("n", DataType.BOOLEAN, DataType.LONG, 0),
                    state.collection("list", DataType.LONG, DataType.BYTE, 0),
                    state.collection("kinds", DataType.BYTE, DataType.LONG, 0));
        }
    }

    private record Running(KeyedState.Collection n, KeyedState.Collection list,
            KeyedState.Collection kinds) implements GroupProgram.Run {
        private static long number(Optional<KeyedState.Entry> entry) {
            return entry.map(e -> (Long) e.value()).orElse(0L);
        }

        @Override
        public void rows(List<@Nullable Object> key, Iterator<List<@Nullable Object>> rows,
                Consumer<List<@Nullable Object>> out) {
            while (rows.hasNext()) {
                var kind = rows.next().get(1);
                long next = number(n.get(true)) + 1;
                n.put(true, next);
                switch ((int) (next % 7)) {
                    case 0 -> list.clear();
                    case 3 -> kinds.remove(kind);
                    case 5 -> kinds.clear();
                    default -> {
                        list.append(kind);
                        kinds.put(kind, number(kinds.get(kind)) + 1);
                    }
                }
                if (next == 20) {
                    n.clear();
                    list.clear();
                    kinds.clear();
                }
                var row = new ArrayList<@Nullable Object>(key);
                row.add(next);
                row.add(list.all() + " " + kinds.all());
                out.accept(row);
            }
        }

        @Override
        public void initial(List<@Nullable Object> key, List<@Nullable Object> row) {
            throw new AssertionError("there is none");
        }

        @Override
        public void expired(List<@Nullable Object> key, long timeMillis,
                Consumer<List<@Nullable Object>> out) {
            throw new AssertionError("no timer was set");
        }

        @Override
        public void close() {}
    }
}

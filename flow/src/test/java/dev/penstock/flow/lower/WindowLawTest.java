package dev.penstock.flow.lower;

import static dev.penstock.flow.lower.Plans.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.Batch;
import dev.penstock.data.ByteVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.Selection;
import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.flow.kernel.KernelContext;
import dev.penstock.flow.operator.Changes;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.Expr.ErrorMode;
import dev.penstock.plan.logical.Expr.Order;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.logical.WindowCall;
import dev.penstock.plan.logical.WindowCall.Current;
import dev.penstock.plan.logical.WindowCall.Frame;
import dev.penstock.plan.logical.WindowCall.Rows;
import dev.penstock.plan.logical.WindowCall.Unbounded;
import dev.penstock.plan.logical.WindowCall.Value;
import dev.penstock.store.state.Arrangement;
import dev.penstock.testkit.Gen;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Incremental equals batch for functions over windows: functions, frames and orders are drawn at random.
class WindowLawTest {
    private static final int RUNS = 1000;
    private static final Schema EVENTS = Schema.of(Field.of("key", DataType.BYTE),
            Field.of("name", DataType.STRING), Field.of("value", DataType.BYTE));
    private static final Logical STREAM = stream("events", EVENTS);
    private static final Frame UNTIL_ROW = new Frame(true, new Unbounded(), new Rows(0));
    private static final Frame UNTIL_PEERS = new Frame(false, new Unbounded(), new Current());

    private static Expr remainder(Expr value, int by) {
        return new Expr.Call("mod", List.of(value, new Expr.Literal((byte) by, DataType.BYTE)),
                DataType.BYTE, true, ErrorMode.ANSI);
    }

    private static void check(WindowMaker maker) {
        Gen.check(RUNS, gen -> {
            var input = gen.flip() ? STREAM : changing("events", EVENTS);
            Law.check(gen, maker.over(gen, input), gen.pick(5, 20, 80));
        });
    }

    private interface WindowMaker {
        Logical over(Gen gen, Logical input);
    }

    private static Logical window(Gen gen, Logical input, WindowCall... calls) {
        var partition = gen.oneIn(4)
                ? List.<Expr>of()
                : List.of(remainder(column(input, 0), gen.pick(1, 2, 5)));
        return window(input, partition, orders(gen, input), calls);
    }

    private static Logical window(Logical input, List<Expr> partition, List<Order> orders,
            WindowCall... calls) {
        var fields = new ArrayList<>(input.schema().fields());
        for (var call : calls) {
            fields.add(Field.of("w" + fields.size(), call.function().type()));
        }
        return new Logical.Window(input, partition, orders, List.of(calls), new Schema(fields));
    }

    private static List<Order> orders(Gen gen, Logical input) {
        var value = new Order(remainder(column(input, 2), gen.pick(3, 100)), gen.flip(),
                gen.flip());
        var name = new Order(column(input, 1), gen.flip(), gen.flip());
        return gen.pick(List.of(List.of(value), List.of(name), List.of(value, name)));
    }

    private static WindowCall rank(String function, DataType type) {
        return new WindowCall(call(function, type), UNTIL_ROW);
    }

    private static AggregateCall call(String function, DataType type, Expr... arguments) {
        return call(function, type, false, arguments);
    }

    private static AggregateCall call(String function, DataType type, boolean ignoreNulls,
            Expr... arguments) {
        return new AggregateCall(function, List.of(arguments), false, Optional.empty(),
                ignoreNulls, type, true, ErrorMode.ANSI);
    }

    private static Expr number(int value) {
        return new Expr.Literal(value, DataType.INT);
    }

    @Test
    void ranks() {
        check((gen, input) -> {
            var all = List.of(rank("row_number", DataType.INT), rank("rank", DataType.INT),
                    rank("dense_rank", DataType.INT), rank("percent_rank", DataType.DOUBLE),
                    rank("cume_dist", DataType.DOUBLE),
                    new WindowCall(call("ntile", DataType.INT, number(gen.pick(1, 3, 100))),
                            UNTIL_ROW));
            return gen.flip()
                    ? window(gen, input, gen.pick(all))
                    : window(gen, input, gen.pick(all), gen.pick(all));
        });
    }

    @Test
    void firstRowsOfEachPartition() {
        check((gen, input) -> {
            var window = window(gen, input, rank(gen.pick("row_number", "rank"), DataType.INT));
            return filter(window, Plans.call(gen.pick("le", "lt", "eq"), DataType.BOOLEAN,
                    column(window, 3), number(gen.pick(0, 1, 2, 7))));
        });
    }

    @Test
    void ofRowsThatOnlyComeThoseBehindTheLimitAreNotKept() {
        var window = window(STREAM, List.of(column(STREAM, 0)),
                List.of(new Order(column(STREAM, 2), false, false)),
                rank("row_number", DataType.INT));
        var plan = filter(window, Plans.call("le", DataType.BOOLEAN, column(window, 3), number(2)));
        var circuit = Lowering.lower(plan, Delivery.UPDATE,
                new KernelContext(ZoneOffset.UTC, new EpochClock()),
                (_, layout) -> new Arrangement(layout), new Changes() {
                    @Override
                    public void accept(Batch changes) {}

                    @Override
                    public void finish() {}
                });
        var keys = new ByteVector(100);
        var names = new BytesVector(100);
        var values = new ByteVector(100);
        for (int i = 0; i < 100; i++) {
            keys.set(i, (byte) (i % 5));
            names.append(i, "name" + i);
            values.set(i, (byte) (i * 37 % 101));
        }
        for (int epoch = 0; epoch < 10; epoch++) {
            var entry = circuit.inputs().getFirst().entry();
            int first = 10 * epoch;
            var rows = IntStream.range(first, first + 10).toArray();
            entry.accept(Batch.of(100, keys, names, values).select(Selection.of(rows, 10)));
            entry.finish();
        }
        assertThat(circuit.state().values().stream().mapToInt(Arrangement::size).sum())
                .as("five partitions with two rows each").isEqualTo(5 + 5 * 2);
    }

    @Test
    void neighbours() {
        check((gen, input) -> window(gen, input,
                new WindowCall(call(gen.pick("lag", "lead"), DataType.BYTE, gen.oneIn(3),
                        column(input, 2), number(gen.pick(0, 1, 2, 5, -1)),
                        gen.pick(new Expr.Literal(null, DataType.BYTE),
                                new Expr.Literal((byte) -1, DataType.BYTE), column(input, 0))),
                        Frame.ALL)));
    }

    private static Frame frame(Gen gen, List<Order> orders, boolean single) {
        int kind = gen.below(single ? 5 : 4);
        return switch (kind) {
            case 0 -> Frame.ALL;
            case 1 -> new Frame(true, gen.oneIn(3) ? new Unbounded() : new Rows(gen.between(-3, 1)),
                    gen.oneIn(3) ? new Unbounded() : new Rows(gen.between(1, 3)));
            case 2 -> new Frame(true, new Rows(-4), new Rows(-2));
            case 3 -> gen.flip()
                    ? UNTIL_PEERS
                    : new Frame(false, new Current(), gen.flip() ? new Current() : new Unbounded());
            default -> byValue(gen, orders.getFirst());
        };
    }

    private static Frame byValue(Gen gen, Order order) {
        return new Frame(false, new Value(moved(order, gen.pick(0, 2))),
                gen.flip() ? new Value(moved(order, -gen.pick(0, 1, 3))) : new Current());
    }

    /// The order's value so much before a row's.
    private static Expr moved(Order order, int by) {
        return new Expr.Call(order.ascending() ? "subtract" : "add",
                List.of(order.expression(), new Expr.Literal((byte) by, DataType.BYTE)),
                DataType.BYTE, true, ErrorMode.LEGACY);
    }

    private static Logical framed(Gen gen, Logical input, AggregateCall function) {
        var order = new Order(remainder(column(input, 2), gen.pick(3, 50)), gen.flip(), gen.flip());
        var orders = gen.flip()
                ? List.of(order)
                : List.of(order,
                        new Order(column(input, 1), true, true));
        var frame = frame(gen, orders, orders.size() == 1);
        return window(input, List.of(remainder(column(input, 0), 2)), orders,
                new WindowCall(function, frame));
    }

    @Test
    void rowsOfAFrame() {
        check((gen, input) -> framed(gen, input, gen.oneIn(3)
                ? call("nth_value", DataType.STRING, gen.flip(), column(input, 1),
                        number(gen.pick(1, 2, 4)))
                : call(gen.pick("first", "last"), DataType.BYTE, gen.flip(), column(input, 2))));
    }

    @Test
    void aggregatesOverFrames() {
        check((gen, input) -> {
            var value = new Expr.Cast(column(input, 2), DataType.LONG, true, ErrorMode.ANSI);
            var function = switch (gen.below(6)) {
                case 0 -> aggregate("count", DataType.LONG);
                case 1 -> aggregate("sum", DataType.LONG, value);
                case 2 -> aggregate("avg", DataType.DOUBLE, value);
                case 3 -> aggregate("min", DataType.STRING, column(input, 1));
                case 4 -> where(aggregate("count", DataType.LONG, column(input, 1)),
                        Plans.call("gt", DataType.BOOLEAN, column(input, 2),
                                new Expr.Literal((byte) 1, DataType.BYTE)));
                default -> aggregate("max", DataType.BYTE, column(input, 2));
            };
            return framed(gen, input, function);
        });
    }

    @Test
    void aggregateOfAWindow() {
        check((gen, input) -> {
            var window = window(gen, input, rank("row_number", DataType.INT));
            return group(window, List.of(column(window, 3)),
                    aggregate("count", DataType.LONG, column(window, 1)));
        });
    }
}

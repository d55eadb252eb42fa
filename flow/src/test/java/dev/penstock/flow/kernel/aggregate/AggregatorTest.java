package dev.penstock.flow.kernel.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.DecimalType;
import dev.penstock.data.DataType.IntervalField;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Values;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.data.error.UserException;
import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.flow.kernel.KernelContext;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.Expr.ErrorMode;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import dev.penstock.testkit.Gen;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // it does not follow nulls within lists through lambdas and maps
class AggregatorTest {
    private static final DataType LONG = DataType.LONG;
    private static final KernelContext CONTEXT = new KernelContext(ZoneId.of("UTC"),
            new EpochClock());

    /// What the rows of a group are to give: their values in order, each as often as it counts.
    private interface Model extends Function<List<List<@Nullable Object>>, @Nullable Object> {}

    private static AggregateCall call(String function, DataType result, DataType... arguments) {
        return call(function, ErrorMode.ANSI, false, result, arguments);
    }

    private static AggregateCall call(String function, ErrorMode mode, boolean ignoreNulls,
            DataType result, DataType... arguments) {
        var columns = IntStream.range(0, arguments.length)
                .<Expr>mapToObj(i -> new Expr.Column(i + 1, arguments[i], true)).toList();
        return new AggregateCall(function, columns, false, Optional.empty(), ignoreNulls, result,
                true, mode);
    }

    private static Arrangement groups(Aggregator aggregator) {
        return new Arrangement(Layout.of(List.of(Field.of("k", LONG)), aggregator.state()));
    }

    private static @Nullable Object result(Aggregator aggregator, AggregateCall call,
            Arrangement groups, int entry) {
        var into = Vectors.allocate(call.type(), 2);
        into.reset(2);
        aggregator.result(groups, 1, new int[]{entry}, 1, into, 1);
        return Values.get(into, call.type(), 1);
    }

    /// Random batches with nulls, selections and, where they can be taken back, removals of earlier rows; in one arrangement, and in two that are merged.
    private static void agrees(AggregateCall call, Function<Gen, @Nullable Object> values,
            Model model) {
        Gen.check(60, gen -> {
            var whole = Aggregators.compile(call, CONTEXT);
            var groups = groups(whole);
            var halves = List.of(groups(whole), groups(whole));
            Map<Long, List<List<@Nullable Object>>> expected = new HashMap<>();
            int batches = 1 + gen.below(4);
            for (int b = 0; b < batches; b++) {
                var batch = batch(gen, call, values, expected, whole.retractable());
                add(whole, groups, batch);
                add(whole, halves.get(b < batches / 2 ? 0 : 1), batch);
            }
            compare(whole, call, groups, expected, model);
            merge(whole, halves.get(0), halves.get(1));
            compare(whole, call, halves.get(0), expected, model);
        });
    }

    private static void add(Aggregator aggregator, Arrangement groups, Batch batch) {
        var entries = new int[batch.count()];
        groups.findOrInsert(new Vector[]{batch.column(0)}, batch.rows(), entries);
        aggregator.add(groups, 1, entries, batch, batch.rows(), batch.weights());
    }

    private static void merge(Aggregator aggregator, Arrangement groups, Arrangement from) {
        var fromEntries = new int[from.size()];
        int count = from.live(0, fromEntries);
        var keys = new LongVector(count);
        from.load(fromEntries, count, 0, keys, 0);
        var entries = new int[count];
        groups.findOrInsert(new Vector[]{keys}, Selection.all(count), entries);
        aggregator.merge(groups, 1, entries, from, 1, fromEntries, count);
    }

    private static void compare(Aggregator aggregator, AggregateCall call, Arrangement groups,
            Map<Long, List<List<@Nullable Object>>> expected,
            Model model) {
        expected.forEach((key, rows) -> {
            var entries = new int[1];
            groups.find(new Vector[]{LongVector.of(key)}, Selection.all(1), entries);
            var actual = result(aggregator, call, groups, entries[0]);
            var wanted = model.apply(rows);
            if (wanted instanceof Double d && !d.isNaN()) {
                assertThat((Double) actual).as("%s of %s", call.function(), rows).isCloseTo(d,
                        within(Math.max(1e-9, Math.abs(d) * 1e-9)));
            } else {
                assertThat(actual).as("%s of %s", call.function(), rows).isEqualTo(wanted);
            }
        });
    }

    private static Batch batch(Gen gen, AggregateCall call, Function<Gen, @Nullable Object> values,
            Map<Long, List<List<@Nullable Object>>> expected, boolean retractable) {
        int size = 1 + gen.below(60);
        var types = call.arguments().stream().map(Expr::type).toList();
        var columns = new Vector[types.size() + 1];
        columns[0] = new LongVector(size);
        for (int i = 0; i < types.size(); i++) {
            columns[i + 1] = Vectors.allocate(types.get(i), size);
        }
        long[] weights = gen.flip() ? new long[size] : null;
        int[] selected = IntStream.range(0, size).filter(_ -> gen.below(4) > 0).toArray();
        boolean all = gen.flip();
        for (int row = 0; row < size; row++) {
            int at = row;
            long key = gen.below(5);
            boolean counts = all || Arrays.binarySearch(selected, at) >= 0;
            var rows = expected.computeIfAbsent(key, _ -> new ArrayList<>());
            boolean removes = counts && weights != null && retractable && !rows.isEmpty()
                    && gen.oneIn(3);
            var tuple = removes
                    ? rows.get(gen.below(rows.size()))
                    : tuple(gen, values, types.size());
            long weight = weights == null ? 1 : removes ? -1 : 1 + gen.below(3);
            ((LongVector) columns[0]).set(row, key);
            for (int i = 0; i < types.size(); i++) {
                Values.set(columns[i + 1], types.get(i), row, tuple.get(i));
            }
            if (weights != null) {
                weights[row] = weight;
            }
            for (int i = 0; i < weight && counts; i++) {
                rows.add(tuple);
            }
            if (removes) {
                rows.remove(tuple);
            }
            if (!counts && rows.isEmpty()) {
                expected.remove(key);
            }
        }
        return Batch.of(size, columns, weights)
                .select(all ? Selection.all(size) : Selection.of(selected, selected.length));
    }

    private static List<@Nullable Object> tuple(Gen gen, Function<Gen, @Nullable Object> values,
            int width) {
        var tuple = new ArrayList<@Nullable Object>();
        for (int i = 0; i < width; i++) {
            tuple.add(gen.oneIn(6) ? null : values.apply(gen));
        }
        return tuple;
    }

    private static List<Object> present(List<List<@Nullable Object>> rows) {
        var values = new ArrayList<Object>();
        for (var row : rows) {
            var value = row.getFirst();
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    @Test
    void counts() {
        agrees(call("count", LONG), Gen::nextLong, rows -> (long) rows.size());
        agrees(call("count", LONG, DataType.STRING), gen -> gen.text(3),
                rows -> (long) present(rows).size());
        agrees(call("count", LONG, LONG, LONG), Gen::nextLong, rows -> rows.stream()
                .filter(row -> row.get(0) != null && row.get(1) != null).count());
        agrees(call("count_if", LONG, DataType.BOOLEAN), Gen::flip,
                rows -> present(rows).stream().filter(v -> (Boolean) v).count());
    }

    @Test
    void sumsOfIntegers() {
        agrees(call("sum", LONG, LONG), gen -> gen.between(-1000, 1000),
                rows -> total(rows, v -> ((Long) v)));
        agrees(call("sum", LONG, DataType.INT), Gen::anyInt,
                rows -> total(rows, v -> ((Integer) v).longValue()));
        agrees(call("sum", LONG, DataType.BYTE), gen -> (byte) gen.anyInt(),
                rows -> total(rows, v -> ((Byte) v).longValue()));
        agrees(call("sum", ErrorMode.LEGACY, false, LONG, LONG), Gen::anyLong,
                rows -> total(rows, v -> ((Long) v)));
        agrees(call("sum", ErrorMode.TRY, false, LONG, LONG), Gen::anyLong, rows -> {
            var sum = present(rows).stream().map(v -> BigInteger.valueOf((Long) v))
                    .reduce(BigInteger::add);
            return sum.isEmpty() || sum.get().bitLength() > 63 ? null : sum.get().longValueExact();
        });
    }

    private static @Nullable Long total(List<List<@Nullable Object>> rows,
            Function<Object, Long> number) {
        return present(rows).stream().map(number).reduce(Long::sum).orElse(null);
    }

    @Test
    void sumsAndAveragesOfDoubles() {
        Function<Gen, @Nullable Object> values = gen -> gen.between(-1000, 1000) / 8.0;
        agrees(call("sum", DataType.DOUBLE, DataType.DOUBLE), values,
                rows -> present(rows).isEmpty() ? null : doubles(rows));
        agrees(call("avg", DataType.DOUBLE, DataType.DOUBLE), values,
                rows -> present(rows).isEmpty()
                        ? null
                        : doubles(rows) / present(rows).size());
        agrees(call("avg", DataType.DOUBLE, LONG), gen -> gen.between(-9, 9),
                rows -> present(rows).isEmpty()
                        ? null
                        : (double) total(rows, v -> (Long) v) / present(rows).size());
    }

    private static double doubles(List<List<@Nullable Object>> rows) {
        return present(rows).stream().mapToDouble(v -> (Double) v).sum();
    }

    @Test
    void sumsAndAveragesOfDecimals() {
        for (var from : List.of(new DecimalType(5, 2), new DecimalType(18, 0),
                new DecimalType(28, 3), new DecimalType(38, 1))) {
            Function<Gen, @Nullable Object> values = gen -> new BigDecimal(
                    new BigInteger(from.precision() * 3, new java.util.Random(gen
                            .nextLong())).mod(BigInteger.TEN.pow(from.precision()))
                            .multiply(BigInteger.valueOf(gen.flip() ? 1 : -1)),
                    from.scale());
            var sum = new DecimalType(Math.min(38, from.precision() + 10), from.scale());
            agrees(call("sum", ErrorMode.LEGACY, false, sum, from), values,
                    rows -> fit(decimals(rows), sum));
            int scale = Math.min(from.scale() + 4, 38 - (from.precision() - from.scale()));
            var average = new DecimalType(Math.min(38, from.precision() + 4), scale);
            agrees(call("avg", ErrorMode.LEGACY, false, average, from), values, rows -> {
                var total = decimals(rows);
                return total == null
                        ? null
                        : fit(total.divide(BigDecimal.valueOf(present(rows).size()),
                                new java.math.MathContext(38, RoundingMode.HALF_UP)),
                                average);
            });
        }
    }

    private static @Nullable BigDecimal decimals(List<List<@Nullable Object>> rows) {
        return present(rows).stream().map(v -> (BigDecimal) v).reduce(BigDecimal::add).orElse(null);
    }

    private static @Nullable BigDecimal fit(@Nullable BigDecimal value, DecimalType type) {
        var scaled = value == null ? null : value.setScale(type.scale(), RoundingMode.HALF_UP);
        return scaled == null || scaled.precision() > type.precision() ? null : scaled;
    }

    @Test
    void sumsAndAveragesOfIntervals() {
        var dayTime = new DataType.DayTimeIntervalType(IntervalField.DAY, IntervalField.SECOND);
        agrees(call("sum", dayTime, dayTime), gen -> Duration.ofMillis(gen.between(-99, 99)),
                rows -> present(rows).stream()
                        .map(v -> (Duration) v).reduce(Duration::plus).orElse(null));
        var yearMonth = new DataType.YearMonthIntervalType(IntervalField.YEAR, IntervalField.MONTH);
        agrees(call("avg", yearMonth, yearMonth),
                gen -> Period.ofMonths((int) gen.between(-99, 99)).normalized(), rows -> {
                    var months = present(rows).stream()
                            .map(v -> BigDecimal.valueOf(((Period) v).toTotalMonths()))
                            .reduce(BigDecimal::add);
                    return months
                            .map(total -> total.divide(BigDecimal.valueOf(present(rows).size()), 0,
                                    RoundingMode.HALF_UP))
                            .map(mean -> Period.ofMonths(mean.intValueExact()).normalized())
                            .orElse(null);
                });
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    @Test
    void minimaAndMaxima() {
        Map<DataType, Function<Gen, @Nullable Object>> types = Map.of(LONG, Gen::anyLong,
                DataType.INT, Gen::anyInt, DataType.STRING,
                gen -> gen.text(12), DataType.DOUBLE, gen -> gen.between(-9, 9) / 4.0,
                DataType.FLOAT, gen -> gen.between(-9, 9) / 4f,
                DataType.BOOLEAN, Gen::flip, new DecimalType(12, 2),
                gen -> BigDecimal.valueOf(gen.between(-99, 99), 2),
                new DecimalType(30, 2),
                gen -> BigDecimal.valueOf(gen.anyLong(), 2)
                        .multiply(BigDecimal.valueOf(gen.between(-3, 1000))),
                DataType.SHORT, gen -> (short) gen.anyInt());
        types.forEach((type, values) -> {
            Comparator<Object> order = type.equals(DataType.STRING)
                    ? (a, b) -> Arrays.compareUnsigned(
                            ((String) a).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            ((String) b).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    : (a, b) -> ((Comparable) a).compareTo(b);
            agrees(call("min", type, type), values,
                    rows -> present(rows).stream().min(order).orElse(null));
            agrees(call("max", type, type), values,
                    rows -> present(rows).stream().max(order).orElse(null));
        });
    }

    @Test
    void firstsAndLasts() {
        Function<Gen, @Nullable Object> texts = gen -> gen.text(12);
        agrees(call("first", DataType.STRING, DataType.STRING), texts,
                rows -> rows.isEmpty() ? null : rows.getFirst().getFirst());
        agrees(call("last", DataType.STRING, DataType.STRING), texts,
                rows -> rows.isEmpty() ? null : rows.getLast().getFirst());
        agrees(call("first", ErrorMode.ANSI, true, LONG, LONG), Gen::anyLong,
                rows -> present(rows).stream().findFirst().orElse(null));
        agrees(call("last", ErrorMode.ANSI, true, LONG, LONG), Gen::anyLong,
                rows -> present(rows).isEmpty()
                        ? null
                        : present(rows).getLast());
    }

    @Test
    void valuesByAnother() {
        for (var by : List.of(LONG, DataType.STRING)) {
            Function<Gen, @Nullable Object> values = gen -> by.equals(LONG)
                    ? (Object) gen.between(0, 9)
                    : gen.text(2);
            agrees(call("max_by", by, by, by), values, rows -> by(rows, 1));
            agrees(call("min_by", by, by, by), values, rows -> by(rows, -1));
        }
    }

    private static @Nullable Object by(List<List<@Nullable Object>> rows, int sign) {
        List<@Nullable Object> best = null;
        for (var row : rows) {
            var order = row.get(1);
            if (order != null && (best == null || compare(order,
                    java.util.Objects.requireNonNull(bestOrder(best)), sign) >= 0)) {
                best = Arrays.asList(row.get(0), order);
            }
        }
        return best == null ? null : best.getFirst();
    }

    private static @Nullable Object bestOrder(List<@Nullable Object> row) {
        return row.get(1);
    }

    private static int compare(Object a, Object b, int sign) {
        return sign * (a instanceof String text
                ? Arrays.compareUnsigned(text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        ((String) b).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                : Long.compare((Long) a, (Long) b));
    }

    @Test
    void lists() {
        agrees(call("collect_list", new DataType.ArrayType(DataType.STRING, false),
                DataType.STRING), gen -> gen.text(9),
                AggregatorTest::present);
        agrees(call("collect_set", new DataType.ArrayType(LONG, false), LONG),
                gen -> gen.between(0, 9),
                rows -> present(rows).stream().distinct().toList());
    }

    @Test
    void variancesAndCorrelations() {
        Function<Gen, @Nullable Object> values = gen -> 1e6 + gen.between(-1000, 1000) / 8.0;
        var type = DataType.DOUBLE;
        agrees(call("var_pop", type, type), values, rows -> moment(present(rows), 0));
        agrees(call("var_samp", type, type), values, rows -> moment(present(rows), 1));
        agrees(call("stddev_samp", type, type), values, rows -> {
            var variance = moment(present(rows), 1);
            return variance == null ? null : Math.sqrt(variance);
        });
        agrees(call("covar_pop", type, type, type), values, rows -> {
            var pairs = rows.stream().filter(row -> row.get(0) != null && row.get(1) != null)
                    .toList();
            double x = pairs.stream().mapToDouble(row -> (Double) row.get(0)).average().orElse(0);
            double y = pairs.stream().mapToDouble(row -> (Double) row.get(1)).average().orElse(0);
            return pairs.isEmpty()
                    ? null
                    : pairs.stream()
                            .mapToDouble(
                                    row -> ((Double) row.get(0) - x) * ((Double) row.get(1) - y))
                            .average().getAsDouble();
        });
        var pairs = call("corr", type, type, type);
        var corr = Aggregators.compile(pairs, CONTEXT);
        var groups = groups(corr);
        add(corr, groups,
                Batch.of(3, LongVector.of(1, 1, 1), dev.penstock.data.DoubleVector.of(3, 2, 1),
                        dev.penstock.data.DoubleVector.of(2, 2, 6)));
        assertThat((Double) result(corr, pairs, groups, 0)).isCloseTo(-0.8660254037844387,
                within(1e-15));
    }

    private static @Nullable Double moment(List<Object> values, int less) {
        double mean = values.stream().mapToDouble(v -> (Double) v).average().orElse(0);
        double squares = values.stream().mapToDouble(v -> ((Double) v - mean) * ((Double) v - mean))
                .sum();
        return values.size() <= less ? null : squares / (values.size() - less);
    }

    @Test
    void booleans() {
        agrees(call("bool_and", DataType.BOOLEAN, DataType.BOOLEAN), Gen::flip,
                rows -> present(rows).isEmpty()
                        ? null
                        : present(rows).stream().allMatch(v -> (Boolean) v));
        agrees(call("bool_or", DataType.BOOLEAN, DataType.BOOLEAN), Gen::flip,
                rows -> present(rows).isEmpty()
                        ? null
                        : present(rows).stream().anyMatch(v -> (Boolean) v));
    }

    @Test
    void aSumOfLongsThatOverflowsFailsInAnsiMode() {
        var call = call("sum", LONG, LONG);
        var sum = Aggregators.compile(call, CONTEXT);
        var groups = groups(sum);
        add(sum, groups, Batch.of(2, LongVector.of(1, 1), LongVector.of(Long.MAX_VALUE, 1)));
        assertThatThrownBy(() -> result(sum, call, groups, 0)).isInstanceOfSatisfying(
                UserException.class,
                e -> assertThat(e.condition()).isEqualTo("ARITHMETIC_OVERFLOW"));
        // The row that was too much is taken back.
        add(sum, groups,
                Batch.of(1, new Vector[]{LongVector.of(1), LongVector.of(1)}, new long[]{-1}));
        assertThat(result(sum, call, groups, 0)).isEqualTo(Long.MAX_VALUE);
    }

    /// The way for queries without keys gives what the general way gives.
    @Test
    void addingToOneGroupIsTheSame() {
        var calls = List.of(call("count", LONG), call("count", LONG, LONG), call("sum", LONG, LONG),
                call("min", LONG, LONG),
                call("max", LONG, LONG), call("avg", DataType.DOUBLE, LONG),
                call("first", LONG, LONG), call("last", LONG, LONG),
                call("sum", ErrorMode.TRY, false, LONG, LONG),
                call("sum", ErrorMode.LEGACY, false, LONG, LONG));
        Gen.check(200, gen -> {
            for (var call : calls) {
                var aggregator = Aggregators.compile(call, CONTEXT);
                var one = groups(aggregator);
                var other = groups(aggregator);
                for (int b = 0; b < 3; b++) {
                    Map<Long, List<List<@Nullable Object>>> ignored = new HashMap<>();
                    boolean wide = call.mode() != ErrorMode.ANSI;
                    var batch = batch(gen, call, g -> wide ? g.anyLong() : g.between(-99, 99),
                            ignored, false);
                    var key = new LongVector(batch.size());
                    var entries = new int[batch.count()];
                    var columns = batch.columns().clone();
                    columns[0] = key;
                    var same = batch.withColumns(columns);
                    other.findOrInsert(new Vector[]{key}, same.rows(), entries);
                    one.findOrInsert(new Vector[]{LongVector.of(0)}, Selection.all(1), new int[1]);
                    aggregator.add(other, 1, entries, same, same.rows(), same.weights());
                    aggregator.addToOne(one, 1, 0, same, same.rows(), same.weights());
                }
                if (other.size() == 1) {
                    assertThat(result(aggregator, call, one, 0)).as(call.function())
                            .isEqualTo(result(aggregator, call, other, 0));
                }
            }
        });
    }
}

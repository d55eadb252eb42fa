package dev.penstock.flow.kernel;

import static dev.penstock.flow.kernel.Exprs.call;
import static dev.penstock.flow.kernel.Exprs.cast;
import static dev.penstock.flow.kernel.Exprs.column;
import static dev.penstock.flow.kernel.Exprs.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Schema;
import dev.penstock.data.Selection;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import dev.penstock.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whatever the batch and the selection, a row's value is what the expression gives for that row alone.
class KernelRowsTest {
    private static final List<DataType> NUMBERS = List.of(DataType.BYTE, DataType.SHORT,
            DataType.INT, DataType.LONG, DataType.FLOAT,
            DataType.DOUBLE, new DecimalType(9, 2), new DecimalType(30, 6));
    private static final List<DataType> ORDERED = all(NUMBERS,
            List.of(DataType.BOOLEAN, DataType.STRING, DataType.BINARY, DataType.DATE,
                    DataType.TIMESTAMP, DataType.TIMESTAMP_NTZ, new ArrayType(DataType.INT, true),
                    Exprs.struct(DataType.LONG, DataType.STRING)));
    private static final List<ErrorMode> MODES = List.of(ErrorMode.values());

    private static List<DataType> all(List<DataType> a, List<DataType> b) {
        var all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    @Test
    void arithmeticOfRowsIsThatOfEachRow() {
        Gen.check(40, gen -> {
            for (var type : NUMBERS) {
                for (var function : List.of("add", "subtract", "multiply", "mod", "pmod")) {
                    var mode = MODES.get(gen.below(3));
                    var result = type instanceof DecimalType(int precision, int scale)
                            ? new DecimalType(Math.min(38, precision + 5),
                                    function.equals("multiply") ? scale * 2 : scale)
                            : type;
                    check(gen, call(mode, function, result, argument(gen, 0, type),
                            argument(gen, 1, type)), type, type);
                }
                check(gen, call(MODES.get(gen.below(3)), gen.flip() ? "negative" : "abs", type,
                        column(0, type)), type);
            }
            check(gen,
                    call(ErrorMode.ANSI, "divide", DataType.DOUBLE, column(0, DataType.DOUBLE),
                            argument(gen, 1, DataType.DOUBLE)),
                    DataType.DOUBLE, DataType.DOUBLE);
            check(gen,
                    call(ErrorMode.TRY, "div", DataType.LONG, column(0, DataType.LONG),
                            argument(gen, 1, DataType.LONG)),
                    DataType.LONG,
                    DataType.LONG);
        });
    }

    @Test
    void comparisonOfRowsIsThatOfEachRow() {
        Gen.check(30, gen -> {
            for (var type : ORDERED) {
                for (var function : List.of("eq", "lt", "le", "gt", "ge", "nseq")) {
                    var compared = call(function, DataType.BOOLEAN, argument(gen, 0, type),
                            argument(gen, 1, type));
                    check(gen, compared, type, type);
                    check(gen, call("not", DataType.BOOLEAN, compared), type, type);
                }
                check(gen, call("in", DataType.BOOLEAN, column(0, type), column(1, type),
                        lit(gen.value(type, true), type)), type, type);
                check(gen,
                        call("in", DataType.BOOLEAN, column(0, type),
                                lit(gen.value(type, true), type), lit(gen.value(type, true), type)),
                        type);
            }
        });
    }

    @Test
    void logicOfRowsIsThatOfEachRow() {
        Gen.check(60, gen -> {
            var types = new DataType[]{DataType.BOOLEAN, DataType.LONG, DataType.LONG,
                    DataType.STRING, DataType.STRING};
            var less = call("lt", DataType.BOOLEAN, column(1, DataType.LONG),
                    column(2, DataType.LONG));
            var same = call("eq", DataType.BOOLEAN, column(3, DataType.STRING),
                    column(4, DataType.STRING));
            var both = call("and", DataType.BOOLEAN,
                    call("or", DataType.BOOLEAN, column(0, DataType.BOOLEAN), less), call("or",
                            DataType.BOOLEAN, same,
                            call("isnull", DataType.BOOLEAN, column(2, DataType.LONG))));
            check(gen, both, types);
            check(gen, call("not", DataType.BOOLEAN, both), types);
            check(gen, call("isnotnull", DataType.BOOLEAN, both), types);
            var text = new Expr.Case(
                    List.of(new Expr.When(column(0, DataType.BOOLEAN), column(3, DataType.STRING)),
                            new Expr.When(less, column(4,
                                    DataType.STRING))),
                    lit("neither"), DataType.STRING, true);
            check(gen, text, types);
            check(gen, call("coalesce", DataType.STRING, column(3, DataType.STRING),
                    column(4, DataType.STRING), text), types);
            check(gen, call("coalesce", DataType.LONG, column(1, DataType.LONG),
                    column(2, DataType.LONG)), types);
            var overflowing = call("add", DataType.LONG, column(1, DataType.LONG),
                    column(2, DataType.LONG));
            check(gen, new Expr.Case(List.of(new Expr.When(less, overflowing)), lit(0L),
                    DataType.LONG, true), types);
        });
    }

    @Test
    void castsOfRowsAreThoseOfEachRow() {
        var types = all(ORDERED,
                List.of(new ArrayType(DataType.STRING, true),
                        new MapType(DataType.STRING, DataType.INT, true), new MapType(
                                DataType.STRING, DataType.LONG, true),
                        Exprs.struct(DataType.INT, DataType.STRING), new DecimalType(20, 0)));
        Gen.check(6, gen -> {
            for (var from : types) {
                for (var to : types) {
                    var expr = cast(MODES.get(gen.below(3)), column(0, from), to);
                    if (supported(expr)) {
                        check(gen, expr, from);
                    }
                }
            }
        });
    }

    private static boolean supported(Expr expr) {
        try {
            Kernels.compile(expr, Exprs.context());
            return true;
        } catch (UserException _) {
            return false;
        }
    }

    private static Expr argument(Gen gen, int index, DataType type) {
        return gen.below(3) == 0 ? lit(gen.value(type, false), type) : column(index, type);
    }

    /// Several batches of different sizes and selections through one kernel.
    private static void check(Gen gen, Expr expr, DataType... types) {
        var kernel = Kernels.compile(expr, Exprs.context());
        var schema = Schema.of(Exprs.struct(types));
        for (int size : new int[]{3, 70, 1, 130, 8}) {
            var batch = gen.batch(schema, size);
            var expected = new ArrayList<@Nullable String>();
            for (int row = 0; row < size; row++) {
                expected.add(outcome(expr, batch, row));
            }
            checkBatch(gen, expr, kernel, batch, expected);
        }
    }

    private static @Nullable String outcome(Expr expr, Batch batch, int row) {
        try {
            return Exprs.text(Exprs.value(Exprs.constant(expr, batch, row)));
        } catch (UserException _) {
            return null;
        }
    }

    private static void checkBatch(Gen gen, Expr expr, Kernel kernel, Batch batch,
            List<@Nullable String> expected) {
        boolean whole = gen.flip();
        var good = new int[batch.size()];
        int count = 0;
        int failing = -1;
        for (int row = 0; row < batch.size(); row++) {
            if (expected.get(row) == null) {
                failing = row;
            } else if (whole || gen.flip()) {
                good[count++] = row;
            }
        }
        if (failing >= 0) {
            var rows = Selection.of(new int[]{failing}, 1);
            assertThatThrownBy(() -> kernel.evaluate(batch, rows)).as("%s", expr)
                    .isInstanceOf(UserException.class);
        }
        var rows = count == batch.size() ? Selection.all(count) : Selection.of(good, count);
        var result = kernel.evaluate(batch, rows);
        for (int i = 0; i < count; i++) {
            int row = rows.at(i);
            assertThat(Exprs.text(result, expr.type(), row)).as("row %s of %s", row, expr)
                    .isEqualTo(expected.get(row));
        }
        if (expr.type() instanceof BooleanType) {
            checkSelect(expr, kernel, batch, rows, expected);
        }
    }

    private static void checkSelect(Expr expr, Kernel kernel, Batch batch, Selection rows,
            List<@Nullable String> expected) {
        var wanted = new ArrayList<Integer>();
        for (int i = 0; i < rows.count(); i++) {
            if ("true".equals(expected.get(rows.at(i)))) {
                wanted.add(rows.at(i));
            }
        }
        var positions = rows.positions();
        var into = positions == null ? new int[rows.count()] : positions;
        int count = kernel.select(batch, rows, into);
        var selected = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            selected.add(into[i]);
        }
        assertThat(selected).as("%s", expr).isEqualTo(wanted);
    }
}

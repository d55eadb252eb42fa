package dev.penstock.flow.kernel.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import dev.penstock.testkit.Gen;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An exact sum is what arithmetic without limits says, rounded once.
class ExactSumTest {
    private static Arrangement oneGroup() {
        var groups = new Arrangement(
                Layout.of(List.of(), List.of(Field.of("", DataType.BINARY))));
        groups.findOrInsert(new Vector[0], Selection.all(1), new int[1]);
        return groups;
    }

    private static double finite(Gen gen) {
        double value = switch (gen.below(4)) {
            case 0 -> gen.pick(Double.MAX_VALUE, Double.MIN_VALUE, Double.MIN_NORMAL, 1e300, 0.1);
            case 1 -> gen.between(-1000, 1000) / 10.0;
            default -> gen.anyDouble();
        };
        return Double.isFinite(value) ? gen.flip() ? value : -value : 1;
    }

    @Test
    void isTheSumRoundedOnce() {
        Gen.check(20_000, gen -> {
            var groups = oneGroup();
            var sum = new ExactSum();
            var exact = BigDecimal.ZERO;
            for (int i = gen.below(12); i >= 0; i--) {
                double value = finite(gen);
                long weight = gen.oneIn(20) ? gen.anyLong() >> 1 : gen.between(-3, 3);
                sum.load(groups, 0, 0);
                sum.add(value, weight);
                sum.store(groups, 0, 0);
                exact = exact.add(new BigDecimal(value).multiply(BigDecimal.valueOf(weight)));
                assertThat(sum.round()).isEqualTo(exact.signum() == 0 ? 0 : exact.doubleValue());
            }
        });
    }

    @Test
    void whatIsTakenBackLeavesNothing() {
        Gen.check(5_000, gen -> {
            var groups = oneGroup();
            var sum = new ExactSum();
            var values = new ArrayList<Double>();
            sum.clear();
            for (int i = gen.below(30); i >= 0; i--) {
                values.add(gen.oneIn(5) ? gen.anyDouble() : finite(gen));
                sum.add(values.getLast(), 1);
            }
            sum.store(groups, 0, 0);
            sum.load(groups, 0, 0);
            while (!values.isEmpty()) {
                sum.add(values.remove(gen.below(values.size())), -1);
            }
            sum.store(groups, 0, 0);
            assertThat(groups.isNull(0, 0)).as("nothing is kept").isTrue();
            assertThat(sum.round()).isZero();
        });
    }

    @Test
    void aLargeNumberThatGoesDoesNotTakeSmallOnesAlong() {
        // given 1e300 and 0.1
        var sum = new ExactSum();
        sum.add(1e300, 1);
        sum.add(0.1, 1);
        // when the large one is removed
        sum.add(1e300, -1);
        // then the small one is there
        assertThat(sum.round()).isEqualTo(0.1);
    }
}

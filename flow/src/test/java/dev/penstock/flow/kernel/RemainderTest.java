package dev.penstock.flow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RemainderTest {
    private static final long[] EDGES = {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE,
            Long.MAX_VALUE - 1, -1, 0, 1, 2, -2, 3, 10, 1000,
            1L << 32, (1L << 62) + 1, 1_000_003, -1_000_003};

    @Test
    void isWhatTheProcessorSays() {
        long seed = 42;
        var random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            long divisor = number(random);
            if (divisor != 0) {
                var numbers = new long[]{number(random), number(random), number(random) * divisor,
                        number(random) * divisor - 1};
                var remainders = new long[numbers.length];
                Remainder.of(divisor).fill(numbers, remainders, numbers.length);
                for (int i = 0; i < numbers.length; i++) {
                    assertThat(remainders[i]).as("%d %% %d, seed %d", numbers[i], divisor, seed)
                            .isEqualTo(numbers[i] % divisor);
                }
            }
        }
    }

    private static long number(Random random) {
        return random.nextInt(4) == 0
                ? EDGES[random.nextInt(EDGES.length)]
                : random.nextLong() >> random.nextInt(64);
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.plan.logical.Expr;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `rand`, `randn` and `uuid`. A given seed gives Spark's numbers, from the start in each epoch; without one the seed is made of the epoch's
/// number, so that an epoch that is computed again gives the same.
final class RandomFunctions {
    private RandomFunctions() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "rand" ->
                factory((random, row, out) -> ((DoubleVector) out).set(row, random.nextDouble()));
            case "randn" ->
                factory((random, row, out) -> ((DoubleVector) out).set(row, random.nextGaussian()));
            case "poisson" -> RandomFunctions::poisson;
            case "uuid" ->
                factory((random, row, out) -> ((BytesVector) out).append(row, uuid(random)));
            default -> null;
        };
    }

    @FunctionalInterface
    private interface Draw {
        void row(Generator random, int row, Vector out);
    }

    private static KernelFactory factory(Draw draw) {
        return (call, _, context) -> new RandomKernel(seed(call, context),
                Vectors.allocate(call.type(), 0),
                draw, context.epoch());
    }

    /// How often a row of a sample with replacement is taken, by a mean.
    private static Kernel poisson(Expr.Call call, List<Kernel> arguments, KernelContext context) {
        var mean = (Double) Kernels.evaluateConstant(call.arguments().get(1), context.zone());
        double least = Math.exp(mean == null ? 0 : -mean);
        Draw draw = (random, row, out) -> {
            int count = 0;
            for (double product = random.nextDouble(); product > least; count++) {
                product *= random.nextDouble();
            }
            ((IntVector) out).set(row, count);
        };
        return factory(draw).create(call, arguments, context);
    }

    private static @Nullable Long seed(Expr.Call call, KernelContext context) {
        var value = call.arguments().isEmpty()
                ? null
                : Kernels.evaluateConstant(call.arguments().getFirst(), context.zone());
        return value instanceof Number number ? number.longValue() : null;
    }

    private static String uuid(Generator random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private static final class RandomKernel implements Kernel {
        private final @Nullable Long seed;
        private final Vector result;
        private final Draw draw;
        private final EpochClock clock;
        private long epoch = Long.MIN_VALUE;
        private Generator generator = new Generator(0);

        RandomKernel(@Nullable Long seed, Vector result, Draw draw, EpochClock clock) {
            this.seed = seed;
            this.result = result;
            this.draw = draw;
            this.clock = clock;
        }

        @Override
        public Vector evaluate(Batch input, Selection rows) {
            if (epoch != clock.epoch()) {
                epoch = clock.epoch();
                generator = new Generator(
                        seed != null ? seed : epoch * 0x9E3779B97F4A7C15L ^ clock.clockMicros());
            }
            result.reset(input.size());
            for (int i = 0; i < rows.count(); i++) {
                draw.row(generator, rows.at(i), result);
            }
            return result;
        }
    }

    /// A xorshift generator, seeded through Murmur 3.
    private static final class Generator {
        private static final int ARRAY_SEED = 0x3c074a61;
        private long state;
        private double spare = Double.NaN;

        Generator(long seed) {
            byte[] bytes = ByteBuffer.allocate(8).putLong(seed).array();
            int low = hash(bytes, ARRAY_SEED);
            int high = hash(bytes, low);
            state = ((long) high << 32) | (low & 0xFFFFFFFFL);
        }

        private static int hash(byte[] bytes, int seed) {
            int hash = mix(mix(seed, word(bytes, 0)), word(bytes, 4)) ^ 8;
            hash = (hash ^ hash >>> 16) * 0x85ebca6b;
            hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
            return hash ^ hash >>> 16;
        }

        private static int word(byte[] bytes, int at) {
            return Integer.reverseBytes(ByteBuffer.wrap(bytes).getInt(at));
        }

        private static int mix(int hash, int word) {
            int k = Integer.rotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593;
            return Integer.rotateLeft(hash ^ k, 13) * 5 + 0xe6546b64;
        }

        private int next(int bits) {
            long next = state ^ state << 21;
            next ^= next >>> 35;
            next ^= next << 4;
            state = next;
            return (int) (next & (1L << bits) - 1);
        }

        long nextLong() {
            return ((long) next(32) << 32) + next(32);
        }

        double nextDouble() {
            return (((long) next(26) << 27) + next(27)) * 0x1.0p-53;
        }

        double nextGaussian() {
            if (!Double.isNaN(spare)) {
                double value = spare;
                spare = Double.NaN;
                return value;
            }
            double a;
            double b;
            double square;
            do {
                a = 2 * nextDouble() - 1;
                b = 2 * nextDouble() - 1;
                square = a * a + b * b;
            } while (square >= 1 || square == 0);
            double factor = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
            spare = b * factor;
            return a * factor;
        }
    }
}

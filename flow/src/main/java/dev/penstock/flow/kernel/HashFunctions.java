package dev.penstock.flow.kernel;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.ByteVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.Decimal128Vector;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.IntervalVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.MapVector;
import dev.penstock.data.NullVector;
import dev.penstock.data.ShortVector;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import org.jspecify.annotations.Nullable;

/// `hash` and `xxhash64`, with the same values as Spark's. The hash of one value is the seed for the next; a null leaves it as it is.
final class HashFunctions {
    private static final int SEED = 42;

    private HashFunctions() {}

    /// A hash of the primitive values.
    interface Algorithm {
        long ofInt(int value, long seed);

        long ofLong(long value, long seed);

        long ofBytes(byte[] bytes, int offset, int length, long seed);
    }

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "hash" -> Shapes.nullAware((in, row, out) -> ((IntVector) out).set(row,
                    (int) hash(new Murmur3(), in, row)));
            case "xxhash64" -> Shapes.nullAware(
                    (in, row, out) -> ((LongVector) out).set(row, hash(new XxHash64(), in, row)));
            default -> null;
        };
    }

    private static long hash(Algorithm algorithm, Vector[] values, int row) {
        long hash = SEED;
        for (var value : values) {
            hash = hash(algorithm, value, row, hash);
        }
        return hash;
    }

    private static long hash(Algorithm algorithm, Vector vector, int row, long seed) {
        if (vector.isNull(row)) {
            return seed;
        }
        return switch (vector) {
            case NullVector _ -> seed;
            case BooleanVector v -> algorithm.ofInt(v.get(row) ? 1 : 0, seed);
            case ByteVector v -> algorithm.ofInt(v.get(row), seed);
            case ShortVector v -> algorithm.ofInt(v.get(row), seed);
            case IntVector v -> algorithm.ofInt(v.get(row), seed);
            case LongVector v -> algorithm.ofLong(v.get(row), seed);
            case FloatVector v ->
                algorithm.ofInt(v.get(row) == 0 ? 0 : Float.floatToIntBits(v.get(row)), seed);
            case DoubleVector v ->
                algorithm.ofLong(v.get(row) == 0 ? 0 : Double.doubleToLongBits(v.get(row)), seed);
            case Decimal128Vector v -> {
                byte[] bytes = v.get(row).toByteArray();
                yield algorithm.ofBytes(bytes, 0, bytes.length, seed);
            }
            case BytesVector v -> algorithm.ofBytes(v.buffer(), v.offset(row), v.length(row), seed);
            case IntervalVector v ->
                algorithm.ofInt(v.months()[row],
                        algorithm.ofInt(v.days()[row], algorithm.ofLong(v.micros()[row], seed)));
            case ArrayVector v -> {
                long hash = seed;
                for (int i = 0; i < v.length(row); i++) {
                    hash = hash(algorithm, v.elements(), v.offset(row) + i, hash);
                }
                yield hash;
            }
            case MapVector v -> {
                long hash = seed;
                for (int i = 0; i < v.length(row); i++) {
                    hash = hash(algorithm, v.keys(), v.offset(row) + i, hash);
                    hash = hash(algorithm, v.values(), v.offset(row) + i, hash);
                }
                yield hash;
            }
            case StructVector v -> {
                long hash = seed;
                for (var field : v.fields()) {
                    hash = hash(algorithm, field, row, hash);
                }
                yield hash;
            }
        };
    }

    private static int littleInt(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << 8) | ((bytes[at + 2] & 0xff) << 16)
                | (bytes[at + 3] << 24);
    }

    private static long littleLong(byte[] bytes, int at) {
        return (littleInt(bytes, at) & 0xffffffffL) | ((long) littleInt(bytes, at + 4) << 32);
    }

    /// Murmur 3, 32 bits. The bytes after the last whole word are mixed in one by one, each as a word, which is Spark's variant.
    private record Murmur3() implements Algorithm {
        private static int mix(int hash, int word) {
            int k = Integer.rotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593;
            return Integer.rotateLeft(hash ^ k, 13) * 5 + 0xe6546b64;
        }

        private static long finish(int hash, int length) {
            int h = hash ^ length;
            h = (h ^ h >>> 16) * 0x85ebca6b;
            h = (h ^ h >>> 13) * 0xc2b2ae35;
            return h ^ h >>> 16;
        }

        @Override
        public long ofInt(int value, long seed) {
            return finish(mix((int) seed, value), 4);
        }

        @Override
        public long ofLong(long value, long seed) {
            return finish(mix(mix((int) seed, (int) value), (int) (value >>> 32)), 8);
        }

        @Override
        public long ofBytes(byte[] bytes, int offset, int length, long seed) {
            int hash = (int) seed;
            int whole = length & ~3;
            for (int i = 0; i < whole; i += 4) {
                hash = mix(hash, littleInt(bytes, offset + i));
            }
            for (int i = whole; i < length; i++) {
                hash = mix(hash, bytes[offset + i]);
            }
            return finish(hash, length);
        }
    }

    /// XXH64.
    private record XxHash64() implements Algorithm {
        private static final long P1 = 0x9E3779B185EBCA87L;
        private static final long P2 = 0xC2B2AE3D27D4EB4FL;
        private static final long P3 = 0x165667B19E3779F9L;
        private static final long P4 = 0x85EBCA77C2B2AE63L;
        private static final long P5 = 0x27D4EB2F165667C5L;

        private static long round(long lane, long word) {
            return Long.rotateLeft(lane + word * P2, 31) * P1;
        }

        private static long finish(long hash) {
            long h = (hash ^ hash >>> 33) * P2;
            h = (h ^ h >>> 29) * P3;
            return h ^ h >>> 32;
        }

        private static long mixInt(long hash, int word) {
            return Long.rotateLeft(hash ^ (word & 0xffffffffL) * P1, 23) * P2 + P3;
        }

        private static long mixLong(long hash, long word) {
            return Long.rotateLeft(hash ^ round(0, word), 27) * P1 + P4;
        }

        @Override
        public long ofInt(int value, long seed) {
            return finish(mixInt(seed + P5 + 4, value));
        }

        @Override
        public long ofLong(long value, long seed) {
            return finish(mixLong(seed + P5 + 8, value));
        }

        @Override
        public long ofBytes(byte[] bytes, int offset, int length, long seed) {
            int at = offset;
            int end = offset + length;
            long hash = (length >= 32 ? lanes(bytes, offset, length, seed) : seed + P5) + length;
            at += length & ~31;
            for (; at + 8 <= end; at += 8) {
                hash = mixLong(hash, littleLong(bytes, at));
            }
            if (at + 4 <= end) {
                hash = mixInt(hash, littleInt(bytes, at));
                at += 4;
            }
            for (; at < end; at++) {
                hash = Long.rotateLeft(hash ^ (bytes[at] & 0xff) * P5, 11) * P1;
            }
            return finish(hash);
        }

        private static long lanes(byte[] bytes, int offset, int length, long seed) {
            long[] lane = {seed + P1 + P2, seed + P2, seed, seed - P1};
            for (int i = 0; i + 32 <= length; i += 32) {
                for (int k = 0; k < 4; k++) {
                    lane[k] = round(lane[k], littleLong(bytes, offset + i + 8 * k));
                }
            }
            long hash = Long.rotateLeft(lane[0], 1) + Long.rotateLeft(lane[1], 7)
                    + Long.rotateLeft(lane[2], 12)
                    + Long.rotateLeft(lane[3], 18);
            for (long value : lane) {
                hash = (hash ^ round(0, value)) * P1 + P4;
            }
            return hash;
        }
    }
}

package dev.penstock.flow.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Primitives over UTF-8 text that lies in `length` bytes from `offset` on of a buffer. Text that is not valid UTF-8 never makes them fail.
final class Utf8 {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;

    private Utf8() {}

    static boolean isAscii(byte[] buffer, int offset, int length) {
        int at = offset;
        int end = offset + length;
        for (; at + 8 <= end; at += 8) {
            if (((long) WORD.get(buffer, at) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < end; at++) {
            if (buffer[at] < 0) {
                return false;
            }
        }
        return true;
    }

    /// The number of code points: all bytes that do not continue one.
    static int count(byte[] buffer, int offset, int length) {
        int at = offset;
        int end = offset + length;
        int continuing = 0;
        for (; at + 8 <= end; at += 8) {
            long word = (long) WORD.get(buffer, at);
            // Bit 7 set and bit 6 clear marks a continuing byte.
            continuing += Long.bitCount(word >>> 7 & ~(word >>> 6) & ONES);
        }
        for (; at < end; at++) {
            continuing += (buffer[at] & 0xC0) == 0x80 ? 1 : 0;
        }
        return length - continuing;
    }

    /// The number of bytes of the code point that starts with this byte; 1 for a byte that starts none.
    static int width(byte lead) {
        if (lead >= 0) {
            return 1;
        }
        int bits = lead & 0xFF;
        return bits >= 0xF0 ? 4 : bits >= 0xE0 ? 3 : bits >= 0xC0 ? 2 : 1;
    }

    /// Where code point `index` starts, from 0 on, as a position in the buffer; `offset + length` when there are not so many.
    static int position(byte[] buffer, int offset, int length, int index) {
        int at = offset;
        int end = offset + length;
        for (int i = 0; i < index && at < end; i++) {
            at += width(buffer[at]);
        }
        return Math.min(at, end);
    }

    /// The start of the code point before position `at`, which is beyond `offset`.
    static int previous(byte[] buffer, int offset, int at) {
        int start = at - 1;
        while (start > offset && (buffer[start] & 0xC0) == 0x80 && at - start < 4) {
            start--;
        }
        return start;
    }

    /// Where `needle` first stands in the buffer between `from` and `end`, or -1. An empty needle is found at `from`.
    static int find(byte[] buffer, int from, int end, byte[] needle) {
        return find(buffer, from, end, needle, 0, needle.length);
    }

    /// As the other, with the needle as a part of a buffer.
    static int find(byte[] buffer, int from, int end, byte[] needle, int needleOffset,
            int needleLength) {
        if (needleLength == 0) {
            return from;
        }
        byte first = needle[needleOffset];
        int last = end - needleLength;
        for (int at = from; at <= last; at++) {
            if (buffer[at] == first && matches(buffer, at, needle, needleOffset, needleLength)) {
                return at;
            }
        }
        return -1;
    }

    /// Where `needle`, not empty, last stands in the buffer before `end` and not before `from`, or -1.
    static int findLast(byte[] buffer, int from, int end, byte[] needle, int needleOffset,
            int needleLength) {
        for (int at = end - needleLength; at >= from; at--) {
            if (matches(buffer, at, needle, needleOffset, needleLength)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] buffer, int at, byte[] needle, int needleOffset,
            int needleLength) {
        return Arrays.equals(buffer, at, at + needleLength, needle, needleOffset,
                needleOffset + needleLength);
    }

    /// True when the text begins with the needle.
    static boolean starts(byte[] buffer, int offset, int length, byte[] needle, int needleOffset,
            int needleLength) {
        return length >= needleLength
                && matches(buffer, offset, needle, needleOffset, needleLength);
    }

    /// True when the text ends with the needle.
    static boolean ends(byte[] buffer, int offset, int length, byte[] needle, int needleOffset,
            int needleLength) {
        return length >= needleLength && matches(buffer, offset + length - needleLength, needle,
                needleOffset, needleLength);
    }

    /// The code point that starts at `at`; the byte itself when it starts none.
    static int codePoint(byte[] buffer, int at, int end) {
        int lead = buffer[at] & 0xFF;
        int width = width(buffer[at]);
        if (width == 1 || at + width > end) {
            return lead;
        }
        int point = lead & (0xFF >> (width + 1));
        for (int i = 1; i < width; i++) {
            point = (point << 6) | (buffer[at + i] & 0x3F);
        }
        return point;
    }
}

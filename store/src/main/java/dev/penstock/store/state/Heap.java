package dev.penstock.store.state;

import dev.penstock.data.BytesVector;
import dev.penstock.data.Hashing;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The bytes of values of variable length, in pages that are only ever appended to.
///
/// ```
/// word, up to 7 bytes:  | bytes, first one lowest (56 bits) | 0000 | length (3 bits) | 1 |
/// word, longer:         | page + 1 (46 bits) | offset (17 bits) | 0 |        word 0: null
/// heap page:            | length (4 bytes) | bytes | length | bytes | ...
/// ```
///
/// A value that is longer than half a page has a page of its own. What a frozen view refers to is never overwritten: freeing only counts, an empty page is
/// forgotten whole, and pages that are mostly garbage are emptied by the arrangement, which moves what is left (see [#condemned]).
final class Heap {
    static final int PAGE = 1 << 16;
    static final int MAX_INLINE = 7;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class,
            ByteOrder.LITTLE_ENDIAN);
    /// Less garbage than this is not worth a compaction.
    private static final long MIN_GARBAGE = 1 << 20;

    private byte[] @Nullable [] pages;
    private int count;
    private int current = -1;
    /// Bytes appended to each page, bytes of them that are in use, and the generation of the last append.
    private int[] used = new int[4];
    private int[] inUse = new int[4];
    private long[] owners = new long[4];
    private boolean[] condemned = new boolean[4];
    private int freePages;
    private long usedBytes;
    private long inUseBytes;
    private boolean compacting;

    Heap() {
        this(new byte[4][], 0);
    }

    private Heap(byte[] @Nullable [] pages, int count) {
        this.pages = pages;
        this.count = count;
    }

    static boolean isInline(long word) {
        return (word & 1) != 0;
    }

    /// The word of up to 7 bytes.
    static long inline(byte[] bytes, int offset, int length) {
        long word = 0;
        for (int i = length - 1; i >= 0; i--) {
            word = word << 8 | (bytes[offset + i] & 0xFF);
        }
        return word << 8 | (long) length << 1 | 1;
    }

    private static int inlineLength(long word) {
        return (int) word >> 1 & 7;
    }

    private static int pageOf(long word) {
        return (int) (word >>> 18) - 1;
    }

    private static int offsetOf(long word) {
        return (int) (word >>> 1) & ((1 << 17) - 1);
    }

    private byte[] bytesOf(long word) {
        byte[] page = pages[pageOf(word)];
        assert page != null : "a page in use is not freed";
        return page;
    }

    /// Keeps bytes and gives the word that stands for them.
    long put(byte[] bytes, int offset, int length, long generation) {
        if (length <= MAX_INLINE) {
            return inline(bytes, offset, length);
        }
        int size = length + 4;
        int page = size > PAGE / 2 ? newPage(size) : roomFor(size);
        int at = used[page];
        byte[] target = pages[page];
        assert target != null;
        INT.set(target, at, length);
        System.arraycopy(bytes, offset, target, at + 4, length);
        used[page] += size;
        inUse[page] += size;
        usedBytes += size;
        inUseBytes += size;
        owners[page] = generation;
        return (long) (page + 1) << 18 | (long) at << 1;
    }

    private int roomFor(int size) {
        if (current < 0 || used[current] + size > PAGE) {
            int full = current;
            current = newPage(PAGE);
            if (full >= 0 && inUse[full] == 0) {
                drop(full);
            }
        }
        return current;
    }

    private int newPage(int size) {
        int page = freePages > 0 ? firstFree() : count;
        if (page == count) {
            if (count == pages.length) {
                pages = Arrays.copyOf(pages, count * 2);
                used = Arrays.copyOf(used, count * 2);
                inUse = Arrays.copyOf(inUse, count * 2);
                owners = Arrays.copyOf(owners, count * 2);
                condemned = Arrays.copyOf(condemned, count * 2);
            }
            count++;
        } else {
            freePages--;
        }
        pages[page] = new byte[size];
        return page;
    }

    private int firstFree() {
        int page = 0;
        while (pages[page] != null) {
            page++;
        }
        return page;
    }

    /// The value is no longer referred to by the writer.
    void free(long word) {
        if (word == 0 || isInline(word)) {
            return;
        }
        int page = pageOf(word);
        int size = 4 + (int) INT.get(bytesOf(word), offsetOf(word));
        inUse[page] -= size;
        inUseBytes -= size;
        if (inUse[page] == 0 && page != current) {
            drop(page);
        }
    }

    private void drop(int page) {
        usedBytes -= used[page];
        used[page] = 0;
        condemned[page] = false;
        pages[page] = null;
        freePages++;
    }

    /// True when so much is garbage that a sweep over all entries pays; the pages worth emptying are then condemned.
    boolean startsCompaction() {
        if (compacting || usedBytes - inUseBytes < MIN_GARBAGE
                || usedBytes - inUseBytes < usedBytes / 2) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            condemned[i] = i != current && pages[i] != null && inUse[i] < used[i] / 2;
        }
        compacting = true;
        return true;
    }

    void endCompaction() {
        Arrays.fill(condemned, 0, count, false);
        compacting = false;
    }

    /// True when the value lies in a page that is to be emptied.
    boolean condemned(long word) {
        return word != 0 && !isInline(word) && condemned[pageOf(word)];
    }

    /// Copies a value to a page that stays and gives its new word.
    long move(long word, long generation) {
        byte[] page = bytesOf(word);
        int offset = offsetOf(word);
        long moved = put(page, offset + 4, (int) INT.get(page, offset), generation);
        free(word);
        return moved;
    }

    int length(long word) {
        return isInline(word) ? inlineLength(word) : (int) INT.get(bytesOf(word), offsetOf(word));
    }

    /// True when the word, which is not that of an inline value, stands for these bytes.
    boolean holds(long word, byte[] bytes, int offset, int length) {
        byte[] page = bytesOf(word);
        int at = offsetOf(word);
        return (int) INT.get(page, at) == length
                && Arrays.equals(page, at + 4, at + 4 + length, bytes, offset, offset + length);
    }

    long hash(long hash, long word) {
        if (isInline(word)) {
            var bytes = new byte[MAX_INLINE];
            unpack(word, bytes, 0);
            return Hashing.combineBytes(hash, bytes, 0, inlineLength(word));
        }
        byte[] page = bytesOf(word);
        int at = offsetOf(word);
        return Hashing.combineBytes(hash, page, at + 4, (int) INT.get(page, at));
    }

    private static void unpack(long word, byte[] target, int at) {
        int length = inlineLength(word);
        long rest = word >>> 8;
        for (int i = 0; i < length; i++, rest >>>= 8) {
            target[at + i] = (byte) rest;
        }
    }

    /// Appends the value of a word to a row of a vector.
    void load(long word, BytesVector into, int row) {
        if (isInline(word)) {
            int at = into.reserve(row, inlineLength(word));
            unpack(word, into.buffer(), at);
        } else {
            byte[] page = bytesOf(word);
            int at = offsetOf(word);
            into.append(row, page, at + 4, (int) INT.get(page, at));
        }
    }

    /// The bytes as they are referred to now: later appends go behind them, so the pages themselves are shared.
    Heap freeze() {
        var frozen = new Heap(Arrays.copyOf(pages, count), count);
        frozen.used = Arrays.copyOf(used, count);
        frozen.inUse = Arrays.copyOf(inUse, count);
        frozen.owners = Arrays.copyOf(owners, count);
        frozen.current = current;
        return frozen;
    }

    int count() {
        return count;
    }

    /// Bytes appended to a page, or -1 when there is no such page.
    int used(int page) {
        return pages[page] == null ? -1 : used[page];
    }

    int inUse(int page) {
        return inUse[page];
    }

    int current() {
        return current;
    }

    long owner(int page) {
        return owners[page];
    }

    byte[] page(int page) {
        byte[] bytes = pages[page];
        assert bytes != null;
        return bytes;
    }

    /// Puts back the pages that a snapshot held; `lengths` and `live` are as [#used] and [#inUse] gave them.
    void restore(int[] lengths, int[] live, int newCurrent) {
        count = lengths.length;
        int capacity = Math.max(4, count);
        pages = new byte[capacity][];
        used = Arrays.copyOf(lengths, capacity);
        inUse = Arrays.copyOf(live, capacity);
        owners = new long[capacity];
        condemned = new boolean[capacity];
        current = newCurrent;
        for (int i = 0; i < count; i++) {
            if (lengths[i] < 0) {
                used[i] = 0;
                freePages++;
            } else {
                pages[i] = new byte[Math.max(lengths[i], i == newCurrent ? PAGE : 0)];
                usedBytes += lengths[i];
                inUseBytes += live[i];
            }
        }
    }

    void clear() {
        pages = new byte[4][];
        count = 0;
        current = -1;
        freePages = 0;
        Arrays.fill(used, 0);
        Arrays.fill(inUse, 0);
        usedBytes = 0;
        inUseBytes = 0;
        compacting = false;
        Arrays.fill(condemned, false);
    }

    /// Bytes that no entry refers to any more.
    long garbageBytes() {
        return usedBytes - inUseBytes;
    }

    long memoryBytes() {
        long bytes = 33L * pages.length;
        for (int i = 0; i < count; i++) {
            byte[] page = pages[i];
            bytes += page == null ? 0 : 16 + page.length;
        }
        return bytes;
    }
}

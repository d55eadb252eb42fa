package dev.penstock.store.state;

import dev.penstock.data.BytesVector;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Vector;
import java.nio.ByteBuffer;

/// Loads columns of entries into vectors; what an arrangement and its frozen views have in common.
final class Reader {
    private final Layout layout;
    private final Pages pages;
    private final Heap heap;
    private final BytesVector scratch = new BytesVector(1);

    Reader(Layout layout, Pages pages, Heap heap) {
        this.layout = layout;
        this.pages = pages;
        this.heap = heap;
    }

    /// Writes a column of `entries[0..count-1]` to rows `at`, `at + 1`, ... of a vector that has room and, when it is used again, was reset.
    void load(int[] entries, int count, int column, Vector into, int at) {
        switch (layout.form(column)) {
            case WORD -> loadWords(entries, count, column, into, at);
            case TWO_WORDS -> loadTwoWords(entries, count, column, into, at);
            case HEAP -> loadBytes(entries, count, column, into, at);
            case NOTHING -> {
                for (int i = 0; i < count; i++) {
                    into.setNull(at + i);
                }
            }
        }
    }

    private void loadWords(int[] entries, int count, int column, Vector into, int at) {
        int word = layout.word(column);
        int width = layout.width();
        if (layout.lane(column) >= 0) {
            loadNullable(entries, count, column, into, at);
        } else if (into instanceof LongVector longs) {
            long[] values = longs.values();
            for (int i = 0; i < count; i++) {
                values[at + i] = pages.page(entries[i])[(entries[i] & (Layout.ENTRIES - 1)) * width
                        + word];
            }
        } else if (into instanceof IntVector ints) {
            int[] values = ints.values();
            for (int i = 0; i < count; i++) {
                values[at + i] = (int) pages
                        .page(entries[i])[(entries[i] & (Layout.ENTRIES - 1)) * width + word];
            }
        } else if (into instanceof DoubleVector doubles) {
            double[] values = doubles.values();
            for (int i = 0; i < count; i++) {
                values[at + i] = Double.longBitsToDouble(
                        pages.page(entries[i])[(entries[i] & (Layout.ENTRIES - 1)) * width + word]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                Words.set(into, at + i,
                        pages.page(entries[i])[(entries[i] & (Layout.ENTRIES - 1)) * width + word]);
            }
        }
    }

    private void loadNullable(int[] entries, int count, int column, Vector into, int at) {
        int word = layout.word(column);
        for (int i = 0; i < count; i++) {
            long[] page = pages.page(entries[i]);
            long value = page[(entries[i] & (Layout.ENTRIES - 1)) * layout.width() + word];
            if (value == 0 && layout.isNull(page, entries[i], column)) {
                into.setNull(at + i);
            } else if (into instanceof LongVector longs) {
                longs.set(at + i, value);
            } else {
                Words.set(into, at + i, value);
            }
        }
    }

    private void loadTwoWords(int[] entries, int count, int column, Vector into, int at) {
        int word = layout.word(column);
        for (int i = 0; i < count; i++) {
            long[] page = pages.page(entries[i]);
            int base = (entries[i] & (Layout.ENTRIES - 1)) * layout.width() + word;
            if ((page[base] | page[base + 1]) == 0 && layout.isNull(page, entries[i], column)) {
                into.setNull(at + i);
            } else {
                Words.set(into, at + i, page[base], page[base + 1]);
            }
        }
    }

    private void loadBytes(int[] entries, int count, int column, Vector into, int at) {
        int word = layout.word(column);
        for (int i = 0; i < count; i++) {
            long reference = pages
                    .page(entries[i])[(entries[i] & (Layout.ENTRIES - 1)) * layout.width() + word];
            if (reference == 0) {
                into.setNull(at + i);
            } else if (into instanceof BytesVector bytes) {
                heap.load(reference, bytes, at + i);
            } else {
                scratch.reset(1);
                heap.load(reference, scratch, 0);
                RowCodec.read(ByteBuffer.wrap(scratch.buffer(), 0, scratch.length(0)), into,
                        at + i);
            }
        }
    }
}

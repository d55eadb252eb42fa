package dev.penstock.store.state;

import dev.penstock.data.Vector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// An arrangement as it was at one moment. Immutable; several threads may read it, each through a [Cursor] of its own. It needs no closing:
/// what the arrangement has since replaced lives as long as the view does.
public final class Frozen implements Image {
    static final int DESCRIPTION = 0;
    static final int ROWS = 1;
    static final int BYTES = 2;

    private final Layout layout;
    private final Pages pages;
    private final Heap heap;
    private final int size;
    private final int end;
    private final int freeHead;

    Frozen(Layout layout, Pages pages, Heap heap, int size, int end, int freeHead) {
        this.layout = layout;
        this.pages = pages;
        this.heap = heap;
        this.size = size;
        this.end = end;
        this.freeHead = freeHead;
    }

    public Layout layout() {
        return layout;
    }

    /// The number of live entries.
    public int size() {
        return size;
    }

    @Override
    public long generation() {
        return pages.generation();
    }

    /// Fills `entries` with live entries from `from` on, in rising order, and says how many; fewer than asked for means that there are no more.
    public int live(int from, int[] entries) {
        return pages.live(from, entries);
    }

    /// A first word of a column of an entry.
    public long word(int entry, int column) {
        return pages.page(entry)[(entry & (Layout.ENTRIES - 1)) * layout.width()
                + layout.word(column)];
    }

    /// A reader for one thread.
    public Cursor cursor() {
        return new Cursor(new Reader(layout, pages, heap));
    }

    /// Loads columns of a frozen view, or of an arrangement that nobody changes meanwhile. Not safe for use by two threads.
    public static final class Cursor {
        private final Reader reader;

        Cursor(Reader reader) {
            this.reader = reader;
        }

        /// As [Arrangement#load].
        public void load(int[] entries, int count, int column, Vector into, int at) {
            reader.load(entries, count, column, into, at);
        }
    }

    @Override
    public void writeTo(BlockWriter target, long since) throws IOException {
        target.block(DESCRIPTION, 0, describe());
        var buffer = ByteBuffer.allocate(8 * layout.pageWords()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < pages.count(); i++) {
            long[] page = pages.pageAt(i);
            if (page[layout.ownerAt()] > since) {
                buffer.clear().asLongBuffer().put(page);
                target.block(ROWS, i, buffer);
            }
        }
        for (int i = 0; i < heap.count(); i++) {
            if (heap.used(i) >= 0 && heap.owner(i) > since) {
                target.block(BYTES, i, ByteBuffer.wrap(heap.page(i), 0, heap.used(i)));
            }
        }
    }

    /// ```
    /// generation (8) | size (4) | end (4) | free head (4) | row pages (4) | heap's current page (4) | heap pages (4)
    /// | bytes appended and in use of each heap page (4 + 4 each) | length of signature (4) | signature
    /// ```
    private ByteBuffer describe() {
        byte[] signature = layout.signature().getBytes(StandardCharsets.UTF_8);
        var buffer = ByteBuffer.allocate(36 + 8 * heap.count() + signature.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(generation()).putInt(size).putInt(end).putInt(freeHead)
                .putInt(pages.count());
        buffer.putInt(heap.current()).putInt(heap.count());
        for (int i = 0; i < heap.count(); i++) {
            buffer.putInt(heap.used(i)).putInt(heap.inUse(i));
        }
        return buffer.putInt(signature.length).put(signature).flip();
    }
}

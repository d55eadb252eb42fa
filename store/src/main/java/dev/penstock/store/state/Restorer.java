package dev.penstock.store.state;

import dev.penstock.data.error.UserException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Takes the blocks of a [Frozen] and fills pages and heap with them.
final class Restorer implements BlockWriter {
    private final Layout layout;
    private final String origin;
    private final Pages pages;
    private final Heap heap;
    private int size;
    private int end;
    private int freeHead = -1;

    Restorer(Layout layout, String origin, Pages pages, Heap heap) {
        this.layout = layout;
        this.origin = origin;
        this.pages = pages;
        this.heap = heap;
    }

    int size() {
        return size;
    }

    int end() {
        return end;
    }

    int freeHead() {
        return freeHead;
    }

    @Override
    public void block(int kind, int number, ByteBuffer content) {
        content.order(ByteOrder.LITTLE_ENDIAN);
        switch (kind) {
            case Frozen.DESCRIPTION -> describe(content);
            case Frozen.ROWS -> {
                if (number < pages.count()) {
                    var page = new long[layout.pageWords()];
                    content.asLongBuffer().get(page);
                    pages.restore(number, page);
                }
            }
            case Frozen.BYTES -> {
                if (number < heap.count() && heap.used(number) >= 0) {
                    content.get(heap.page(number), 0, heap.used(number));
                }
            }
            default -> throw new AssertionError("no such kind of block: " + kind);
        }
    }

    private void describe(ByteBuffer content) {
        long generation = content.getLong();
        size = content.getInt();
        end = content.getInt();
        freeHead = content.getInt();
        int pageCount = content.getInt();
        int current = content.getInt();
        var used = new int[content.getInt()];
        var inUse = new int[used.length];
        for (int i = 0; i < used.length; i++) {
            used[i] = content.getInt();
            inUse[i] = content.getInt();
        }
        var signature = new byte[content.getInt()];
        content.get(signature);
        var stored = new String(signature, StandardCharsets.UTF_8);
        if (!stored.equals(layout.signature())) {
            throw new UserException("CHECKPOINT_INCOMPATIBLE",
                    Map.of("path", origin, "reason", "an operator keeps the columns "
                            + layout.signature() + ", the checkpoint has " + stored));
        }
        pages.restoreGeneration(0);
        if (pageCount > 0) {
            pages.restore(pageCount - 1, new long[layout.pageWords()]);
        }
        pages.restoreGeneration(generation + 1);
        heap.restore(used, inUse, current);
    }
}

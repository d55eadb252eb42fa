package dev.penstock.store.state;

import dev.penstock.data.BytesVector;
import dev.penstock.data.Hashing;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import java.util.Arrays;

/// The keys of a batch in the form that entries have, so that looking them up compares words. Reused from batch to batch.
///
/// Row `i` of the selection has its words at `i * keyWords`. A long string or a nested value has no word before it is kept: its word is [#BYTES] and the
/// bytes are in [#bytes].
final class Probe {
    /// Not the word of any value, since references begin at page 1.
    static final long BYTES = 2;

    private final Layout layout;
    private long[] words = new long[0];
    private long[] ownWords = words;
    private long[] hashes = new long[0];
    private long[] nulls = new long[0];
    private final int nullWords;
    private boolean hasNulls;
    private final BytesVector[] encoded;
    private final BytesVector[] bytes;
    private int[] rowOf = new int[0];
    private final RowCodec codec = new RowCodec();

    Probe(Layout layout) {
        this.layout = layout;
        nullWords = (layout.keyCount() + 63) >> 6;
        encoded = new BytesVector[layout.keyCount()];
        bytes = new BytesVector[layout.keyCount()];
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = new BytesVector(0);
            bytes[i] = encoded[i];
        }
    }

    /// True when every key of the layout has one word a column and none is a string: then hashes are left to the loop.
    static boolean isPlain(Layout layout) {
        for (int i = 0; i < layout.keyCount(); i++) {
            if (layout.form(i) != Layout.Form.WORD) {
                return false;
            }
        }
        return layout.keyCount() > 0;
    }

    long[] words() {
        return words;
    }

    long[] hashes() {
        return hashes;
    }

    /// True when some key of the batch is null.
    boolean hasNulls() {
        return hasNulls;
    }

    boolean isNull(int i, int column) {
        return hasNulls && (nulls[i * nullWords + (column >> 6)] & 1L << column) != 0;
    }

    BytesVector bytes(int column) {
        return bytes[column];
    }

    /// The row of [#bytes] that belongs to index `i` of the selection.
    int rowOf(int column, int i) {
        return bytes[column] == encoded[column] ? i : rowOf[i];
    }

    void prepare(Vector[] keys, Selection rows) {
        int count = rows.count();
        int stride = layout.keyWords();
        clearNulls();
        if (stride == 1 && rows.isAll() && keys.length == 1 && keys[0] instanceof LongVector longs
                && !longs.hasNulls()) {
            words = longs.values();
            return;
        }
        reserve(count, stride);
        words = ownWords;
        for (int column = 0; column < layout.keyCount(); column++) {
            fill(keys[column], column, rows);
        }
    }

    private void reserve(int count, int stride) {
        if (ownWords.length < count * stride) {
            ownWords = new long[Math.max(count, 64) * stride];
        }
        if (rowOf.length < count) {
            rowOf = new int[Math.max(count, 64)];
            hashes = new long[rowOf.length];
            nulls = new long[rowOf.length * nullWords];
        }
    }

    private void clearNulls() {
        if (hasNulls) {
            Arrays.fill(nulls, 0);
            hasNulls = false;
        }
    }

    private void fill(Vector key, int column, Selection rows) {
        int count = rows.count();
        int at = layout.word(column);
        int stride = layout.keyWords();
        switch (layout.form(column)) {
            case WORD -> fillWords(key, rows, at, stride);
            case TWO_WORDS -> {
                for (int i = 0; i < count; i++) {
                    ownWords[i * stride + at] = Words.of(key, rows.at(i), true);
                    ownWords[i * stride + at + 1] = Words.second(key, rows.at(i));
                }
            }
            case HEAP -> fillBytes(key, column, rows);
            case NOTHING -> {
            }
        }
        if (layout.form(column) == Layout.Form.NOTHING || key.hasNulls()) {
            fillNulls(key, column, rows);
        }
    }

    private void fillWords(Vector key, Selection rows, int at, int stride) {
        int count = rows.count();
        if (key instanceof LongVector longs) {
            long[] values = longs.values();
            for (int i = 0; i < count; i++) {
                ownWords[i * stride + at] = values[rows.at(i)];
            }
        } else if (key instanceof IntVector ints) {
            int[] values = ints.values();
            for (int i = 0; i < count; i++) {
                ownWords[i * stride + at] = values[rows.at(i)];
            }
        } else {
            for (int i = 0; i < count; i++) {
                ownWords[i * stride + at] = Words.of(key, rows.at(i), true);
            }
        }
    }

    private void fillBytes(Vector key, int column, Selection rows) {
        int count = rows.count();
        int at = layout.word(column);
        int stride = layout.keyWords();
        boolean plain = key instanceof BytesVector;
        var source = plain ? (BytesVector) key : encode(key, column, rows);
        bytes[column] = source;
        for (int i = 0; i < count; i++) {
            int row = plain ? rows.at(i) : i;
            rowOf[i] = rows.at(i);
            int length = source.length(row);
            ownWords[i * stride + at] = length <= Heap.MAX_INLINE
                    ? Heap.inline(source.buffer(), source.offset(row), length)
                    : BYTES;
        }
    }

    private BytesVector encode(Vector key, int column, Selection rows) {
        var target = encoded[column];
        target.reset(rows.count());
        for (int i = 0; i < rows.count(); i++) {
            codec.clear();
            if (!key.isNull(rows.at(i))) {
                codec.write(key, rows.at(i), true);
            }
            target.append(i, codec.bytes(), 0, codec.length());
        }
        return target;
    }

    private void fillNulls(Vector key, int column, Selection rows) {
        int at = layout.word(column);
        boolean nothing = layout.form(column) == Layout.Form.NOTHING;
        for (int i = 0; i < rows.count(); i++) {
            if (nothing || key.isNull(rows.at(i))) {
                hasNulls = true;
                nulls[i * nullWords + (column >> 6)] |= 1L << column;
                switch (layout.form(column)) {
                    case WORD, HEAP -> ownWords[i * layout.keyWords() + at] = 0;
                    case TWO_WORDS -> {
                        ownWords[i * layout.keyWords() + at] = 0;
                        ownWords[i * layout.keyWords() + at + 1] = 0;
                    }
                    case NOTHING -> {
                    }
                }
            }
        }
    }

    /// Computes the hashes of all rows; not needed by loops that hash as they go.
    void hashAll(int count) {
        for (int i = 0; i < count; i++) {
            hashes[i] = hash(i);
        }
    }

    private long hash(int i) {
        long hash = Hashing.SEED;
        int base = i * layout.keyWords();
        for (int column = 0; column < layout.keyCount(); column++) {
            int at = base + layout.word(column);
            if (isNull(i, column)) {
                hash = Hashing.combine(hash, Hashing.NULL);
            } else {
                hash = switch (layout.form(column)) {
                    case WORD -> Hashing.combine(hash, words[at]);
                    case TWO_WORDS ->
                        Hashing.combine(Hashing.combine(hash, words[at]), words[at + 1]);
                    case HEAP -> {
                        int row = rowOf(column, i);
                        yield Hashing.combineBytes(hash, bytes[column].buffer(),
                                bytes[column].offset(row), bytes[column].length(row));
                    }
                    case NOTHING -> hash;
                };
            }
        }
        return Hashing.finish(hash);
    }
}

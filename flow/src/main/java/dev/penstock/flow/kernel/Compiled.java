package dev.penstock.flow.kernel;

import dev.penstock.data.BytesVector;
import dev.penstock.data.Vector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes something of a text and keeps it while the text stays the same.
final class Compiled<T> {
    @FunctionalInterface
    interface Compiler<T> {
        T compile(String pattern);
    }

    private final Compiler<T> compiler;
    private byte[] source = new byte[0];
    private @Nullable T last;

    Compiled(Compiler<T> compiler) {
        this.compiler = compiler;
    }

    T of(Vector patterns, int row) {
        var texts = (BytesVector) patterns;
        int offset = texts.offset(row);
        var known = last;
        if (known == null || !Arrays.equals(source, 0, source.length, texts.buffer(), offset,
                offset + texts.length(row))) {
            known = compiler.compile(texts.string(row));
            source = texts.bytes(row);
            last = known;
        }
        return known;
    }
}

package dev.penstock.plan.syntax;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/// Characters `from` to `to` (exclusive) of a text, which the lexer sees in upper case and tokens keep as written.
///
/// Indexes are those of the whole text, so that the tokens of one statement of a script know their place in the script.
final class UpperCaseStream implements CharStream {
    private final String text;
    private final int from;
    private final int to;
    private int at;

    UpperCaseStream(String text, int from, int to) {
        this.text = text;
        this.from = from;
        this.to = to;
        this.at = from;
    }

    @Override
    public String getText(Interval interval) {
        return interval.a >= to || interval.b < interval.a
                ? ""
                : text.substring(interval.a, Math.min(interval.b + 1, to));
    }

    @Override
    public void consume() {
        assert at < to : "nothing is consumed after the end";
        at++;
    }

    @Override
    public int LA(int offset) {
        if (offset == 0) {
            return 0;
        }
        int index = offset > 0 ? at + offset - 1 : at + offset;
        return index < from || index >= to
                ? IntStream.EOF
                : Character.toUpperCase(text.charAt(index));
    }

    @Override
    public int mark() {
        return -1;
    }

    @Override
    public void release(int marker) {
        // The whole text is held anyway.
    }

    @Override
    public int index() {
        return at;
    }

    @Override
    public void seek(int index) {
        at = Math.clamp(index, from, to);
    }

    @Override
    public int size() {
        return to;
    }

    @Override
    public String getSourceName() {
        return IntStream.UNKNOWN_SOURCE_NAME;
    }
}

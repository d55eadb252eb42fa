package dev.penstock.plan.syntax;

import dev.penstock.data.error.Position;
import java.util.Arrays;
import org.antlr.v4.runtime.Token;

/// A whole text and where its lines begin.
final class SourceText {
    private final String text;
    private final int[] lineStarts;

    SourceText(String text) {
        this.text = text;
        int lines = 1 + (int) text.chars().filter(c -> c == '\n').count();
        lineStarts = new int[lines];
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                lineStarts[line++] = i + 1;
            }
        }
    }

    String text() {
        return text;
    }

    /// Characters `start` to `end` (exclusive).
    Position position(int start, int end) {
        int from = Math.clamp(start, 0, text.length());
        int found = Arrays.binarySearch(lineStarts, from);
        int line = found >= 0 ? found : -found - 2;
        return new Position(text, from, Math.max(from, Math.min(end, text.length())), line + 1,
                from - lineStarts[line]);
    }

    /// From one token to another, both included. The end of the text has no characters.
    Position position(Token first, Token last) {
        return position(first.getStartIndex(),
                Math.max(first.getStartIndex(), last.getStopIndex() + 1));
    }
}

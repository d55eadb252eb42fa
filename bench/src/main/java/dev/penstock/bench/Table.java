package dev.penstock.bench;

import java.util.ArrayList;
import java.util.List;

/// Rows of text under headers, drawn with aligned columns: the first to the left, the others to the right.
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headers) {
        rows.add(List.of(headers));
    }

    /// Adds a row, with a cell for each header.
    public void row(String... cells) {
        assert cells.length == rows.getFirst().size() : "a cell for each header";
        rows.add(List.of(cells));
    }

    /// The table as lines.
    public String render() {
        int columns = rows.getFirst().size();
        var widths = new int[columns];
        for (var row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            var line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                var padding = " ".repeat(widths[i] - rows.get(r).get(i).length());
                line.append(i == 0
                        ? rows.get(r).get(i) + padding
                        : "  " + padding + rows.get(r).get(i));
            }
            text.append(line.toString().stripTrailing()).append('\n');
            if (r == 0) {
                int width = (columns - 1) * 2;
                for (int w : widths) {
                    width += w;
                }
                text.append("-".repeat(width)).append('\n');
            }
        }
        return text.toString();
    }
}

package dev.penstock.data.text;

import dev.penstock.data.Batch;
import dev.penstock.data.ByteBuilder;
import dev.penstock.data.Schema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// A table drawn with characters, exactly as Spark's `show()` draws it.
///
/// Rows beyond the limit are counted, not kept. Not safe for two threads.
public final class TableText {
    private static final int LEAST_WIDTH = 3;

    private final Schema schema;
    private final int maxRows;
    private final List<TextFormatter> formatters;
    private final List<List<String>> rows = new ArrayList<>();
    private boolean more;

    /// A table of which at most `maxRows` rows are shown; timestamps are shown in `zone`.
    public TableText(Schema schema, ZoneId zone, int maxRows) {
        this.schema = schema;
        this.maxRows = Math.max(0, maxRows);
        formatters = schema.types().stream()
                .map(type -> TextFormatter.of(type, zone, TextFormatter.Style.SHOW)).toList();
    }

    /// True when no further row would be shown, or known to be missing.
    public boolean isFull() {
        return more;
    }

    /// Adds the selected rows of a batch, each as often as its weight says; removed rows are left out.
    public void add(Batch batch) {
        var selection = batch.rows();
        for (int i = 0; i < selection.count() && !more; i++) {
            int row = selection.at(i);
            for (long n = batch.weight(row); n > 0 && !more; n--) {
                addRow(batch, row);
            }
        }
    }

    private void addRow(Batch batch, int row) {
        if (rows.size() == maxRows) {
            more = true;
            return;
        }
        var cells = new ArrayList<String>(formatters.size());
        var text = new ByteBuilder();
        for (int i = 0; i < formatters.size(); i++) {
            text.clear();
            if (batch.column(i).isNull(row)) {
                text.put("NULL");
            } else {
                formatters.get(i).format(batch.column(i), row, text);
            }
            cells.add(escape(text.toString()));
        }
        rows.add(cells);
    }

    /// The table with cells of at most `truncate` characters, aligned to the right; with 0, whole cells aligned to the left.
    /// Names of columns are always whole.
    public String render(int truncate) {
        var names = schema.names().stream().map(TableText::escape).toList();
        var cells = cut(truncate);
        int[] widths = new int[names.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(LEAST_WIDTH, width(names.get(i)));
            for (var row : cells) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        var line = new StringBuilder("+");
        for (int width : widths) {
            line.append("-".repeat(width)).append('+');
        }
        var text = new StringBuilder();
        text.append(line).append(widths.length == 0 ? "+\n" : "\n");
        renderRow(names, widths, truncate > 0, text);
        text.append(line).append(widths.length == 0 ? "+\n" : "\n");
        cells.forEach(row -> renderRow(row, widths, truncate > 0, text));
        text.append(line).append(widths.length == 0 ? "+\n" : "\n");
        return renderMore(text).toString();
    }

    private static void renderRow(List<String> cells, int[] widths, boolean right,
            StringBuilder text) {
        text.append('|');
        for (int i = 0; i < widths.length; i++) {
            var padding = " ".repeat(widths[i] - width(cells.get(i)));
            text.append(right ? padding : "").append(cells.get(i)).append(right ? "" : padding)
                    .append('|');
        }
        text.append(widths.length == 0 ? "|\n" : "\n");
    }

    /// The rows one below the other, one line a column.
    public String renderVertical(int truncate) {
        var names = schema.names().stream().map(TableText::escape).toList();
        var cells = cut(truncate);
        int nameWidth = names.stream().mapToInt(TableText::width).reduce(LEAST_WIDTH, Math::max);
        int dataWidth = cells.stream().flatMap(List::stream).mapToInt(TableText::width)
                .reduce(LEAST_WIDTH, Math::max);
        var text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            var header = "-RECORD " + i;
            text.append(header)
                    .append("-".repeat(Math.max(0, nameWidth + dataWidth + 5 - header.length())))
                    .append('\n');
            for (int j = 0; j < names.size(); j++) {
                var name = names.get(j);
                var cell = cells.get(i).get(j);
                text.append(' ').append(name).append(" ".repeat(nameWidth - width(name)))
                        .append(" | ").append(cell)
                        .append(" ".repeat(dataWidth - width(cell))).append(" \n");
            }
        }
        if (cells.isEmpty()) {
            return text.append("(0 rows)\n").toString();
        }
        return renderMore(text).toString();
    }

    /// The table in HTML, with cells of at most `truncate` characters unless that is 0.
    public String renderHtml(int truncate) {
        var text = new StringBuilder("<table border='1'>\n<tr>");
        schema.names().forEach(name -> text.append("<th>").append(html(cut(escape(name), truncate)))
                .append("</th>"));
        text.append("</tr>\n");
        for (var row : cut(truncate)) {
            text.append("<tr>");
            row.forEach(cell -> text.append("<td>").append(html(cell)).append("</td>"));
            text.append("</tr>\n");
        }
        text.append("</table>\n");
        return renderMore(text).toString();
    }

    private static String html(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;").replace("'", "&#39;");
    }

    private StringBuilder renderMore(StringBuilder text) {
        if (more) {
            text.append("only showing top ").append(maxRows)
                    .append(maxRows == 1 ? " row\n" : " rows\n");
        }
        return text;
    }

    private List<List<String>> cut(int truncate) {
        return rows.stream().map(row -> row.stream().map(cell -> cut(cell, truncate)).toList())
                .toList();
    }

    private static String cut(String cell, int truncate) {
        if (truncate <= 0 || cell.length() <= truncate) {
            return cell;
        }
        return truncate < 4 ? cell.substring(0, truncate) : cell.substring(0, truncate - 3) + "...";
    }

    private static String escape(String cell) {
        return cell.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
                .replace("\f", "\\f").replace("\b", "\\b")
                .replace("\u000B", "\\v").replace("\u0007", "\\a");
    }

    /// How many columns of a terminal the text takes: East Asian wide characters take two.
    private static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF)
                    || (c >= 0xAC00 && c <= 0xD7A3)
                    || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F)
                    || (c >= 0xFF00 && c <= 0xFF60)
                    || (c >= 0xFFE0 && c <= 0xFFE6);
            width += wide ? 2 : 1;
        }
        return width;
    }
}

package dev.penstock.data.csv;

import dev.penstock.data.ByteBuilder;
import dev.penstock.data.text.NumberText;
import java.util.Arrays;

/// Splits a record into fields, which are then found by index in [#text]. Belongs to one thread; reused, it allocates nothing.
///
/// A field may be quoted. Within quotes the escape character makes the quote after it plain text; a run of escape characters before a quote
/// stands for half as many. A field that goes on after its closing quote counts as not quoted, quotes and all, as in Spark.
final class CsvTokenizer {
    private final byte[] separator;
    private final int quote;
    private final int escape;
    private final boolean trimStart;
    private final boolean trimEnd;
    private final ByteBuilder text = new ByteBuilder(256);
    private int[] ends = new int[16];
    private boolean[] quoted = new boolean[16];
    private int count;

    CsvTokenizer(CsvOptions options) {
        separator = options.separator();
        quote = options.quote();
        escape = options.escape();
        trimStart = options.flag("ignoreLeadingWhiteSpace", false);
        trimEnd = options.flag("ignoreTrailingWhiteSpace", false);
    }

    /// The bytes of all fields, one after the other.
    byte[] text() {
        return text.array();
    }

    int count() {
        return count;
    }

    int offset(int field) {
        return field == 0 ? 0 : ends[field - 1];
    }

    int length(int field) {
        return ends[field] - offset(field);
    }

    boolean isQuoted(int field) {
        return quoted[field];
    }

    /// Splits the record between two positions, which ends without a line separator.
    void split(byte[] record, int offset, int length) {
        text.clear();
        count = 0;
        int end = offset + length;
        int at = offset;
        do {
            at = field(record, at, end);
        } while (at >= 0);
    }

    /// Takes a field and answers where the next one starts, or -1 after the last.
    private int field(byte[] record, int start, int end) {
        int at = start;
        while (at < end && trimStart && isBlank(record[at])) {
            at++;
        }
        if (at < end && record[at] == quote && quote >= 0) {
            int before = text.size();
            int after = quotedField(record, at, end);
            while (after >= 0 && after < end && isBlank(record[after])
                    && !isSeparator(record, after, end)) {
                after++;
            }
            if (after >= 0 && (after == end || isSeparator(record, after, end))) {
                add(true);
                return after == end ? -1 : after + separator.length;
            }
            text.truncate(before);
        }
        int stop = at;
        while (stop < end && !isSeparator(record, stop, end)) {
            stop++;
        }
        int last = trimEnd ? NumberText.trimEnd(record, at, stop) : stop;
        text.put(record, at, last - at);
        add(false);
        return stop == end ? -1 : stop + separator.length;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private boolean isSeparator(byte[] record, int at, int end) {
        if (record[at] != separator[0] || end - at < separator.length) {
            return false;
        }
        for (int i = 1; i < separator.length; i++) {
            if (record[at + i] != separator[i]) {
                return false;
            }
        }
        return true;
    }

    /// Takes the text between quotes and answers the position after the closing one; -1 when there is none.
    private int quotedField(byte[] record, int start, int end) {
        int at = start + 1;
        while (at < end) {
            byte b = record[at];
            if (b == escape && escape != quote) {
                int run = at;
                while (run < end && record[run] == escape) {
                    run++;
                }
                int length = run - at;
                boolean beforeQuote = run < end && record[run] == quote;
                int kept = beforeQuote ? length / 2 : length;
                text.put(record, at, kept);
                at = run;
                if (beforeQuote && length % 2 == 1) {
                    text.put(quote);
                    at++;
                }
            } else if (b != quote) {
                text.put(b);
                at++;
            } else if (escape == quote && at + 1 < end && record[at + 1] == quote) {
                text.put(quote);
                at += 2;
            } else {
                return at + 1;
            }
        }
        return -1;
    }

    private void add(boolean inQuotes) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            quoted = Arrays.copyOf(quoted, count * 2);
        }
        ends[count] = text.size();
        quoted[count] = inQuotes;
        count++;
    }

    /// Where the record that starts at `at` ends: at the first line separator outside of quotes, or at `end`.
    int recordEnd(byte[] bytes, int start, int end) {
        boolean inQuotes = false;
        boolean fieldStart = true;
        for (int at = start; at < end; at++) {
            byte b = bytes[at];
            if (inQuotes) {
                if (b == escape && escape != quote) {
                    at++;
                } else if (b == quote) {
                    inQuotes = false;
                }
            } else if (b == '\n' || b == '\r') {
                return at;
            } else if (b == quote && (fieldStart || escape == quote)) {
                inQuotes = true;
            } else if (isSeparator(bytes, at, end)) {
                fieldStart = true;
                at += separator.length - 1;
                continue;
            }
            fieldStart = false;
        }
        return end;
    }
}

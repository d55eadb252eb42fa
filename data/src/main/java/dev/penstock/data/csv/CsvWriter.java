package dev.penstock.data.csv;

import dev.penstock.data.ByteBuilder;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Schema;
import dev.penstock.data.Vector;
import dev.penstock.data.text.DateTimePattern;
import dev.penstock.data.text.NumberText;
import dev.penstock.data.text.TextFormatter;
import java.nio.charset.StandardCharsets;

/// Writes rows as CSV in UTF-8, as `to_csv` and CSV files do. Belongs to one thread.
public final class CsvWriter {
    private final Schema schema;
    private final TextFormatter[] formatters;
    private final byte[] separator;
    private final int quote;
    private final int escape;
    private final int comment;
    private final byte[] nullValue;
    private final byte[] emptyValue;
    private final boolean quoteAll;
    private final boolean escapeQuotes;
    private final boolean trimStart;
    private final boolean trimEnd;
    private final ByteBuilder scratch = new ByteBuilder(256);

    /// @throws dev.penstock.data.error.UserException when the schema has a column of a type that CSV cannot hold
    public CsvWriter(Schema schema, CsvOptions options) {
        this.schema = schema;
        CsvReader.requireFlat(schema);
        formatters = schema.types().stream().map(type -> formatter(type, options))
                .toArray(TextFormatter[]::new);
        separator = options.separator();
        quote = options.quote();
        escape = options.escape();
        comment = options.comment();
        nullValue = options.bytes("nullValue", "");
        emptyValue = options.bytes("emptyValue", "\"\"");
        quoteAll = options.flag("quoteAll", false);
        escapeQuotes = options.flag("escapeQuotes", true);
        trimStart = options.flag("ignoreLeadingWhiteSpace", true);
        trimEnd = options.flag("ignoreTrailingWhiteSpace", true);
    }

    private static TextFormatter formatter(DataType type, CsvOptions options) {
        return switch (type) {
            case DateType _ -> {
                var pattern = options.toWrite("dateFormat", DateTimePattern.DATE);
                yield (from, row, to) -> pattern.formatDate(((IntVector) from).get(row), to);
            }
            case TimestampType _ -> {
                var pattern = options.toWrite("timestampFormat", DateTimePattern.TIMESTAMP_OUT);
                yield (from, row, to) -> pattern.formatTimestamp(((LongVector) from).get(row),
                        options.zone(), to);
            }
            case TimestampNtzType _ -> {
                var pattern = options.toWrite("timestampNTZFormat",
                        DateTimePattern.TIMESTAMP_NTZ_OUT);
                yield (from, row, to) -> pattern.formatTimestampNtz(((LongVector) from).get(row),
                        to);
            }
            case FloatType _,DoubleType _ -> floating(options);
            default -> TextFormatter.of(type, options.zone());
        };
    }

    private static TextFormatter floating(CsvOptions options) {
        var nan = options.bytes("nanValue", "NaN");
        var positive = options.bytes("positiveInf", "Inf");
        var negative = options.bytes("negativeInf", "-Inf");
        return (from, row, to) -> {
            double value = from instanceof FloatVector floats
                    ? floats.get(row)
                    : ((DoubleVector) from).get(row);
            if (Double.isNaN(value)) {
                to.put(nan);
            } else if (Double.isInfinite(value)) {
                to.put(value > 0 ? positive : negative);
            } else if (from instanceof FloatVector floats) {
                NumberText.format(floats.get(row), to);
            } else {
                NumberText.format(value, to);
            }
        };
    }

    /// Appends the names of the columns as a record, without a line separator.
    public void writeHeader(ByteBuilder to) {
        for (int i = 0; i < schema.size(); i++) {
            if (i > 0) {
                to.put(separator);
            }
            scratch.clear();
            scratch.put(schema.field(i).name().getBytes(StandardCharsets.UTF_8));
            writeField(i == 0, to);
        }
    }

    /// Appends a row as a record, without a line separator.
    public void write(Vector[] columns, int row, ByteBuilder to) {
        for (int i = 0; i < columns.length; i++) {
            if (i > 0) {
                to.put(separator);
            }
            if (columns[i].isNull(row)) {
                to.put(nullValue);
                continue;
            }
            scratch.clear();
            formatters[i].format(columns[i], row, scratch);
            writeField(i == 0, to);
        }
    }

    private void writeField(boolean first, ByteBuilder to) {
        byte[] text = scratch.array();
        int start = trimStart ? NumberText.trimStart(text, 0, scratch.size()) : 0;
        int end = trimEnd ? NumberText.trimEnd(text, start, scratch.size()) : scratch.size();
        if (start == end) {
            to.put(emptyValue);
        } else if (quote >= 0 && (quoteAll || (first && text[start] == comment && comment >= 0)
                || needsQuotes(text, start, end))) {
            writeQuoted(text, start, end, to);
        } else {
            to.put(text, start, end - start);
        }
    }

    private boolean needsQuotes(byte[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            byte b = text[i];
            if (b == '\n' || b == '\r' || b == separator[0]
                    || (b == quote && (escapeQuotes || i == start))) {
                return true;
            }
        }
        return false;
    }

    /// A run of escape characters before a quote, or at the end, is doubled; the quote itself gets one more.
    private void writeQuoted(byte[] text, int start, int end, ByteBuilder to) {
        to.put(quote);
        int run = 0;
        for (int i = start; i < end; i++) {
            byte b = text[i];
            if (b == quote && escape >= 0) {
                putEscapes(escape == quote ? 1 : run + 1, to);
            }
            run = b == escape && escape != quote ? run + 1 : 0;
            to.put(b);
        }
        putEscapes(run, to);
        to.put(quote);
    }

    private void putEscapes(int count, ByteBuilder to) {
        for (int i = 0; i < count; i++) {
            to.put(escape);
        }
    }
}

package dev.penstock.files;

import dev.penstock.data.Schema;
import dev.penstock.data.csv.CsvReader;
import dev.penstock.io.Options;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Splits a file into records: lines, CSV records that may span lines, or the whole. Files whose names end with `.gz` are decompressed.
final class FileRecords {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private FileRecords() {}

    /// How a file is split. `csv` is given when records may be comments or span lines.
    @SuppressWarnings("ArrayRecordComponent") // Not compared, and shared by all files of a source.
    record Kind(boolean whole, boolean quotedLines, byte[] separator, @Nullable CsvReader csv) {
        static Kind of(FileFormat format, Options options) {
            var separator = options.get("lineSep", "").getBytes(StandardCharsets.UTF_8);
            return switch (format) {
                case TEXT ->
                    new Kind(options.getBoolean("wholetext", false), false, separator, null);
                case JSON ->
                    new Kind(options.getBoolean("multiLine", false), false, separator, null);
                case CSV -> new Kind(false, options.getBoolean("multiLine", false), separator,
                        new CsvReader(Schema.of(), FileFormat.csv(options)));
            };
        }
    }

    /// Takes a record; false to have no more of them. `first` says that it is the first of its file.
    @FunctionalInterface
    interface Taker {
        boolean take(byte[] text, int offset, int length, boolean first);
    }

    static void forEach(Path path, Options options, Kind kind, Taker taker) throws IOException {
        try (var raw = Files.newInputStream(path);
                var in = path.toString().endsWith(".gz")
                        ? new GZIPInputStream(raw, CHUNK_BYTES)
                        : raw) {
            if (kind.whole() || kind.quotedLines()) {
                var text = in.readAllBytes();
                int start = markLength(text, text.length);
                if (kind.whole()) {
                    taker.take(text, start, text.length - start, true);
                } else {
                    splitQuoted(text, start, kind, taker);
                }
            } else {
                splitLines(in, kind, taker);
            }
        }
    }

    private static int markLength(byte[] text, int length) {
        return length >= 3 && Arrays.equals(text, 0, 3, BYTE_ORDER_MARK, 0, 3) ? 3 : 0;
    }

    private static boolean isIgnored(Kind kind, byte[] text, int offset, int length) {
        return kind.csv() != null && kind.csv().isIgnored(text, offset, length);
    }

    private static void splitQuoted(byte[] text, int start, Kind kind, Taker taker) {
        var csv = java.util.Objects.requireNonNull(kind.csv());
        boolean first = true;
        int at = start;
        while (at < text.length) {
            int end = csv.recordEnd(text, at, text.length);
            if (!csv.isIgnored(text, at, end - at)) {
                if (!taker.take(text, at, end - at, first)) {
                    return;
                }
                first = false;
            }
            at = end + 1;
            if (end + 1 < text.length && text[end] == '\r' && text[end + 1] == '\n') {
                at++;
            }
        }
    }

    private static void splitLines(InputStream in, Kind kind, Taker taker) throws IOException {
        var buffer = new byte[CHUNK_BYTES];
        int end = in.readNBytes(buffer, 0, buffer.length);
        int start = markLength(buffer, end);
        int scanned = start;
        boolean first = true;
        boolean atEnd = end < buffer.length;
        while (true) {
            int stop = lineEnd(buffer, scanned, end, kind.separator(), atEnd);
            if (stop < 0 && !atEnd) {
                scanned = Math.max(start, end - Math.max(1, kind.separator().length)) - start;
                System.arraycopy(buffer, start, buffer, 0, end - start);
                end -= start;
                start = 0;
                if (end > buffer.length / 2) {
                    buffer = Arrays.copyOf(buffer, Math.multiplyExact(buffer.length, 2));
                }
                int read = in.readNBytes(buffer, end, buffer.length - end);
                atEnd = end + read < buffer.length;
                end += read;
                continue;
            }
            int length = (stop < 0 ? end : stop) - start;
            if (stop < 0 && length == 0) {
                return;
            }
            if (!isIgnored(kind, buffer, start, length)) {
                if (!taker.take(buffer, start, length, first)) {
                    return;
                }
                first = false;
            }
            if (stop < 0) {
                return;
            }
            start = stop + separatorLength(buffer, stop, end, kind.separator());
            scanned = start;
        }
    }

    /// Where the line ends, or -1 when that is not known yet. A carriage return at the end of what was read may have a line feed behind it.
    private static int lineEnd(byte[] text, int from, int end, byte[] separator, boolean atEnd) {
        for (int i = from; i < end; i++) {
            if (separator.length == 0) {
                if (text[i] == '\n' || (text[i] == '\r' && (i + 1 < end || atEnd))) {
                    return i;
                }
            } else if (end - i >= separator.length && Arrays.equals(text, i, i + separator.length,
                    separator, 0, separator.length)) {
                return i;
            }
        }
        return -1;
    }

    private static int separatorLength(byte[] text, int at, int end, byte[] separator) {
        if (separator.length > 0) {
            return separator.length;
        }
        return text[at] == '\r' && at + 1 < end && text[at + 1] == '\n' ? 2 : 1;
    }
}

package dev.penstock.data.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// One Jackson parser for many records.
///
/// A parser is made over a stream that gives the bytes of one record at a time: when the parser has read a whole value, it has no need of more,
/// and the next record is put into the stream. So making a parser, which costs as much as reading a small record, happens rarely: after
/// a syntax error, and after a fixed number of records, because a parser remembers every name of a field that it has seen.
final class JsonFeed {
    private static final int RECORDS_OF_A_PARSER = 4096;

    private final JsonFactory factory;
    private final RecordStream stream = new RecordStream();
    private @Nullable JsonParser parser;
    private int records;
    private long base;

    JsonFeed(JsonFactory factory) {
        this.factory = factory;
    }

    /// Puts a record in and gives its first token; null when there is none.
    @Nullable
    JsonToken begin(byte[] text, int offset, int length) throws IOException {
        var current = parser;
        if (current == null || records == RECORDS_OF_A_PARSER) {
            current = open();
        }
        records++;
        base = stream.delivered;
        stream.put(text, offset, length);
        return current.nextToken();
    }

    JsonParser parser() {
        assert parser != null : "a record has begun";
        return java.util.Objects.requireNonNull(parser);
    }

    /// What follows the first value of a record is left out, as Spark does.
    void end() throws IOException {
        parser().releaseBuffered(OutputStream.nullOutputStream());
        if (stream.exhausted) {
            abandon();
        }
    }

    /// Gives up a parser that is in the midst of a broken record.
    void abandon() {
        if (parser != null) {
            try {
                parser.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            parser = null;
        }
    }

    private JsonParser open() throws IOException {
        abandon();
        records = 0;
        stream.begin();
        // Four blanks, for the factory looks at the first four bytes to tell the encoding.
        stream.put(new byte[]{' ', ' ', ' ', ' '}, 0, 4);
        var opened = factory.createParser((InputStream) stream);
        parser = opened;
        return opened;
    }

    /// The position in the record, counted from its first byte, of the byte that the parser reads next.
    int position() {
        return (int) (parser().currentLocation().getByteOffset() - base);
    }

    /// The bytes of the record in hand and where it starts in them.
    byte[] text() {
        return stream.bytes;
    }

    int start() {
        return stream.start;
    }

    private static final class RecordStream extends InputStream {
        private byte[] bytes = new byte[0];
        private int start;
        private int at;
        private int end;
        private long delivered;
        private boolean exhausted;

        void put(byte[] text, int offset, int length) {
            bytes = text;
            start = offset;
            at = offset;
            end = offset + length;
        }

        void begin() {
            delivered = 0;
            exhausted = false;
        }

        @Override
        public int read() {
            if (at == end) {
                exhausted = true;
                return -1;
            }
            delivered++;
            return bytes[at++] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            int count = Math.min(length, end - at);
            if (count == 0) {
                // A parser that was told of the end never asks again.
                exhausted = true;
                return -1;
            }
            System.arraycopy(bytes, at, to, offset, count);
            at += count;
            delivered += count;
            return count;
        }
    }
}

package dev.penstock.connect.wire;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Schema;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Type;
import org.jspecify.annotations.Nullable;

/// Arrow to rows: what clients send as local data, and what a server answers. Static; safe for use by any thread.
///
/// The bytes are not trusted: every offset is checked, and all that does not fit together is one error. Numbers are copied into vectors, text
/// and binary stay where they are and are looked at from there.
public final class ArrowReader {
    private static final int CONTINUATION = 0xFFFFFFFF;
    /// Columns of nulls take no bytes, so rows are bounded by a number too.
    private static final int MAX_ROWS_WITHOUT_BYTES = 1 << 24;

    private ArrowReader() {}

    /// Reads a complete stream: a schema, then record batches, without dictionaries and compression.
    ///
    /// @throws UserException when the bytes are no such stream, or hold a type that Penstock does not have
    public static ArrowTable read(byte[] stream) {
        try {
            return table(stream);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException
                | NegativeArraySizeException | ClassCastException | AssertionError e) {
            throw broken(String.valueOf(e.getMessage()), e);
        }
    }

    static UserException broken(String reason, @Nullable Throwable cause) {
        return new UserException("CONNECT_INVALID_PLAN.ASSERTION_FAILURE",
                Map.of("message", "the Arrow data cannot be read: " + reason), null, cause);
    }

    private static ArrowTable table(byte[] stream) {
        var bytes = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        List<ArrowField> fields = null;
        var batches = new ArrayList<Batch>();
        for (var message = next(bytes); message != null; message = next(bytes)) {
            long length = message.bodyLength();
            if (length < 0 || length > bytes.remaining()) {
                throw broken("a body of " + length + " bytes where " + bytes.remaining()
                        + " are left", null);
            }
            var body = new Body(stream, bytes.position(), (int) length);
            bytes.position(bytes.position() + (int) length);
            switch (message.headerType()) {
                case MessageHeader.Schema -> fields = ArrowField.all(header(message,
                        new org.apache.arrow.flatbuf.Schema()));
                case MessageHeader.RecordBatch -> {
                    if (fields == null) {
                        throw broken("rows before a schema", null);
                    }
                    read(fields, header(message, new RecordBatch()), body, batches);
                }
                default -> throw broken("a message of kind "
                        + MessageHeader.name(message.headerType()) + " is not known here", null);
            }
        }
        if (fields == null) {
            throw broken("there is no schema", null);
        }
        return new ArrowTable(new Schema(fields.stream().map(ArrowField::field).toList()), batches);
    }

    private static <T extends com.google.flatbuffers.Table> T header(Message message, T into) {
        if (message.header(into) == null) {
            throw broken("a message without a header", null);
        }
        return into;
    }

    /// The next message's head, after which the position is at its body; null at the end of the stream.
    private static @Nullable Message next(ByteBuffer bytes) {
        if (bytes.remaining() < 4) {
            return null;
        }
        int length = bytes.getInt();
        if (length == CONTINUATION) {
            length = bytes.getInt();
        }
        if (length == 0) {
            return null;
        }
        if (length < 8 || length > bytes.remaining()) {
            throw broken("a header of " + length + " bytes where " + bytes.remaining()
                    + " are left", null);
        }
        var head = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + length);
        return Message.getRootAsMessage(head);
    }

    /// The bytes after a header: where a record batch's buffers are.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares bodies, and they are views of one array
    record Body(byte[] stream, int start, int length) {
        /// Where a buffer starts in the stream, after a look whether it is there.
        int at(long offset, long size) {
            if (offset < 0 || size < 0 || size > length || offset > length - size) {
                throw broken("a buffer of " + size + " bytes at " + offset + " in a body of "
                        + length, null);
            }
            return start + (int) offset;
        }
    }

    private static void read(List<ArrowField> fields, RecordBatch message, Body body,
            List<Batch> into) {
        if (message.compression() != null) {
            throw broken("compressed buffers are not known here", null);
        }
        int rows = Math.toIntExact(message.length());
        if (rows < 0 || rows > Math.max(8L * body.length(), MAX_ROWS_WITHOUT_BYTES)) {
            throw broken("a record batch of " + rows + " rows", null);
        }
        var reader = new ArrowVectors(message, body);
        var columns = new Vector[fields.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = reader.next(fields.get(i), rows);
        }
        var types = fields.stream().map(f -> f.field().type()).toList();
        split(types, columns, rows, into);
    }

    /// Batches of the size that operators expect, as copies of a large one's rows.
    private static void split(List<DataType> types, Vector[] columns, int rows, List<Batch> into) {
        if (rows <= Batch.CAPACITY) {
            if (rows > 0) {
                into.add(Batch.of(rows, columns));
            }
            return;
        }
        for (int from = 0; from < rows; from += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, rows - from);
            var part = new Vector[columns.length];
            for (int i = 0; i < part.length; i++) {
                part[i] = ArrowVectors.part(types.get(i), columns[i], from, count);
            }
            into.add(Batch.of(count, part));
        }
    }

    static UserException unsupported(String type) {
        return new UserException("UNSUPPORTED_ARROWTYPE", Map.of("typeName", type));
    }

    static String name(byte kind) {
        return kind >= 0 && kind < Type.names.length ? Type.name(kind) : "number " + kind;
    }
}

package dev.penstock.data.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.data.text.NumberText;
import dev.penstock.data.text.ParseMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Reads JSON records, each a range of UTF-8 bytes, into rows of vectors.
///
/// The type is a struct (each record an object), an array or a map. Names of fields are matched with regard to case, as Spark does.
/// A field whose value does not fit becomes null and makes the record malformed; a record that is no JSON becomes a row of nulls.
/// What a malformed record leads to is the affair of [JsonOptions#mode]. Belongs to one thread; reused, it allocates nothing a record.
public final class JsonReader {
    /// What has become of a record. `ROW`: the row is written, perhaps with nulls for what could not be read. `EMPTY`: there were only
    /// blanks, and nothing is written. `DROPPED`: it was malformed and is to be left out; the row's contents are undefined.
    public enum Outcome {
        ROW, EMPTY, DROPPED
    }

    /// How much of a bad record an error shows.
    private static final int SHOWN_BYTES = 1000;

    private final DataType type;
    private final ParseMode mode;
    private final int corruptColumn;
    private final JsonFeed feed;
    private final JsonValueReader root;

    /// A reader of values of `type`.
    public JsonReader(DataType type, JsonOptions options) {
        this.type = type;
        mode = options.mode();
        corruptColumn = type instanceof StructType struct
                ? corruptColumn(struct, options.corruptRecordColumn())
                : -1;
        feed = new JsonFeed(options.factory());
        root = type instanceof StructType struct
                ? JsonValueReader.struct(struct, corruptColumn, options, feed)
                : JsonValueReader.of(type, options, feed);
    }

    private static int corruptColumn(StructType struct, String name) {
        for (int i = 0; i < struct.fields().size(); i++) {
            var field = struct.fields().get(i);
            if (field.name().equals(name) && field.type().isText()) {
                return i;
            }
        }
        return -1;
    }

    /// Reads one record into a row of `to`, a vector of the form of this reader's type with room for it, as `from_json` does.
    ///
    /// @throws UserException `MALFORMED_RECORD_IN_PARSING` in mode `FAILFAST`
    public Outcome read(byte[] text, int offset, int length, Vector to, int row) {
        int start = NumberText.trimStart(text, offset, offset + length);
        if (start == offset + length) {
            return Outcome.EMPTY;
        }
        try {
            var token = feed.begin(text, offset, length);
            if (token == null) {
                return Outcome.EMPTY;
            }
            boolean valid = readRoot(token, to, row);
            feed.end();
            return valid ? valid(to, row) : malformed(text, offset, length, to, row);
        } catch (JsonProcessingException e) {
            feed.abandon();
            clear(to, row);
            return malformed(text, offset, length, to, row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean readRoot(JsonToken token, Vector to, int row) throws IOException {
        if (to.hasNulls()) {
            to.setNotNull(row);
        }
        boolean fits = switch (token) {
            case START_OBJECT -> type instanceof StructType || type instanceof MapType;
            case START_ARRAY -> type instanceof ArrayType;
            default -> false;
        };
        if (!fits && token == JsonToken.START_OBJECT && type instanceof ArrayType) {
            return ((JsonValueReader.ArrayReader) root).readSingle(feed.parser(), to, row);
        }
        if (fits && root.read(feed.parser(), token, to, row)) {
            return true;
        }
        if (!fits) {
            feed.parser().skipChildren();
            clear(to, row);
        }
        return false;
    }

    /// Reads one record into rows of `to` from `row` on, and says how many: none for blanks and dropped records, one for an object, and one
    /// for each object of an array, as JSON files do. `to` grows as needed. For readers of a struct type only.
    public int readRows(byte[] text, int offset, int length, StructVector to, int row) {
        int start = NumberText.trimStart(text, offset, offset + length);
        to.grow(row + 1);
        if (start < offset + length && text[start] == '[') {
            return readArray(text, offset, length, to, row);
        }
        return read(text, offset, length, to, row) == Outcome.ROW ? 1 : 0;
    }

    private int readArray(byte[] text, int offset, int length, StructVector to, int row) {
        int count = 0;
        boolean valid = true;
        try {
            feed.begin(text, offset, length);
            for (var token = feed.parser().nextToken(); token != JsonToken.END_ARRAY; token = feed
                    .parser().nextToken()) {
                if (token == null) {
                    break;
                }
                to.grow(row + count + 1);
                boolean fits = token == JsonToken.START_OBJECT;
                if (fits && root.read(feed.parser(), token, to, row + count)) {
                    valid(to, row + count);
                    count++;
                    continue;
                }
                if (!fits) {
                    feed.parser().skipChildren();
                    clear(to, row + count);
                }
                valid = false;
                count += malformed(text, offset, length, to, row + count) == Outcome.ROW ? 1 : 0;
            }
            feed.end();
        } catch (JsonProcessingException e) {
            feed.abandon();
            clear(to, row);
            return malformed(text, offset, length, to, row) == Outcome.ROW ? 1 : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return valid || mode != ParseMode.DROPMALFORMED ? count : 0;
    }

    private Outcome valid(Vector to, int row) {
        if (corruptColumn >= 0) {
            ((StructVector) to).field(corruptColumn).setNull(row);
        }
        return Outcome.ROW;
    }

    private Outcome malformed(byte[] text, int offset, int length, Vector to, int row) {
        return switch (mode) {
            case DROPMALFORMED -> Outcome.DROPPED;
            case FAILFAST ->
                throw new UserException("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION",
                        Map.of("badRecord",
                                new String(text, offset, Math.min(length, SHOWN_BYTES),
                                        StandardCharsets.UTF_8),
                                "failFastMode",
                                "FAILFAST"));
            case PERMISSIVE -> {
                if (corruptColumn >= 0) {
                    var column = (BytesVector) ((StructVector) to).field(corruptColumn);
                    column.setNotNull(row);
                    column.append(row, text, offset, length);
                }
                yield Outcome.ROW;
            }
        };
    }

    /// Makes every field null, for a struct; else the value itself.
    private static void clear(Vector to, int row) {
        if (to instanceof StructVector struct) {
            for (var field : struct.fields()) {
                field.setNull(row);
            }
        } else {
            to.setNull(row);
        }
    }
}

package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.ByteBuilder;
import dev.penstock.data.BytesVector;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Schema;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.data.json.JsonOptions;
import dev.penstock.data.json.JsonWriter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes the rows of a [Changelog] as Debezium does: for each change the key as JSON, null when there is none, and an envelope with the row before and
/// after it, `op` (`c` created, `u` updated, `d` deleted), the time of the epoch in milliseconds, and which query and epoch it comes from. No state.
public final class Envelope implements Changes {
    private static final long MICROS_PER_MILLI = 1000;

    private final int[] key;
    private final boolean keyed;
    private final int width;
    private final JsonWriter keyWriter;
    private final JsonWriter rowWriter;
    private final byte[] source;
    private final Changes next;
    private final BytesVector keys = new BytesVector(0);
    private final BytesVector values = new BytesVector(0);
    private final ByteBuilder text = new ByteBuilder(256);

    /// `rows` are the columns of the query, `key` those among them that name a row; `name` is the query's.
    public Envelope(Schema rows, Optional<List<Integer>> key, String name, ZoneId zone,
            Changes next) {
        this.key = key.orElse(List.of()).stream().mapToInt(Integer::intValue).toArray();
        this.next = next;
        keyed = this.key.length > 0;
        width = rows.size();
        var options = JsonOptions.of(Map.of("ignoreNullFields", "false"), zone);
        var fields = new ArrayList<Field>();
        for (int column : this.key) {
            fields.add(rows.field(column));
        }
        keyWriter = new JsonWriter(new Schema(fields).asStruct(), options);
        rowWriter = new JsonWriter(rows.asStruct(), options);
        source = source(name, options);
    }

    /// What of the field `source` is the same for all changes, up to the number of the epoch.
    private static byte[] source(String name, JsonOptions options) {
        var value = new BytesVector(1);
        value.append(0, name);
        var to = new ByteBuilder();
        to.put(",\"source\":{\"connector\":\"penstock\",\"name\":");
        new JsonWriter(dev.penstock.data.DataType.STRING, options).write(value, 0, to);
        to.put(",\"epoch\":");
        return to.toBytes();
    }

    @Override
    public void accept(Batch changes) {
        keys.reset(changes.count());
        values.reset(changes.count());
        var rows = new StructVector(changes.size(),
                java.util.Arrays.copyOf(changes.columns(), width));
        var keyColumns = new Vector[key.length];
        for (int i = 0; i < key.length; i++) {
            keyColumns[i] = changes.column(key[i]);
        }
        var keyRows = new StructVector(changes.size(), keyColumns);
        var kinds = (BytesVector) changes.column(width);
        int count = 0;
        for (int i = 0; i < changes.count(); i++) {
            int row = changes.rows().at(i);
            int before = row;
            var kind = kinds.string(row);
            if (kind.equals(Changelog.BEFORE)) {
                row = changes.rows().at(++i);
            }
            if (keyed) {
                keyWriter.write(keyRows, row, keys, count);
            } else {
                keys.setNull(count);
            }
            text.clear();
            switch (kind) {
                case Changelog.INSERT -> write(rows, -1, row, 'c');
                case Changelog.BEFORE -> write(rows, before, row, 'u');
                case Changelog.DELETE -> write(rows, row, -1, 'd');
                default -> throw new AssertionError("no change begins with " + kind);
            }
            end(changes, row);
            values.append(count++, text.array(), 0, text.size());
        }
        next.accept(Batch.of(count, keys, values));
    }

    private void write(StructVector rows, int before, int after, char operation) {
        text.put("{\"before\":");
        write(rows, before);
        text.put(",\"after\":");
        write(rows, after);
        text.put(",\"op\":\"").put(operation).put('"');
    }

    private void write(StructVector rows, int row) {
        if (row < 0) {
            text.put("null");
        } else {
            rowWriter.write(rows, row, text);
        }
    }

    private void end(Batch changes, int row) {
        long epoch = ((LongVector) changes.column(width + 1)).get(row);
        long micros = ((LongVector) changes.column(width + 2)).get(row);
        text.put(",\"ts_ms\":").putDecimal(Math.floorDiv(micros, MICROS_PER_MILLI)).put(source)
                .putDecimal(epoch).put("}}");
    }

    @Override
    public void finish() {
        next.finish();
    }
}

package dev.penstock.engine.epoch;

import dev.penstock.data.Batch;
import dev.penstock.data.ByteBuilder;
import dev.penstock.data.DataType;
import dev.penstock.data.RowCodec;
import dev.penstock.data.Vectors;
import dev.penstock.io.Source;
import java.util.List;
import java.util.function.Consumer;

/// Rows of sources that cannot be read again, as the bytes that the ledger keeps with the declaration of their epoch: one row after the
/// other, as [RowCodec] writes them.
final class Journal {
    private Journal() {}

    /// All rows of the splits, in order.
    static byte[] encode(List<DataType> types, List<Source.Split> splits) {
        var codec = new RowCodec(types);
        var bytes = new ByteBuilder();
        for (var split : splits) {
            split.read(batch -> {
                for (int i = 0; i < batch.count(); i++) {
                    codec.encode(batch.columns(), batch.rows().at(i), bytes);
                }
            });
        }
        return bytes.toBytes();
    }

    /// The rows that [#encode] was given, in the same order.
    static Source.Split split(List<DataType> types, byte[] rows) {
        return into -> decode(types, rows, into);
    }

    private static void decode(List<DataType> types, byte[] rows, Consumer<Batch> into) {
        var codec = new RowCodec(types);
        var columns = Vectors.allocate(types, Batch.CAPACITY);
        for (int at = 0; at < rows.length;) {
            int count = 0;
            while (at < rows.length && count < Batch.CAPACITY) {
                at = codec.decode(rows, at, columns, count++);
            }
            into.accept(Batch.of(count, columns));
            for (var column : columns) {
                column.reset(Batch.CAPACITY);
            }
        }
    }
}

package dev.penstock.engine.epoch;

import dev.penstock.data.Batch;
import dev.penstock.data.ByteVector;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Schema;
import dev.penstock.io.Offset;
import dev.penstock.io.ReadLimit;
import dev.penstock.io.Source;
import dev.penstock.testkit.Gen;
import java.util.List;

/// A log of rows (key, number) outside of the process, of which a few arrive between two epochs.
final class ArrivingRows implements Source {
    static final Schema SCHEMA = Schema.of(Field.of("key", DataType.BYTE),
            new Field("number", DataType.LONG, false));

    private final Gen gen;
    private final int total;

    ArrivingRows(Gen gen, int total) {
        this.gen = gen;
        this.total = total;
    }

    static byte key(long number) {
        return (byte) (number * number % 7);
    }

    @Override
    public Offset start() {
        return new Offset("0");
    }

    @Override
    public Offset latest() {
        return new Offset(Integer.toString(total));
    }

    @Override
    public void open(Offset from, Runnable wake) {}

    @Override
    public Offset available(Offset from, ReadLimit limit) {
        int at = Integer.parseInt(from.json());
        return new Offset(Integer.toString(Math.min(total, at + 1 + gen.below(5))));
    }

    @Override
    public List<Split> plan(Offset from, Offset to) {
        int first = Integer.parseInt(from.json());
        int end = Integer.parseInt(to.json());
        return List.of(into -> {
            int count = end - first;
            var keys = new ByteVector(count);
            var numbers = new LongVector(count);
            for (int i = 0; i < count; i++) {
                keys.set(i, key(first + i));
                numbers.set(i, first + i);
            }
            into.accept(Batch.of(count, keys, numbers));
        });
    }

    @Override
    public String description() {
        return "arriving rows";
    }

    @Override
    public void close() {}
}

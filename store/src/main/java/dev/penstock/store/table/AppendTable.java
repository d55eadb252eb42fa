package dev.penstock.store.table;

import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.store.state.BlockWriter;
import dev.penstock.store.state.Blocks;
import dev.penstock.store.state.Image;
import dev.penstock.store.state.RowCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// An insert-only table: immutable chunks of columns, in the order in which the rows came.
///
/// Full chunks are in an array that only grows; behind them are up to a dozen smaller ones, each larger than the next. A commit adds one chunk for the rows of the epoch
/// and merges neighbours of like size, so a row is copied a dozen times at most and nothing that a reader holds is ever written to.
final class AppendTable implements Table, TableGroup.Member {
    private static final int DESCRIPTION = 0;
    private static final int FULL_CHUNK = 1;
    private static final int TAIL_CHUNK = 2;

    private final TableGroup group;
    private final Schema schema;
    private final Staging staging;
    private State state = new State(new Chunk[16], 0, List.of(), 0, -1, 1);

    /// What readers see. The array is shared with later states, which add behind `fullCount`; `truncations` counts how often the table was emptied.
    @SuppressWarnings("ArrayRecordComponent") // Not compared.
    private record State(Chunk[] full, int fullCount, List<Chunk> tail, long rows, long epoch,
            int truncations) {}

    AppendTable(TableGroup group, Schema schema) {
        this.group = group;
        this.schema = schema;
        staging = new Staging(schema);
    }

    TableGroup group() {
        return group;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public void write(Batch changes) {
        for (int i = 0; changes.weights() != null && i < changes.count(); i++) {
            long weight = changes.weight(changes.rows().at(i));
            assert weight >= 0 : "an insert-only table takes no removals";
        }
        staging.add(changes);
    }

    @Override
    public void truncate() {
        staging.truncate();
    }

    @Override
    public void rollback() {
        staging.clear();
    }

    @Override
    public void publish(long epoch) {
        var before = state;
        if (staging.truncated()) {
            before = new State(new Chunk[16], 0, List.of(), 0, epoch, before.truncations() + 1);
        }
        var batches = new ArrayList<Batch>();
        staging.batches()
                .forEach(batch -> batches.add(batch.weights() == null ? batch : repeated(batch)));
        staging.clear();
        state = batches.isEmpty()
                ? new State(before.full(), before.fullCount(), before.tail(), before.rows(), epoch,
                        before.truncations())
                : add(before, batches, epoch);
    }

    /// The rows as often as their weights say.
    private Batch repeated(Batch batch) {
        var single = new ArrayList<Batch>();
        long rows = 0;
        for (int i = 0; i < batch.size(); i++) {
            for (long n = batch.weight(i); n > 0; n--) {
                single.add(Chunk.of(schema, List.of(batch), i, i + 1).batch());
                rows++;
            }
        }
        return Chunk.of(schema, single, 0, Math.toIntExact(rows)).batch();
    }

    private State add(State before, List<Batch> batches, long epoch) {
        var added = batches.stream().mapToInt(Batch::size).sum();
        var full = before.full();
        int fullCount = before.fullCount();
        var tail = new ArrayList<>(before.tail());
        int from = 0;
        while (from < added) {
            int tailRows = tail.stream().mapToInt(Chunk::rows).sum();
            int to = Math.min(added, from + Chunk.CAPACITY - tailRows);
            tail.add(Chunk.of(schema, batches, from, to));
            from = to;
            mergeLikes(tail);
            if (tail.stream().mapToInt(Chunk::rows).sum() == Chunk.CAPACITY) {
                if (fullCount == full.length) {
                    full = Arrays.copyOf(full, fullCount * 2);
                }
                full[fullCount++] = merge(tail);
                tail.clear();
            }
        }
        return new State(full, fullCount, List.copyOf(tail), before.rows() + added, epoch,
                before.truncations());
    }

    private void mergeLikes(List<Chunk> tail) {
        while (tail.size() > 1 && tail.get(tail.size() - 2).rows() <= tail.getLast().rows()) {
            var last = tail.removeLast();
            tail.add(merge(List.of(tail.removeLast(), last)));
        }
    }

    private Chunk merge(List<Chunk> chunks) {
        return chunks.size() == 1
                ? chunks.getFirst()
                : Chunk.of(schema, chunks.stream().map(Chunk::batch).toList(), 0,
                        chunks.stream().mapToInt(Chunk::rows).sum());
    }

    @Override
    public TableSnapshot snapshot() {
        return group.locked(() -> new AppendSnapshot(schema, state));
    }

    private record AppendSnapshot(Schema schema, State state) implements TableSnapshot {
        @Override
        public long epoch() {
            return state.epoch();
        }

        @Override
        public long rowCount() {
            return state.rows();
        }

        @Override
        public void forEach(Consumer<Batch> reader) {
            for (int i = 0; i < state.fullCount(); i++) {
                reader.accept(state.full()[i].batch());
            }
            state.tail().forEach(chunk -> reader.accept(chunk.batch()));
        }
    }

    @Override
    public Image freeze() {
        return group.locked(() -> new AppendImage(schema, state));
    }

    /// The generation is the number of truncations and that of full chunks; those of an earlier image, when no truncation came between, need not be written again.
    private record AppendImage(Schema schema, State state) implements Image {
        @Override
        public long generation() {
            return (long) state.truncations() << 32 | state.fullCount();
        }

        /// Description: truncations (4), full chunks (4), tail chunks (4), rows (8), types of the columns (UTF-8).
        @Override
        public void writeTo(BlockWriter target, long since) throws IOException {
            byte[] types = schema.asStruct().simpleString().getBytes(StandardCharsets.UTF_8);
            target.block(DESCRIPTION, 0,
                    ByteBuffer.allocate(20 + types.length).order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(state.truncations())
                            .putInt(state.fullCount()).putInt(state.tail().size())
                            .putLong(state.rows()).put(types).flip());
            var codec = new RowCodec();
            int known = since >= 0 && (int) (since >>> 32) == state.truncations() ? (int) since : 0;
            for (int i = known; i < state.fullCount(); i++) {
                target.block(FULL_CHUNK, i, state.full()[i].encode(codec));
            }
            for (int i = 0; i < state.tail().size(); i++) {
                target.block(TAIL_CHUNK, i, state.tail().get(i).encode(codec));
            }
        }
    }

    static AppendTable restore(TableGroup group, Schema schema, Blocks blocks) throws IOException {
        var table = new AppendTable(group, schema);
        var restorer = new Restorer(schema, blocks.origin());
        blocks.sendTo(restorer);
        table.state = restorer.state();
        return table;
    }

    /// Gathers the chunks that the description speaks of; others are left over from before a truncation.
    private static final class Restorer implements BlockWriter {
        private final Schema schema;
        private final String origin;
        private Chunk[] full = new Chunk[0];
        private int fullCount;
        private int tailCount;
        private int truncations;
        private long rows;
        private final List<Chunk> tail = new ArrayList<>();

        Restorer(Schema schema, String origin) {
            this.schema = schema;
            this.origin = origin;
        }

        @Override
        public void block(int kind, int number, ByteBuffer content) {
            content.order(ByteOrder.LITTLE_ENDIAN);
            if (kind == DESCRIPTION) {
                describe(content);
            } else if (kind == FULL_CHUNK && number < fullCount) {
                full[number] = Chunk.decode(schema, content);
            } else if (kind == TAIL_CHUNK && number < tailCount) {
                tail.add(Chunk.decode(schema, content));
            }
        }

        private void describe(ByteBuffer content) {
            truncations = content.getInt();
            fullCount = content.getInt();
            tailCount = content.getInt();
            rows = content.getLong();
            var types = StandardCharsets.UTF_8.decode(content).toString();
            if (!types.equals(schema.asStruct().simpleString())) {
                throw new UserException("CHECKPOINT_INCOMPATIBLE", Map.of("path", origin, "reason",
                        "the table has the columns " + schema.asStruct().simpleString()
                                + ", the checkpoint has " + types));
            }
            full = new Chunk[Math.max(16, fullCount)];
        }

        State state() {
            return new State(full, fullCount, List.copyOf(tail), rows, -1, truncations);
        }
    }
}

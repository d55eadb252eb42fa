package dev.penstock.io.builtin;

import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Schema;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.World;
import dev.penstock.io.Connector;
import dev.penstock.io.Offset;
import dev.penstock.io.ReadLimit;
import dev.penstock.io.Source;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `socket`: the lines that a server sends, as UTF-8 text in `value`, and the moment each came in `timestamp` when asked for.
///
/// A socket cannot be read again: the engine keeps the rows in the ledger. When there is nobody to connect to, the query fails; when the server
/// hangs up, no further rows come, as in Spark. At most [#MAX_WAITING] lines wait; then the server has to.
public final class SocketConnector implements Connector {
    /// A million lines of a hundred bytes are a hundred megabytes: as much as a source should hold.
    static final int MAX_WAITING = 1_000_000;
    private static final List<String> NAMES = List.of("host", "port", "includeTimestamp",
            "numPartitions");
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    @Override
    public String format() {
        return "socket";
    }

    @Override
    public Schema schema(SourceRequest request) {
        var options = request.options();
        options.requireKnown(NAMES);
        options.require("host", "it says where the lines come from");
        options.require("port", "it says where the lines come from");
        var value = Field.of("value", DataType.STRING);
        return options.getBoolean("includeTimestamp", false)
                ? Schema.of(value, Field.of("timestamp", DataType.TIMESTAMP))
                : Schema.of(value);
    }

    @Override
    public Source source(SourceRequest request) {
        var schema = schema(request);
        var options = request.options();
        long port = options.getLong("port", 0, 1);
        if (port > 65_535) {
            throw options.invalid("port", "it has to be at most 65535");
        }
        return new Lines(options.get("host", ""), (int) port, schema.size() == 2, request.world());
    }

    private static final class Lines implements Source {
        private final String host;
        private final int port;
        private final boolean withTimestamp;
        private final World world;
        private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
        private final Socket socket = new Socket();
        private long received;
        private long planned;
        private boolean closed;
        private @Nullable UserException failure;

        Lines(String host, int port, boolean withTimestamp, World world) {
            this.host = host;
            this.port = port;
            this.withTimestamp = withTimestamp;
            this.world = world;
        }

        /// Lines from number `first` on, in the order in which they came.
        private static final class Chunk {
            private final long first;
            private final BytesVector values = new BytesVector(Batch.CAPACITY);
            private final LongVector times = new LongVector(Batch.CAPACITY);
            private int size;

            Chunk(long first) {
                this.first = first;
            }
        }

        @Override
        public Offset start() {
            return new Offset("0");
        }

        @Override
        public synchronized Offset latest() {
            return new Offset(Long.toString(received));
        }

        @Override
        public void open(Offset from, Runnable wake) {
            received = Long.parseLong(from.json());
            planned = received;
            try {
                socket.connect(new InetSocketAddress(host, port), CONNECT_TIMEOUT_MILLIS);
            } catch (IOException e) {
                throw unavailable(e);
            }
            world.threads().start("penstock-socket", () -> receive(wake));
        }

        private UserException unavailable(IOException cause) {
            return new UserException("SOURCE_UNAVAILABLE",
                    Map.of("source", "The socket " + host + ":" + port, "reason",
                            String.valueOf(cause.getMessage())),
                    null, cause);
        }

        private void receive(Runnable wake) {
            try (var in = new BufferedInputStream(socket.getInputStream(), 1 << 16)) {
                var line = new dev.penstock.data.ByteBuilder(1024);
                while (readLine(in, line)) {
                    if (add(line)) {
                        wake.run();
                    }
                }
            } catch (IOException e) {
                synchronized (this) {
                    failure = closed ? null : unavailable(e);
                }
                wake.run();
            }
        }

        /// Reads up to a line feed, which is left out as is a carriage return before it. False at the end.
        private static boolean readLine(InputStream in, dev.penstock.data.ByteBuilder line)
                throws IOException {
            line.clear();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    if (line.size() > 0 && line.array()[line.size() - 1] == '\r') {
                        line.truncate(line.size() - 1);
                    }
                    return true;
                }
                line.put(b);
            }
            return line.size() > 0;
        }

        /// True when no line was waiting before.
        private synchronized boolean add(dev.penstock.data.ByteBuilder line) {
            while (received - planned >= MAX_WAITING && !closed) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            var last = chunks.peekLast();
            if (last == null || last.size == Batch.CAPACITY) {
                last = new Chunk(received);
                chunks.add(last);
            }
            last.values.append(last.size, line.array(), 0, line.size());
            last.times.set(last.size, world.clock().epochMicros());
            last.size++;
            received++;
            return received - planned == 1;
        }

        @Override
        public synchronized Offset available(Offset from, ReadLimit limit) {
            if (failure != null) {
                throw failure;
            }
            long first = Long.parseLong(from.json());
            long end = received - first > limit.maxRows() ? first + limit.maxRows() : received;
            if (limit.until() != null) {
                end = Math.min(end, Math.max(first, Long.parseLong(limit.until().json())));
            }
            planned = Math.max(first, end);
            notifyAll();
            return end <= first ? from : new Offset(Long.toString(end));
        }

        @Override
        public List<Split> plan(Offset from, Offset to) {
            return List
                    .of(into -> read(Long.parseLong(from.json()), Long.parseLong(to.json()), into));
        }

        private void read(long from, long to, Consumer<Batch> into) {
            long at = from;
            while (at < to) {
                var batch = copy(at, to);
                into.accept(batch);
                at += batch.size();
            }
        }

        /// A copy, because the last chunk goes on growing while it is read.
        private synchronized Batch copy(long from, long to) {
            var chunk = chunks.stream().filter(c -> c.first <= from && from < c.first + c.size)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(
                            "lines after " + from + " are no longer there; they are read once"));
            int start = (int) (from - chunk.first);
            int count = (int) Math.min(chunk.size - start, to - from);
            var values = new BytesVector(count);
            var times = new LongVector(count);
            for (int i = 0; i < count; i++) {
                values.copyRow(chunk.values, start + i, i);
                times.set(i, chunk.times.get(start + i));
            }
            return withTimestamp
                    ? Batch.of(count, new Vector[]{values, times})
                    : Batch.of(count, values);
        }

        @Override
        public synchronized void committed(Offset upTo) {
            long rows = Long.parseLong(upTo.json());
            while (!chunks.isEmpty() && chunks.getFirst().first + chunks.getFirst().size <= rows
                    && chunks.getFirst().size == Batch.CAPACITY) {
                chunks.removeFirst();
            }
        }

        @Override
        public boolean replayable() {
            return false;
        }

        @Override
        public String description() {
            return "TextSocketV2[host: " + host + ", port: " + port + "]";
        }

        @Override
        public void close() {
            synchronized (this) {
                closed = true;
                notifyAll();
            }
            try {
                socket.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}

package dev.penstock.io.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Schema;
import dev.penstock.data.Values;
import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.World;
import dev.penstock.io.Connector;
import dev.penstock.io.Offset;
import dev.penstock.io.Options;
import dev.penstock.io.ReadLimit;
import dev.penstock.io.Source;
import dev.penstock.io.Start;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BuiltinTest {
    private static final ReadLimit ALL = ReadLimit.rows(Long.MAX_VALUE);

    private static Options options(String format, String role, String... pairs) {
        var map = new HashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return new Options(format, role, map);
    }

    private static Connector.SourceRequest request(String format, String... pairs) {
        return new Connector.SourceRequest(options(format, "source", pairs), Optional.empty(), true,
                Optional.empty(), World.system());
    }

    private static List<List<Object>> rows(Source source, Schema schema, Offset from, Offset to) {
        var rows = new ArrayList<List<Object>>();
        for (var split : source.plan(from, to)) {
            split.read(batch -> {
                for (int i = 0; i < batch.count(); i++) {
                    var row = new ArrayList<Object>();
                    for (int column = 0; column < batch.width(); column++) {
                        row.add(String.valueOf(Values.get(batch.column(column), schema.type(column),
                                batch.rows().at(i))));
                    }
                    rows.add(row);
                }
            });
        }
        return rows;
    }

    @Test
    void allAreFoundByName() {
        var formats = ServiceLoader.load(Connector.class).stream()
                .map(provider -> provider.get().format()).toList();
        assertThat(formats).contains("rate", "rate-micro-batch", "socket", "console", "noop");
    }

    @Test
    void rateMicroBatchGivesOneBatchAnEpoch() {
        var connector = new RateMicroBatchConnector();
        var request = request("rate-micro-batch", "rowsPerBatch", "10000", "startTimestamp", "5000",
                "advanceMillisPerBatch", "100");
        try (var source = connector.source(request)) {
            source.open(source.start(), () -> {
            });
            var first = source.available(source.start(), ALL);
            var second = source.available(first, ALL);
            assertThat(second.json()).isEqualTo("{\"offset\":20000,\"timestamp\":5200}");
            assertThat(source.available(second, new ReadLimit(Long.MAX_VALUE, second)))
                    .isEqualTo(second);
            var rows = rows(source, connector.schema(request), first, second);
            assertThat(rows).hasSize(10_000);
            assertThat(rows.getFirst()).containsExactly("1970-01-01T00:00:05.100Z", "10000");
            assertThat(rows.getLast()).containsExactly("1970-01-01T00:00:05.100Z", "19999");
            assertThat(rows(source, connector.schema(request), first, second)).as("read again")
                    .isEqualTo(rows);
        }
        assertThatThrownBy(() -> connector.schema(request("rate-micro-batch")))
                .isInstanceOf(UserException.class).hasMessageContaining("rowsPerBatch");
        assertThatThrownBy(() -> connector.schema(request("rate-micro-batch", "rowsPerBach", "1")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Did you mean rowsPerBatch");
    }

    @Test
    void aScheduleIsConsistentWithItsTimestamps() {
        for (var schedule : List.of(new RateConnector.Schedule(1, 0),
                new RateConnector.Schedule(7, 0), new RateConnector.Schedule(1000, 5),
                new RateConnector.Schedule(3, 10))) {
            long end = schedule.rowsBefore(20);
            long[] timestamps = new long[(int) end];
            schedule.fill(timestamps, 0, (int) end, 0);
            for (int row = 0; row < end; row++) {
                long due = timestamps[row];
                assertThat(due).isEqualTo(schedule.dueMicros(row));
                assertThat(schedule.due(due)).as("row %d is there when it is due", row)
                        .isGreaterThan(row);
                assertThat(due == 0 ? 0 : schedule.due(due - 1)).as("and not before")
                        .isLessThanOrEqualTo(row);
            }
        }
    }

    @Test
    void rateWakesWhenRowsAreDue() throws InterruptedException {
        var connector = new RateConnector();
        var request = request("rate", "rowsPerSecond", "200");
        var woken = new Semaphore(0);
        try (var source = connector.source(request)) {
            var offset = source.start();
            source.open(offset, woken::release);
            int rows = 0;
            while (rows < 20) {
                assertThat(woken.tryAcquire(10, TimeUnit.SECONDS)).as("woken").isTrue();
                var next = source.available(offset, ALL);
                rows += rows(source, connector.schema(request), offset, next).size();
                offset = next;
            }
            assertThat(rows(source, connector.schema(request), source.start(), offset))
                    .isNotEmpty();
        }
    }

    @Test
    void socketGivesTheLinesThatAServerSends() throws IOException, InterruptedException {
        var connector = new SocketConnector();
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var request = request("socket", "host", "localhost", "port",
                    String.valueOf(server.getLocalPort()));
            var woken = new Semaphore(0);
            try (var source = connector.source(request)) {
                assertThat(source.replayable()).isFalse();
                source.open(new Offset("7"), woken::release);
                try (var peer = server.accept()) {
                    peer.getOutputStream()
                            .write("one\r\ntwo\nlast é\n".getBytes(StandardCharsets.UTF_8));
                    peer.getOutputStream().flush();
                    var offset = new Offset("7");
                    var rows = new ArrayList<List<Object>>();
                    while (rows.size() < 3) {
                        assertThat(woken.tryAcquire(10, TimeUnit.SECONDS)).as("woken").isTrue();
                        var next = source.available(offset, ALL);
                        rows.addAll(rows(source, connector.schema(request), offset, next));
                        offset = next;
                    }
                    assertThat(rows).containsExactly(List.of("one"), List.of("two"),
                            List.of("last é"));
                    assertThat(offset).isEqualTo(new Offset("10"));
                    source.committed(offset);
                }
            }
        }
    }

    @Test
    void socketFailsWhenNobodyListens() throws IOException {
        int port;
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        try (var source = new SocketConnector()
                .source(request("socket", "host", "localhost", "port", String.valueOf(port)))) {
            assertThatThrownBy(() -> source.open(source.start(), () -> {
            })).isInstanceOf(UserException.class).hasMessageContaining("localhost:" + port);
        }
    }

    @Test
    void consolePrintsEachEpochAsSparkDoes() {
        var bytes = new ByteArrayOutputStream();
        var schema = Schema.of(Field.of("id", DataType.LONG));
        var request = new Connector.SinkRequest(options("console", "sink", "numRows", "2"), schema,
                "append", List.of(), World.system());
        try (var sink = new ConsoleConnector(new PrintStream(bytes, true, StandardCharsets.UTF_8))
                .sink(request)) {
            sink.open(new Start("q", "", "append", schema, List.of(), ""));
            sink.write(3, Batch.of(3, LongVector.of(1, 2, 3)));
            assertThat(bytes.size()).as("nothing before the commit").isZero();
            sink.commit(3);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("""
                -------------------------------------------
                Batch: 3
                -------------------------------------------
                +---+
                | id|
                +---+
                |  1|
                |  2|
                +---+
                only showing top 2 rows

                """);
    }
}

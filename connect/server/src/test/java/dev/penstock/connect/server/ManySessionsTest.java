package dev.penstock.connect.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Penstock;
import dev.penstock.connect.server.rpc.Limits;
import dev.penstock.data.sys.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.connect.proto.*;
import org.junit.jupiter.api.Test;

class ManySessionsTest {
    private static final int SESSIONS = 100;
    private static final int STREAMS = 8;
    private static final int QUESTIONS = 5;

    private static Relation rate() {
        var read = Read.newBuilder().setIsStreaming(true);
        read.getDataSourceBuilder().setFormat("rate").setSchema("").putOptions("rowsPerSecond",
                "1000");
        return Relation.newBuilder().setRead(read).build();
    }

    private static void startStream(TestClient client, String name) {
        var start = WriteStreamOperationStart.newBuilder().setInput(rate()).setFormat("memory")
                .setOutputMode("append").setQueryName(name);
        client.run(Command.newBuilder().setWriteStreamOperationStart(start).build());
    }

    @Test
    void aHundredSessionsWithEightStreamsAreAllAnswered() throws Exception {
        try (var penstock = Penstock.open();
                var server = ConnectServer.builder(penstock).port(0).start();
                var pool = Executors.newFixedThreadPool(SESSIONS)) {
            var clients = new ArrayList<TestClient>();
            for (int i = 0; i < SESSIONS; i++) {
                clients.add(new TestClient(server.port()));
            }
            // given eight clients that run streams
            for (int i = 0; i < STREAMS; i++) {
                startStream(clients.get(i), "stream" + i);
            }
            // when a hundred ask at once
            var answers = new ArrayList<Future<Long>>();
            for (var client : clients) {
                answers.add(pool.submit(() -> ask(client)));
            }
            // then each is answered before its deadline
            var nanos = new ArrayList<Long>();
            for (var answer : answers) {
                nanos.add(answer.get(60, TimeUnit.SECONDS));
            }
            assertThat(nanos).allSatisfy(n -> assertThat(n).isPositive());
            assertThat(penstock.newSession().streams().active()).hasSize(STREAMS);
            // and what one stream writes another client sees
            assertThat(TestClient.rows(clients.getLast().run(
                    TestClient.sql("SELECT count(*) >= 0 FROM stream0"))))
                    .isEqualTo(List.of(List.of(true)));
            clients.forEach(TestClient::close);
        }
    }

    /// Asks some questions and says how long the slowest answer took.
    private static long ask(TestClient client) {
        long slowest = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            long start = Clock.system().nanos();
            assertThat(TestClient.rows(client.run(
                    TestClient.sql("SELECT count(*) FROM range(1000)"))))
                    .isEqualTo(List.of(List.of(1000L)));
            slowest = Math.max(slowest, Clock.system().nanos() - start);
        }
        return slowest;
    }

    @Test
    void theStreamsOfAClientThatVanishedEnd() throws Exception {
        var limits = new Limits(Duration.ofSeconds(1), Duration.ofMillis(500),
                Duration.ofSeconds(2), 1 << 20);
        try (var penstock = Penstock.open();
                var server = ConnectServer.builder(penstock).port(0).limits(limits).start()) {
            var client = new TestClient(server.port());
            startStream(client, "orphan");
            assertThat(penstock.newSession().streams().active()).hasSize(1);
            // when its client goes without a word
            client.close();
            // then its stream ends with its session
            long deadline = Clock.system().nanos() + TimeUnit.SECONDS.toNanos(15);
            while (server.sessionCount() > 0
                    || penstock.newSession().streams().active().length > 0) {
                assertThat(Clock.system().nanos()).isLessThan(deadline);
                Clock.system().parkUntil(Clock.system().nanos() + 20_000_000);
            }
        }
    }
}

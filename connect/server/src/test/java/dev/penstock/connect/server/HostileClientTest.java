package dev.penstock.connect.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.Penstock;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.connect.proto.*;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What no client of good will sends: each is told what is wrong, and nobody else notices.
@Timeout(120)
class HostileClientTest {
    private final Penstock penstock = Penstock.open();
    private ConnectServer server;
    private TestClient client;
    private TestClient bystander;

    @BeforeEach
    void start(@TempDir Path artifacts) throws IOException {
        server = ConnectServer.builder(penstock).port(0).artifactDirectory(artifacts).start();
        client = new TestClient(server.port());
        bystander = new TestClient(server.port());
    }

    @AfterEach
    void theServerGoesOn() {
        assertThat(TestClient.rows(bystander.run(TestClient.range(3)))).hasSize(3);
        bystander.close();
        client.close();
        server.close();
        penstock.close();
    }

    private static StatusRuntimeException refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable what) {
        var error = catchThrowableOfType(StatusRuntimeException.class, what);
        assertThat(error).isNotNull();
        assertThat(error.getMessage()).doesNotContain("for no fault of yours");
        return error;
    }

    // ---- messages

    @Test
    void bytesThatAreNoMessageAreRefused() {
        byte[] whole = client.request(TestClient.range(3)).build().toByteArray();
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 3);
        byte[] wrong = {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 1, 2, 3};
        for (byte[] message : List.of(cut, wrong)) {
            var error = refused(() -> client.executeRaw(message));
            assertThat(TestClient.condition(error))
                    .isEqualTo("CONNECT_INVALID_PLAN.ASSERTION_FAILURE");
            assertThat(error).hasMessageContaining("the message cannot be read");
        }
    }

    @Test
    void aMessageWithoutAPlanIsRefused() {
        var error = refused(() -> client.run(Relation.getDefaultInstance()));
        assertThat(TestClient.condition(error)).startsWith("CONNECT_INVALID_PLAN");
        var empty = refused(() -> TestClient.all(client.calls()
                .executePlan(client.request(Plan.getDefaultInstance()).build())));
        assertThat(TestClient.condition(empty)).startsWith("CONNECT_INVALID_PLAN");
    }

    @Test
    void aPlanNestedTenThousandDeepIsRefused() {
        // given bytes that nest as deep as no message object could be built
        byte[] deep = TestClient.range(1).toByteArray();
        for (int i = 0; i < 10_000; i++) {
            deep = TestClient.nested(Relation.OFFSET_FIELD_NUMBER,
                    TestClient.nested(Offset.INPUT_FIELD_NUMBER, deep));
        }
        byte[] plan = TestClient.nested(Plan.ROOT_FIELD_NUMBER, deep);
        byte[] request = com.google.protobuf.ByteString
                .copyFrom(client.request(Plan.getDefaultInstance()).build().toByteArray())
                .concat(com.google.protobuf.ByteString.copyFrom(
                        TestClient.nested(ExecutePlanRequest.PLAN_FIELD_NUMBER, plan)))
                .toByteArray();
        // when they are sent
        var error = refused(() -> client.executeRaw(request));
        // then the client learns what is wrong
        assertThat(TestClient.condition(error))
                .isEqualTo("CONNECT_INVALID_PLAN.ASSERTION_FAILURE");
        assertThat(error).hasMessageContaining("too many levels of nesting");
    }

    @Test
    void textNestedTenThousandDeepIsRefused() {
        var deep = "(".repeat(10_000) + "1" + ")".repeat(10_000);
        assertThat(TestClient.errorInfo(refused(() -> client.run(
                TestClient.sql("SELECT " + deep)))).getMetadataOrDefault("errorClass", ""))
                .isNotEmpty();
    }

    // ---- references

    @Test
    void whatIsNotThereIsNamed() {
        var hash = "a".repeat(64);
        var nowhere = UUID.randomUUID().toString();
        var unknown = new ArrayList<Relation>();
        unknown.add(Relation.newBuilder().setCachedRemoteRelation(
                CachedRemoteRelation.newBuilder().setRelationId(nowhere)).build());
        unknown.add(Relation.newBuilder().setCachedLocalRelation(
                CachedLocalRelation.newBuilder().setHash(hash)).build());
        unknown.add(Relation.newBuilder().setChunkedCachedLocalRelation(
                ChunkedCachedLocalRelation.newBuilder().addDataHashes(hash)).build());
        for (var relation : unknown) {
            var info = TestClient.errorInfo(refused(() -> client.run(relation)));
            assertThat(info.getMetadataOrDefault("errorClass", "")).as("%s", relation)
                    .isNotEmpty();
            assertThat(info.getMetadataOrDefault("sqlState", "")).as("%s", relation).isNotEmpty();
        }
    }

    @Test
    void queriesThatAreNotThereAreNamed() {
        var query = StreamingQueryCommand.newBuilder().setStatus(true);
        query.getQueryIdBuilder().setId(UUID.randomUUID().toString())
                .setRunId(UUID.randomUUID().toString());
        var error = refused(() -> client
                .run(Command.newBuilder().setStreamingQueryCommand(query).build()));
        assertThat(TestClient.errorInfo(error).getMetadataOrDefault("errorClass", ""))
                .isNotEmpty();
    }

    // ---- who may come

    @Test
    void withoutTheRightTokenNobodyComesIn() throws IOException {
        try (var guarded = ConnectServer.builder(penstock).port(0).token("secret").start()) {
            for (var wrong : List.of("Bearer wrong", "Bearer ", "Bearer secret2", "Basic secret",
                    "secret")) {
                try (var stranger = TestClient.authorized(guarded.port(), wrong)) {
                    assertThat(refused(() -> stranger.run(TestClient.range(1))).getStatus()
                            .getCode()).as(wrong).isEqualTo(Status.Code.UNAUTHENTICATED);
                }
            }
            try (var stranger = new TestClient(guarded.port())) {
                assertThat(refused(() -> stranger.run(TestClient.range(1))).getStatus().getCode())
                        .isEqualTo(Status.Code.UNAUTHENTICATED);
            }
            assertThat(guarded.sessionCount()).isZero();
            try (var friend = TestClient.authorized(guarded.port(), "Bearer secret")) {
                assertThat(TestClient.rows(friend.run(TestClient.range(2)))).hasSize(2);
            }
        }
    }

    // ---- size

    @Test
    void aMessageThatIsTooLargeIsRefused() {
        var rows = LocalRelation.newBuilder().setData(
                com.google.protobuf.UnsafeByteOperations.unsafeWrap(new byte[(128 << 20) + 1]));
        var error = refused(
                () -> client.run(Relation.newBuilder().setLocalRelation(rows).build()));
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void aGigabyteOfRowsIsRefusedByAServerWithLessMemory(@TempDir Path directory)
            throws Exception {
        // given a server with a quarter of a gigabyte, and a client of it that asks and asks
        try (var small = SmallServer.start(directory);
                var sender = new TestClient(small.port());
                var other = new TestClient(small.port())) {
            var done = new AtomicBoolean();
            var asking = CompletableFuture.supplyAsync(() -> {
                int answers = 0;
                while (!done.get()) {
                    assertThat(TestClient.rows(other.run(TestClient.range(3)))).hasSize(3);
                    answers++;
                }
                return answers;
            });
            // when another one sends a gigabyte in pieces, and wants to have a relation of them
            var pieces = ChunkedCachedLocalRelation.newBuilder();
            byte[] piece = new byte[32 << 20];
            for (int i = 0; i < 32; i++) {
                var hash = String.format("%064x", i);
                assertThat(sender.send("cache/" + hash, piece, 0).getArtifacts(0)
                        .getIsCrcSuccessful()).isTrue();
                pieces.addDataHashes(hash);
            }
            var error = refused(() -> sender.run(
                    Relation.newBuilder().setChunkedCachedLocalRelation(pieces).build()));
            // then it is told how much it may, and the first has been answered all the time
            assertThat(TestClient.condition(error))
                    .isEqualTo("CONNECT_INVALID_PLAN.LOCAL_RELATION_SIZE_LIMIT_EXCEEDED");
            done.set(true);
            assertThat(asking.get(30, TimeUnit.SECONDS)).isPositive();
        }
    }
}

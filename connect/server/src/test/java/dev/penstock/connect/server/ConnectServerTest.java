package dev.penstock.connect.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.Penstock;
import dev.penstock.connect.server.rpc.Limits;
import dev.penstock.data.error.UserException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.connect.proto.*;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectServerTest {
    @TempDir
    private Path directory = Path.of("");
    private Penstock penstock = Penstock.open();
    private ConnectServer server = start(Limits.STANDARD);

    private ConnectServer start(Limits limits) {
        try {
            return ConnectServer.builder(penstock).port(0).limits(limits)
                    .artifactDirectory(directory.resolve("artifacts")).start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void restart() {
        server.close();
        server = start(Limits.STANDARD);
    }

    @AfterEach
    void stop() {
        server.close();
        penstock.close();
    }

    private void restart(Limits limits) {
        server.close();
        server = start(limits);
    }

    @Test
    void aQueryGivesItsSchemaItsRowsAndMetrics() {
        try (var client = new TestClient(server.port())) {
            // when a client asks for a range
            var responses = client.run(TestClient.range(10));
            // then the schema comes first, then rows, then metrics
            assertThat(responses.getFirst().hasSchema()).isTrue();
            assertThat(TestClient.rows(responses)).hasSize(10).first().isEqualTo(List.of(0L));
            assertThat(responses.getLast().hasMetrics()).isTrue();
            assertThat(responses).extracting(ExecutePlanResponse::getResponseId)
                    .doesNotHaveDuplicates();
            assertThat(responses).allSatisfy(
                    r -> assertThat(r.getSessionId()).isEqualTo(client.sessionId));
        }
    }

    @Test
    void piecesAreCutWhenTheClientAsksForIt() {
        try (var client = new TestClient(server.port())) {
            var request = client.request(TestClient.range(5000));
            request.addRequestOptionsBuilder().getResultChunkingOptionsBuilder()
                    .setAllowArrowBatchChunking(true).setPreferredArrowChunkSize(10_000);
            var batches = TestClient.all(client.calls().executePlan(request.build())).stream()
                    .filter(ExecutePlanResponse::hasArrowBatch)
                    .map(ExecutePlanResponse::getArrowBatch).toList();
            assertThat(batches.size()).isGreaterThan(3);
            assertThat(batches).allSatisfy(b -> {
                assertThat(b.getRowCount()).isEqualTo(5000);
                assertThat(b.getNumChunksInBatch()).isEqualTo(batches.size());
            });
        }
    }

    @Test
    void aLostConnectionGoesOnWhereItWas() {
        try (var client = new TestClient(server.port())) {
            // given an operation of which a client has taken two responses and then lost its connection
            var request = TestClient.reattachable(client.request(TestClient.range(3_000_000)))
                    .build();
            var first = new ArrayList<ExecutePlanResponse>();
            var context = io.grpc.Context.current().withCancellation();
            context.run(() -> {
                var responses = client.calls().executePlan(request);
                first.add(responses.next());
                first.add(responses.next());
            });
            context.cancel(null);
            // when it attaches after what it has
            var rest = TestClient.all(client.calls().reattachExecute(ReattachExecuteRequest
                    .newBuilder().setSessionId(client.sessionId).setUserContext(client.user)
                    .setOperationId(request.getOperationId())
                    .setLastResponseId(first.getLast().getResponseId()).build()));
            // then nothing is missing and nothing comes twice
            assertThat(rest.getLast().hasResultComplete()).isTrue();
            first.addAll(rest);
            long rows = 0;
            for (var response : first) {
                if (response.hasArrowBatch()) {
                    assertThat(response.getArrowBatch().getStartOffset()).isEqualTo(rows);
                    rows += response.getArrowBatch().getRowCount();
                }
            }
            assertThat(rows).isEqualTo(3_000_000);
        }
    }

    @Test
    void whatWasReleasedIsGone() {
        try (var client = new TestClient(server.port())) {
            var request = TestClient.reattachable(client.request(TestClient.range(10))).build();
            TestClient.all(client.calls().executePlan(request));
            var release = ReleaseExecuteRequest.newBuilder().setSessionId(client.sessionId)
                    .setUserContext(client.user).setOperationId(request.getOperationId())
                    .setReleaseAll(ReleaseExecuteRequest.ReleaseAll.getDefaultInstance()).build();
            assertThat(client.calls().releaseExecute(release).hasOperationId()).isTrue();
            assertThat(client.calls().releaseExecute(release).hasOperationId()).isFalse();
            var error = catchThrowableOfType(StatusRuntimeException.class,
                    () -> client.calls()
                            .reattachExecute(ReattachExecuteRequest.newBuilder()
                                    .setSessionId(client.sessionId).setUserContext(client.user)
                                    .setOperationId(request.getOperationId()).build())
                            .next());
            assertThat(TestClient.condition(error))
                    .isEqualTo("INVALID_HANDLE.OPERATION_NOT_FOUND");
        }
    }

    @Test
    void anInterruptedOperationEndsAtOnce() throws Exception {
        try (var client = new TestClient(server.port())) {
            // given an operation that would go on for hours, of which the client takes no rows
            var request = client.request(TestClient.range(Long.MAX_VALUE)).addTags("mine").build();
            var started = new CountDownLatch(1);
            var ended = new CompletableFuture<Throwable>();
            client.asyncCalls().executePlan(request, new StreamObserver<>() {
                @Override
                public void onNext(ExecutePlanResponse response) {
                    started.countDown();
                }

                @Override
                public void onError(Throwable error) {
                    ended.complete(error);
                }

                @Override
                public void onCompleted() {
                    ended.complete(new AssertionError("came to an end"));
                }
            });
            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
            // when it is interrupted by its tag
            var interrupted = client.calls()
                    .interrupt(InterruptRequest.newBuilder().setSessionId(client.sessionId)
                            .setUserContext(client.user).setOperationTag("mine")
                            .setInterruptType(
                                    InterruptRequest.InterruptType.INTERRUPT_TYPE_TAG)
                            .build());
            // then it says so
            assertThat(interrupted.getInterruptedIdsList())
                    .containsExactly(request.getOperationId());
            var error = (StatusRuntimeException) ended.get(10, TimeUnit.SECONDS);
            assertThat(TestClient.condition(error)).isEqualTo("OPERATION_CANCELED");
        }
    }

    @Test
    void errorsCarryWhatClientsNeed() {
        try (var client = new TestClient(server.port())) {
            var error = catchThrowableOfType(StatusRuntimeException.class,
                    () -> client.run(TestClient.sql("SELECT missing FROM range(3)")));
            var info = TestClient.errorInfo(error);
            assertThat(info.getReason()).isEqualTo("org.apache.spark.sql.AnalysisException");
            assertThat(info.getMetadataMap()).containsEntry("sqlState", "42703");
            assertThat(info.getMetadataOrThrow("errorClass")).startsWith("UNRESOLVED_COLUMN");
            var details = client.calls()
                    .fetchErrorDetails(FetchErrorDetailsRequest.newBuilder()
                            .setSessionId(client.sessionId).setUserContext(client.user)
                            .setErrorId(info.getMetadataOrThrow("errorId")).build());
            assertThat(details.getErrors(0).getSparkThrowable().getQueryContexts(0).getFragment())
                    .isEqualTo("missing");
        }
    }

    @Test
    void aReleasedSessionStaysClosed() {
        try (var client = new TestClient(server.port())) {
            client.run(TestClient.range(1));
            client.calls().releaseSession(ReleaseSessionRequest.newBuilder()
                    .setSessionId(client.sessionId).setUserContext(client.user).build());
            assertThat(server.sessionCount()).isZero();
            var error = catchThrowableOfType(StatusRuntimeException.class,
                    () -> client.run(TestClient.range(1)));
            assertThat(TestClient.condition(error)).isEqualTo("INVALID_HANDLE.SESSION_CLOSED");
        }
    }

    @Test
    void aClientThatVanishesLeavesNothingBehind() throws Exception {
        // given a server that waits for a second
        restart(new Limits(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(2),
                1 << 20));
        int threads = connectThreads();
        // and a client with an operation in progress and an artifact, which goes without a word
        var client = new TestClient(server.port());
        var responses = client.calls().executePlan(
                TestClient.reattachable(client.request(TestClient.range(Long.MAX_VALUE))).build());
        responses.next();
        client.send("cache/" + "a".repeat(64), new byte[1000], 0);
        assertThat(artifactFiles()).isEqualTo(1);
        client.close();
        // then soon its session, its thread and its files are gone
        await(() -> server.sessionCount() == 0 && connectThreads() <= threads
                && artifactFiles() == 0);
    }

    private static int connectThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("penstock-connect-")
                        && !name.startsWith("penstock-connect-c"))
                .count();
    }

    private int artifactFiles() {
        try (var files = Files.walk(directory)) {
            return (int) files.filter(Files::isRegularFile).count();
        } catch (IOException | java.io.UncheckedIOException e) {
            return -1; // changed while it was looked at
        }
    }

    private static void await(java.util.function.BooleanSupplier condition)
            throws InterruptedException {
        var clock = dev.penstock.data.sys.Clock.system();
        long deadline = clock.nanos() + TimeUnit.SECONDS.toNanos(15);
        while (!condition.getAsBoolean()) {
            assertThat(clock.nanos()).as("in time").isLessThan(deadline);
            clock.parkUntil(clock.nanos() + 20_000_000);
        }
    }

    @Test
    void artifactsAreKeptWhenTheirChecksumIsRight() throws Exception {
        try (var client = new TestClient(server.port())) {
            var good = "cache/" + "0".repeat(64);
            var bad = "cache/" + "1".repeat(64);
            assertThat(client.send(good, new byte[]{1, 2}, 0).getArtifacts(0)
                    .getIsCrcSuccessful()).isTrue();
            assertThat(client.send(bad, new byte[]{1, 2}, 1).getArtifacts(0)
                    .getIsCrcSuccessful()).isFalse();
            var statuses = client.calls()
                    .artifactStatus(ArtifactStatusesRequest.newBuilder()
                            .setSessionId(client.sessionId).setUserContext(client.user)
                            .addNames(good).addNames(bad).build());
            assertThat(statuses.getStatusesOrThrow(good).getExists()).isTrue();
            assertThat(statuses.getStatusesOrThrow(bad).getExists()).isFalse();
        }
    }

    @Test
    void configurationIsReadAndSet() {
        try (var client = new TestClient(server.port())) {
            config(client, op -> op.getSetBuilder().addPairsBuilder()
                    .setKey("spark.sql.shuffle.partitions").setValue("7"));
            assertThat(config(client,
                    op -> op.getGetBuilder().addKeys("spark.sql.shuffle.partitions"))
                    .getPairs(0).getValue()).isEqualTo("7");
            assertThat(config(client,
                    op -> op.getGetOptionBuilder()
                            .addKeys("spark.connect.session.planCompression.threshold")
                            .addKeys("unknown.key"))
                    .getPairsList())
                    .extracting(KeyValue::hasValue).containsExactly(true, false);
            assertThat(config(client,
                    op -> op.getGetAllBuilder().setPrefix("spark.sql.shuffle.")).getPairsList())
                    .extracting(KeyValue::getKey).containsExactly("partitions");
            assertThat(config(client, op -> op.getIsModifiableBuilder()
                    .addKeys("spark.sql.ansi.enabled").addKeys("spark.sql.warehouse.dir"))
                    .getPairsList())
                    .extracting(KeyValue::getValue)
                    .containsExactly("true", "false");
            assertThat(TestClient.condition(catchThrowableOfType(StatusRuntimeException.class,
                    () -> config(client, op -> op.getGetBuilder().addKeys("no.such.key")))))
                    .isEqualTo("SQL_CONF_NOT_FOUND");
        }
    }

    private static ConfigResponse config(TestClient client,
            java.util.function.Consumer<ConfigRequest.Operation.Builder> operation) {
        var request = ConfigRequest.newBuilder().setSessionId(client.sessionId)
                .setUserContext(client.user);
        operation.accept(request.getOperationBuilder());
        return client.calls().config(request.build());
    }

    @Test
    void aClonedSessionBeginsWithWhatTheOriginalHas() {
        try (var client = new TestClient(server.port())) {
            config(client, op -> op.getSetBuilder().addPairsBuilder()
                    .setKey("spark.sql.shuffle.partitions").setValue("7"));
            var copy = client.calls().cloneSession(CloneSessionRequest.newBuilder()
                    .setSessionId(client.sessionId).setUserContext(client.user).build());
            try (var other = new TestClient(server.port(), copy.getNewSessionId())) {
                assertThat(config(other,
                        op -> op.getGetBuilder().addKeys("spark.sql.shuffle.partitions"))
                        .getPairs(0).getValue()).isEqualTo("7");
            }
        }
    }

    @Test
    void idsMustBeIds() {
        try (var client = new TestClient(server.port(), "no-id")) {
            var error = catchThrowableOfType(StatusRuntimeException.class,
                    () -> client.run(TestClient.range(1)));
            assertThat(TestClient.condition(error)).isEqualTo("INVALID_HANDLE.FORMAT");
        }
    }

    @Test
    void outsideOfLoopbackAServerNeedsProtection() {
        assertThatThrownBy(() -> ConnectServer.builder(penstock).host("0.0.0.0").port(0).start())
                .isInstanceOfSatisfying(UserException.class,
                        e -> assertThat(e.condition()).isEqualTo("UNPROTECTED_SERVER"));
    }

    @Test
    void statusTellsWhatBecameOfOperations() {
        try (var client = new TestClient(server.port())) {
            var request = TestClient.reattachable(client.request(TestClient.range(3))).build();
            TestClient.all(client.calls().executePlan(request));
            var asked = GetStatusRequest.newBuilder().setSessionId(client.sessionId)
                    .setUserContext(client.user);
            asked.getOperationStatusBuilder().addOperationIds(request.getOperationId())
                    .addOperationIds(UUID.randomUUID().toString());
            assertThat(client.calls().getStatus(asked.build()).getOperationStatusesList())
                    .extracting(GetStatusResponse.OperationStatus::getState).containsExactly(
                            GetStatusResponse.OperationStatus.OperationState.OPERATION_STATE_SUCCEEDED,
                            GetStatusResponse.OperationStatus.OperationState.OPERATION_STATE_UNKNOWN);
        }
    }
}

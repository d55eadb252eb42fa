package dev.penstock.connect.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import dev.penstock.connect.wire.ArrowReader;
import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import dev.penstock.data.Values;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.apache.spark.connect.proto.*;
import org.apache.spark.connect.proto.ExecutePlanRequest.RequestOption;
import org.jspecify.annotations.Nullable;

/// A client that says what a test wants to say, no more.
final class TestClient implements AutoCloseable {
    final String sessionId;
    final UserContext user = UserContext.newBuilder().setUserId("tester").build();
    private final ManagedChannel channel;

    TestClient(int port) {
        this(port, UUID.randomUUID().toString());
    }

    TestClient(int port, String sessionId) {
        this(NettyChannelBuilder.forAddress("localhost", port).usePlaintext()
                .maxInboundMessageSize(128 << 20).build(), sessionId);
    }

    TestClient(ManagedChannel channel, String sessionId) {
        this.channel = channel;
        this.sessionId = sessionId;
    }

    /// A client that says who it is with a header of every call.
    static TestClient authorized(int port, String authorization) {
        var headers = new io.grpc.Metadata();
        headers.put(CallGuard.AUTHORIZATION, authorization);
        return new TestClient(NettyChannelBuilder.forAddress("localhost", port).usePlaintext()
                .intercept(io.grpc.stub.MetadataUtils.newAttachHeadersInterceptor(headers))
                .build(), UUID.randomUUID().toString());
    }

    SparkConnectServiceGrpc.SparkConnectServiceBlockingStub calls() {
        return SparkConnectServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30,
                TimeUnit.SECONDS);
    }

    SparkConnectServiceGrpc.SparkConnectServiceStub asyncCalls() {
        return SparkConnectServiceGrpc.newStub(channel);
    }

    static Relation range(long end) {
        return Relation.newBuilder().setRange(Range.newBuilder().setStart(0).setEnd(end).setStep(1))
                .build();
    }

    static Relation sql(String query) {
        return Relation.newBuilder().setSql(SQL.newBuilder().setQuery(query)).build();
    }

    ExecutePlanRequest.Builder request(Plan plan) {
        return ExecutePlanRequest.newBuilder().setSessionId(sessionId).setUserContext(user)
                .setOperationId(UUID.randomUUID().toString()).setPlan(plan);
    }

    ExecutePlanRequest.Builder request(Relation root) {
        return request(Plan.newBuilder().setRoot(root).build());
    }

    static ExecutePlanRequest.Builder reattachable(ExecutePlanRequest.Builder request) {
        return request.addRequestOptions(RequestOption.newBuilder()
                .setReattachOptions(ReattachOptions.newBuilder().setReattachable(true)));
    }

    List<ExecutePlanResponse> run(Relation root) {
        return all(calls().executePlan(request(root).build()));
    }

    List<ExecutePlanResponse> run(Command command) {
        return all(calls().executePlan(
                request(Plan.newBuilder().setCommand(command).build()).build()));
    }

    void runSql(String statement) {
        run(Command.newBuilder()
                .setSqlCommand(SqlCommand.newBuilder()
                        .setInput(sql(statement)))
                .build());
    }

    static List<ExecutePlanResponse> all(Iterator<ExecutePlanResponse> responses) {
        var all = new ArrayList<ExecutePlanResponse>();
        responses.forEachRemaining(all::add);
        return all;
    }

    /// The rows in the responses.
    static List<List<@Nullable Object>> rows(List<ExecutePlanResponse> responses) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (var response : responses) {
            if (response.hasArrowBatch()) {
                var table = ArrowReader.read(response.getArrowBatch().getData().toByteArray());
                table.batches().forEach(batch -> add(table.schema(), batch, rows));
            }
        }
        return rows;
    }

    private static void add(Schema schema, Batch batch, List<List<@Nullable Object>> into) {
        for (int row = 0; row < batch.size(); row++) {
            var values = new ArrayList<@Nullable Object>();
            for (int i = 0; i < schema.size(); i++) {
                values.add(Values.get(batch.column(i), schema.type(i), row));
            }
            into.add(values);
        }
    }

    /// A message as a field of another, both as bytes.
    static byte[] nested(int field, byte[] message) {
        try {
            var bytes = new java.io.ByteArrayOutputStream(message.length + 16);
            var out = com.google.protobuf.CodedOutputStream.newInstance(bytes);
            out.writeByteArray(field, message);
            out.flush();
            return bytes.toByteArray();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Executes a request given as bytes, and gives the responses as bytes.
    List<byte[]> executeRaw(byte[] request) {
        var bytes = new io.grpc.MethodDescriptor.Marshaller<byte[]>() {
            @Override
            public java.io.InputStream stream(byte[] value) {
                return new java.io.ByteArrayInputStream(value);
            }

            @Override
            public byte[] parse(java.io.InputStream stream) {
                try {
                    return stream.readAllBytes();
                } catch (java.io.IOException e) {
                    throw new AssertionError(e);
                }
            }
        };
        var method = SparkConnectServiceGrpc.getExecutePlanMethod().toBuilder(bytes, bytes).build();
        var responses = new ArrayList<byte[]>();
        io.grpc.stub.ClientCalls.blockingServerStreamingCall(channel, method,
                io.grpc.CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS), request)
                .forEachRemaining(responses::add);
        return responses;
    }

    /// Sends a file with a checksum that is wrong by so much.
    AddArtifactsResponse send(String name, byte[] bytes, long wrongBy) throws Exception {
        var answer = new CompletableFuture<AddArtifactsResponse>();
        var sender = asyncCalls().addArtifacts(new StreamObserver<>() {
            @Override
            public void onNext(AddArtifactsResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }

            @Override
            public void onCompleted() {}
        });
        var checksum = new CRC32();
        checksum.update(bytes);
        var request = AddArtifactsRequest.newBuilder().setSessionId(sessionId)
                .setUserContext(user);
        request.getBatchBuilder().addArtifactsBuilder().setName(name).getDataBuilder()
                .setData(com.google.protobuf.UnsafeByteOperations.unsafeWrap(bytes))
                .setCrc(checksum.getValue() + wrongBy);
        sender.onNext(request.build());
        sender.onCompleted();
        return answer.get(30, TimeUnit.SECONDS);
    }

    static ErrorInfo errorInfo(StatusRuntimeException error) {
        try {
            var status = StatusProto.fromThrowable(error);
            if (status == null || status.getDetailsCount() == 0) {
                throw new AssertionError("no details in " + error);
            }
            return status.getDetails(0).unpack(ErrorInfo.class);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    static String condition(StatusRuntimeException error) {
        return error.getStatus().getCode() == Status.Code.INTERNAL
                ? errorInfo(error).getMetadataOrDefault("errorClass", "")
                : error.getStatus().toString();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}

package dev.penstock.connect.server;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Range;
import org.apache.spark.connect.proto.ReleaseSessionRequest;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.ShowString;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A first client, which asks what first clients ask, so that theirs need not wait until classes have been loaded.
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int ROUNDS = 3;
    private static final long DEADLINE_SECONDS = 20;

    private WarmUp() {}

    /// Asks the server at an address. That it fails is no trouble: whoever comes next waits a little longer.
    static void run(SocketAddress address, Optional<String> token) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(address).usePlaintext().build();
        try {
            var headers = new Metadata();
            token.ifPresent(text -> headers.put(CallGuard.AUTHORIZATION, CallGuard.SCHEME + text));
            var calls = SparkConnectServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
            ask(calls, UUID.randomUUID().toString());
        } catch (StatusRuntimeException e) {
            LOG.info("The server could not be warmed up: {}", e.getMessage());
        } finally {
            channel.shutdownNow();
        }
    }

    private static void ask(SparkConnectServiceBlockingStub calls, String session) {
        var config = ConfigRequest.newBuilder().setSessionId(session);
        config.getOperationBuilder().getGetOptionBuilder().addKeys("spark.sql.session.timeZone");
        calls.config(config.build());
        var range = Relation.newBuilder()
                .setRange(Range.newBuilder().setEnd(10).setStep(1)).build();
        var sql = Relation.newBuilder().setSql(SQL.newBuilder()
                .setQuery("SELECT id % 3 AS k, count(*) AS n FROM range(10) GROUP BY 1")).build();
        for (int round = 0; round < ROUNDS; round++) {
            for (var relation : List.of(range, sql, shown(range))) {
                calls.executePlan(ExecutePlanRequest.newBuilder().setSessionId(session)
                        .setPlan(Plan.newBuilder().setRoot(relation)).build())
                        .forEachRemaining(_ -> {
                        });
            }
        }
        calls.releaseSession(ReleaseSessionRequest.newBuilder().setSessionId(session)
                .setAllowReconnect(true).build());
    }

    private static Relation shown(Relation relation) {
        return Relation.newBuilder().setShowString(
                ShowString.newBuilder().setInput(relation).setNumRows(20).setTruncate(20)).build();
    }
}

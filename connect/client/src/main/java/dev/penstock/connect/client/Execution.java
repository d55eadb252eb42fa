package dev.penstock.connect.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanRequest.RequestOption;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.ReattachExecuteRequest;
import org.apache.spark.connect.proto.ReattachOptions;
import org.apache.spark.connect.proto.ReleaseExecuteRequest;
import org.apache.spark.connect.proto.ReleaseExecuteResponse;

/// One plan while the cluster carries it out. Belongs to one thread.
///
/// The cluster goes on when the line breaks, or when it ends a long answer on purpose; this side then asks for what follows the last piece it has. Each
/// piece that was handed on is released there.
final class Execution {
    private final Connection connection;
    private final ExecutePlanRequest request;
    private String lastResponse = "";
    private boolean complete;
    private int tried;

    Execution(Connection connection, Plan plan) {
        this.connection = connection;
        request = request(connection, plan);
    }

    static ExecutePlanRequest request(Connection connection, Plan plan) {
        return ExecutePlanRequest.newBuilder().setSessionId(connection.sessionId())
                .setUserContext(connection.user()).setClientType(Connection.CLIENT)
                .setOperationId(UUID.randomUUID().toString()).setPlan(plan)
                .addRequestOptions(RequestOption.newBuilder()
                        .setReattachOptions(ReattachOptions.newBuilder().setReattachable(true)))
                .build();
    }

    List<ExecutePlanResponse> all() {
        var all = new ArrayList<ExecutePlanResponse>();
        forEach(all::add);
        return all;
    }

    /// Hands on what the cluster answers until it says that this was all.
    void forEach(Consumer<ExecutePlanResponse> into) {
        boolean begun = false;
        try {
            while (!complete) {
                try {
                    var responses = begun ? reattached() : started();
                    begun = true;
                    while (responses.hasNext()) {
                        take(responses.next(), into);
                        tried = 0;
                    }
                } catch (StatusRuntimeException e) {
                    tried++;
                    begun = goesOn(e);
                    Connection.waitAfter(tried);
                }
            }
        } finally {
            release(ReleaseExecuteRequest.newBuilder()
                    .setReleaseAll(ReleaseExecuteRequest.ReleaseAll.getDefaultInstance()));
        }
    }

    /// True when the cluster is to be asked for the rest, false when it is to be given the plan again.
    private boolean goesOn(StatusRuntimeException failure) {
        boolean lost = Failures.isForgotten(failure) && lastResponse.isEmpty();
        boolean passing = Failures.isPassing(failure) || lost;
        if (!passing || !Connection.isWorthAnotherTry(tried)) {
            throw failure.getStatus().getCode() == Status.Code.CANCELLED
                    && Thread.currentThread().isInterrupted()
                            ? failure
                            : connection.failure(failure);
        }
        return !lost;
    }

    private Iterator<ExecutePlanResponse> started() {
        return connection.stub().executePlan(request);
    }

    private Iterator<ExecutePlanResponse> reattached() {
        var reattach = ReattachExecuteRequest.newBuilder().setSessionId(request.getSessionId())
                .setUserContext(request.getUserContext()).setClientType(Connection.CLIENT)
                .setOperationId(request.getOperationId());
        if (!lastResponse.isEmpty()) {
            reattach.setLastResponseId(lastResponse);
        }
        return connection.stub().reattachExecute(reattach.build());
    }

    private void take(ExecutePlanResponse response, Consumer<ExecutePlanResponse> into) {
        lastResponse = response.getResponseId();
        if (response.hasResultComplete()) {
            complete = true;
            return;
        }
        into.accept(response);
        if (response.hasArrowBatch()) {
            release(ReleaseExecuteRequest.newBuilder().setReleaseUntil(
                    ReleaseExecuteRequest.ReleaseUntil.newBuilder().setResponseId(lastResponse)));
        }
    }

    private void release(ReleaseExecuteRequest.Builder release) {
        connection.async().releaseExecute(release.setSessionId(request.getSessionId())
                .setUserContext(request.getUserContext()).setClientType(Connection.CLIENT)
                .setOperationId(request.getOperationId()).build(), IGNORED);
    }

    /// The cluster lets go of what nobody asks for after a while, so that a release that fails does no harm.
    private static final StreamObserver<ReleaseExecuteResponse> IGNORED = new StreamObserver<>() {
        @Override
        public void onNext(ReleaseExecuteResponse response) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    };
}

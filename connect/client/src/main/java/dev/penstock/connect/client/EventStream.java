package dev.penstock.connect.client;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.ReattachExecuteRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A command that answers as things happen, until it is closed. Answers come one after the other on threads of the connection.
///
/// When the line breaks it asks for what follows the last answer.
public final class EventStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final long FIRST_ANSWER_SECONDS = 10;

    private final Connection connection;
    private final ExecutePlanRequest request;
    private final Consumer<ExecutePlanResponse> into;
    private final Context.CancellableContext context = Context.ROOT.withCancellation();
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile String lastResponse = "";
    private volatile boolean closed;
    private int tried;

    private EventStream(Connection connection, Command command,
            Consumer<ExecutePlanResponse> into) {
        this.connection = connection;
        this.into = into;
        request = Execution.request(connection, Plan.newBuilder().setCommand(command).build());
    }

    /// Begins and waits for the first answer, so that nothing that happens afterwards is missed.
    public static EventStream open(Connection connection, Command command,
            Consumer<ExecutePlanResponse> into) {
        var stream = new EventStream(connection, command, into);
        stream.context
                .run(() -> connection.async().executePlan(stream.request, stream.new Ears()));
        try {
            if (!stream.begun.await(FIRST_ANSWER_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The cluster has not begun to tell of its queries yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return stream;
    }

    private final class Ears implements StreamObserver<ExecutePlanResponse> {
        private boolean complete;

        @Override
        public void onNext(ExecutePlanResponse response) {
            lastResponse = response.getResponseId();
            tried = 0;
            complete |= response.hasResultComplete();
            begun.countDown();
            into.accept(response);
        }

        @Override
        public void onError(Throwable failure) {
            if (closed) {
                return;
            }
            if (failure instanceof StatusRuntimeException broken && Failures.isPassing(broken)
                    && Connection.isWorthAnotherTry(++tried)) {
                Connection.waitAfter(tried);
                reattach();
            } else {
                begun.countDown();
                LOG.warn("No more news of queries from {}: {}", connection.address(),
                        failure.getMessage());
            }
        }

        @Override
        public void onCompleted() {
            if (!complete && !closed) {
                reattach();
            }
        }
    }

    private void reattach() {
        var again = ReattachExecuteRequest.newBuilder().setSessionId(request.getSessionId())
                .setUserContext(request.getUserContext()).setClientType(Connection.CLIENT)
                .setOperationId(request.getOperationId());
        if (!lastResponse.isEmpty()) {
            again.setLastResponseId(lastResponse);
        }
        context.run(() -> connection.async().reattachExecute(again.build(), new Ears()));
    }

    @Override
    public void close() {
        closed = true;
        context.cancel(null);
    }
}

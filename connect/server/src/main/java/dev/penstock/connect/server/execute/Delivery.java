package dev.penstock.connect.server.execute;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.connect.proto.ExecutePlanResponse;

/// Brings responses from a buffer to a connection, as fast as the connection takes them and without a thread of its own.
///
/// Whoever finds work does it; `work` counts who has, so that one thread at a time talks to the connection.
public final class Delivery implements ResponseBuffer.Listener {
    private final Execution execution;
    private final ServerCallStreamObserver<ExecutePlanResponse> connection;
    private final AtomicInteger work = new AtomicInteger();
    private boolean ended;

    private Delivery(Execution execution,
            ServerCallStreamObserver<ExecutePlanResponse> connection) {
        this.execution = execution;
        this.connection = connection;
    }

    /// Prepares a connection, which must be done before the call's method returns.
    ///
    /// An operation that cannot be attached to again ends with its connection.
    public static Delivery prepare(Execution execution,
            ServerCallStreamObserver<ExecutePlanResponse> connection) {
        var delivery = new Delivery(execution, connection);
        connection.setOnReadyHandler(delivery::responsesWait);
        connection.setOnCancelHandler(() -> {
            execution.buffer().detach(delivery);
            if (!execution.request().reattachable()) {
                execution.interrupt();
            }
        });
        return delivery;
    }

    /// Begins after the response of this id, or with the first when it is empty.
    public void begin(String lastResponseId) {
        execution.buffer().attach(this, lastResponseId);
    }

    @Override
    public void responsesWait() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            drain();
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    private void drain() {
        while (!ended && !connection.isCancelled() && connection.isReady()) {
            switch (execution.buffer().take(this)) {
                case ResponseBuffer.Taken.Response(var response) -> connection.onNext(response);
                case ResponseBuffer.Taken.Nothing() -> {
                    return;
                }
                case ResponseBuffer.Taken.End(var error) -> end(error);
                case ResponseBuffer.Taken.Replaced() -> {
                    ended = true;
                    connection.onError(new StatusRuntimeException(Status.INTERNAL.withDescription(
                            "[INVALID_CURSOR.DISCONNECTED] The cursor has been disconnected by the"
                                    + " server. SQLSTATE: HY109")));
                }
            }
        }
    }

    private void end(@org.jspecify.annotations.Nullable Throwable error) {
        ended = true;
        execution.buffer().detach(this);
        if (error == null) {
            connection.onCompleted();
        } else {
            connection.onError(error);
        }
        if (!execution.request().reattachable()) {
            Executions.of(execution.session()).release(execution.id());
        }
    }
}

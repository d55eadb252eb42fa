package dev.penstock.connect.server.rpc;

import dev.penstock.connect.server.error.Errors;
import dev.penstock.connect.server.execute.Delivery;
import dev.penstock.connect.server.execute.Execution;
import dev.penstock.connect.server.execute.Executions;
import dev.penstock.connect.server.execute.QueryResult;
import dev.penstock.connect.server.plan.Commands;
import dev.penstock.connect.server.plan.Plans;
import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.connect.server.session.Sessions;
import dev.penstock.connect.server.stream.StreamingCommands;
import dev.penstock.data.error.UserException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.HashSet;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanRequest.RequestOption;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.ReattachExecuteRequest;

/// `ExecutePlan` and `ReattachExecute`: starts an operation, or goes on with one.
final class ExecutePlan {
    /// A piece of a result may be as large as the largest message but for the rest of the response, as with Spark.
    private static final long MAX_CHUNK_BYTES = (128L << 20) / 10 * 9;
    /// Smaller pieces than this are all headers.
    private static final long MIN_CHUNK_BYTES = 1024;

    private final Sessions sessions;
    private final LongSupplier nanos;

    ExecutePlan(Sessions sessions, LongSupplier nanos) {
        this.sessions = sessions;
        this.nanos = nanos;
    }

    void execute(ExecutePlanRequest request,
            ServerCallStreamObserver<ExecutePlanResponse> caller) {
        ServerSession session = null;
        try {
            session = sessions.use(Calls.key(request.getUserContext(), request.getSessionId()),
                    request.getClientObservedServerSideSessionId());
            var started = Executions.of(session).start(request(request),
                    operation -> run(request.getPlan(), operation), nanos.getAsLong());
            Delivery.prepare(started, caller).begin("");
        } catch (Throwable e) { // whatever it is, the client is told
            caller.onError(Errors.status(e, session, request.getClientType()));
        }
    }

    void reattach(ReattachExecuteRequest request,
            ServerCallStreamObserver<ExecutePlanResponse> caller) {
        ServerSession session = null;
        try {
            session = sessions.existing(
                    Calls.key(request.getUserContext(), request.getSessionId()),
                    request.getClientObservedServerSideSessionId());
            var execution = Executions.of(session).existing(request.getOperationId());
            if (!execution.isReattachable()) {
                throw new UserException("INVALID_CURSOR.NOT_REATTACHABLE", Map.of());
            }
            Delivery.prepare(execution, caller).begin(request.getLastResponseId());
        } catch (Throwable e) { // whatever it is, the client is told
            caller.onError(Errors.status(e, session, request.getClientType()));
        }
    }

    private static Execution.Request request(ExecutePlanRequest request) {
        var id = request.getOperationId().isEmpty()
                ? UUID.randomUUID().toString()
                : request.getOperationId();
        if (!Sessions.isId(id)) {
            throw new UserException("INVALID_HANDLE.FORMAT", Map.of("handle", id));
        }
        boolean reattachable = false;
        long chunkBytes = 0;
        for (RequestOption option : request.getRequestOptionsList()) {
            if (option.hasReattachOptions()) {
                reattachable = option.getReattachOptions().getReattachable();
            }
            if (option.hasResultChunkingOptions()) {
                chunkBytes = chunkBytes(option);
            }
        }
        return new Execution.Request(id, new HashSet<>(request.getTagsList()), reattachable,
                chunkBytes, request.getClientType());
    }

    private static long chunkBytes(RequestOption option) {
        var chunking = option.getResultChunkingOptions();
        if (!chunking.getAllowArrowBatchChunking()) {
            return 0;
        }
        return chunking.hasPreferredArrowChunkSize()
                ? Math.clamp(chunking.getPreferredArrowChunkSize(), MIN_CHUNK_BYTES,
                        MAX_CHUNK_BYTES)
                : MAX_CHUNK_BYTES;
    }

    private static void run(Plan sent, Execution operation) throws InterruptedException {
        var plan = PlanBytes.plain(sent);
        switch (plan.getOpTypeCase()) {
            case ROOT -> QueryResult.send(Plans.relation(plan.getRoot(), operation.session()),
                    operation);
            case COMMAND -> {
                var command = plan.getCommand();
                if (StreamingCommands.takes(command)) {
                    StreamingCommands.run(command, operation);
                } else {
                    Commands.run(command, operation);
                }
            }
            case COMPRESSED_OPERATION, OPTYPE_NOT_SET ->
                throw new UserException("CONNECT_INVALID_PLAN.INVALID_ONE_OF_FIELD_NOT_SET",
                        Map.of("fullName", "spark.connect.Plan", "name", "op_type"));
        }
    }
}

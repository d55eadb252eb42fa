package dev.penstock.connect.server.rpc;

import dev.penstock.connect.server.execute.Executions;
import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.connect.server.stream.StreamingCommands;
import dev.penstock.data.error.UserException;
import java.util.List;
import java.util.Map;
import org.apache.spark.connect.proto.InterruptRequest;
import org.apache.spark.connect.proto.InterruptResponse;

/// `Interrupt`: ends operations of the session, all, by tag or by id, and says which. All means the streams of the session too, as with Spark.
final class Interrupt {
    private Interrupt() {}

    static InterruptResponse answer(InterruptRequest request, ServerSession session) {
        return InterruptResponse.newBuilder().setSessionId(session.key().sessionId())
                .setServerSideSessionId(session.serverSideId())
                .addAllInterruptedIds(interrupted(request, session)).build();
    }

    private static List<String> interrupted(InterruptRequest request, ServerSession session) {
        var executions = Executions.of(session);
        return switch (request.getInterruptType()) {
            case INTERRUPT_TYPE_ALL -> {
                StreamingCommands.stopAll(session);
                yield executions.interrupt(_ -> true);
            }
            case INTERRUPT_TYPE_TAG -> executions
                    .interrupt(e -> Executions.hasTag(e, request.getOperationTag()));
            case INTERRUPT_TYPE_OPERATION_ID -> {
                if (!dev.penstock.connect.server.session.Sessions.isId(request.getOperationId())) {
                    throw new UserException("INVALID_HANDLE.FORMAT",
                            Map.of("handle", request.getOperationId()));
                }
                yield executions.interrupt(e -> e.id().equals(request.getOperationId()));
            }
            case INTERRUPT_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw new UserException("CONNECT_INVALID_PLAN.INVALID_ENUM",
                        Map.of("fullName", "spark.connect.InterruptRequest.InterruptType", "name",
                                request.getInterruptType().name(), "number",
                                String.valueOf(request.getInterruptTypeValue())));
        };
    }
}

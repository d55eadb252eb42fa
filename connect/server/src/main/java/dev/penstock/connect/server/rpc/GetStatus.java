package dev.penstock.connect.server.rpc;

import dev.penstock.connect.server.execute.Execution;
import dev.penstock.connect.server.execute.Executions;
import dev.penstock.connect.server.session.ServerSession;
import java.util.LinkedHashMap;
import org.apache.spark.connect.proto.GetStatusRequest;
import org.apache.spark.connect.proto.GetStatusResponse;
import org.apache.spark.connect.proto.GetStatusResponse.OperationStatus;
import org.apache.spark.connect.proto.GetStatusResponse.OperationStatus.OperationState;

/// `GetStatus`: what becomes of operations, of all when none is named.
final class GetStatus {
    private GetStatus() {}

    static GetStatusResponse answer(GetStatusRequest request, ServerSession session) {
        var answer = GetStatusResponse.newBuilder().setSessionId(session.key().sessionId())
                .setServerSideSessionId(session.serverSideId());
        if (!request.hasOperationStatus()) {
            return answer.build();
        }
        var executions = Executions.of(session);
        var states = new LinkedHashMap<String, OperationState>();
        var asked = request.getOperationStatus().getOperationIdsList();
        if (asked.isEmpty()) {
            executions.all().forEach(e -> states.put(e.id(), e.state()));
        }
        for (var id : asked) {
            states.put(id, executions.find(id).map(Execution::state)
                    .orElse(executions.isGone(id)
                            ? OperationState.OPERATION_STATE_SUCCEEDED
                            : OperationState.OPERATION_STATE_UNKNOWN));
        }
        states.forEach((id, state) -> answer.addOperationStatuses(
                OperationStatus.newBuilder().setOperationId(id).setState(state)));
        return answer.build();
    }
}

package dev.penstock.connect.server.rpc;

import dev.penstock.connect.server.execute.Executions;
import dev.penstock.connect.server.session.ServerSession;
import org.apache.spark.connect.proto.ReleaseExecuteRequest;
import org.apache.spark.connect.proto.ReleaseExecuteResponse;

/// `ReleaseExecute`: the client has what it needs of an operation. Answers without an operation id when that operation is not known (any more):
/// clients send these beside each other, and the last may come first.
final class ReleaseExecute {
    private ReleaseExecute() {}

    static ReleaseExecuteResponse answer(ReleaseExecuteRequest request, ServerSession session) {
        var executions = Executions.of(session);
        var id = request.getOperationId();
        boolean known = switch (request.getReleaseCase()) {
            case RELEASE_ALL -> executions.release(id);
            case RELEASE_UNTIL ->
                executions.releaseUntil(id, request.getReleaseUntil().getResponseId());
            case RELEASE_NOT_SET -> executions.find(id).isPresent();
        };
        var answer = ReleaseExecuteResponse.newBuilder().setSessionId(session.key().sessionId())
                .setServerSideSessionId(session.serverSideId());
        if (known) {
            answer.setOperationId(id);
        }
        return answer.build();
    }
}

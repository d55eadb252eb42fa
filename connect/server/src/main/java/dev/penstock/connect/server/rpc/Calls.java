package dev.penstock.connect.server.rpc;

import dev.penstock.connect.server.error.Errors;
import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.connect.server.session.SessionKey;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import org.apache.spark.connect.proto.UserContext;
import org.jspecify.annotations.Nullable;

/// What calls have in common.
final class Calls {
    private Calls() {}

    static SessionKey key(UserContext user, String sessionId) {
        return new SessionKey(user.getUserId(), sessionId);
    }

    /// Answers a call, or tells what went wrong.
    static <T> void answer(StreamObserver<T> caller, @Nullable ServerSession session,
            String clientType, Supplier<T> answer) {
        T response;
        try {
            response = answer.get();
        } catch (Throwable e) { // whatever it is, the client is told, and the thread serves the next
            caller.onError(Errors.status(e, session, clientType));
            return;
        }
        caller.onNext(response);
        caller.onCompleted();
    }
}

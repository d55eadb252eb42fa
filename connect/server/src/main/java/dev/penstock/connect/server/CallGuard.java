package dev.penstock.connect.server;

import dev.penstock.connect.server.error.Errors;
import dev.penstock.data.error.UserException;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What every call passes first: the token is right, and its message can be read.
final class CallGuard implements ServerInterceptor {
    static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization",
            Metadata.ASCII_STRING_MARSHALLER);
    static final String SCHEME = "Bearer ";

    private final byte @Nullable [] token;

    CallGuard(Optional<String> token) {
        this.token = token.map(text -> text.getBytes(StandardCharsets.UTF_8)).orElse(null);
    }

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(ServerCall<A, B> call, Metadata headers,
            ServerCallHandler<A, B> next) {
        if (!allowed(headers)) {
            call.close(Status.UNAUTHENTICATED.withDescription(
                    "This server asks for a token: sc://host:port/;token=..."), new Metadata());
            return new ServerCall.Listener<>() {
            };
        }
        return new Reading<>(call, next.startCall(call, headers));
    }

    private boolean allowed(Metadata headers) {
        if (token == null) {
            return true;
        }
        var given = headers.get(AUTHORIZATION);
        // Compared in a time that does not tell how much of it is right.
        return given != null && given.startsWith(SCHEME) && MessageDigest.isEqual(token,
                given.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
    }

    /// Passes on what happens to a call until its message cannot be read.
    private static final class Reading<A, B> extends SimpleForwardingServerCallListener<A> {
        private final ServerCall<A, B> call;
        private boolean refused;

        Reading(ServerCall<A, B> call, ServerCall.Listener<A> next) {
            super(next);
            this.call = call;
        }

        @Override
        public void onMessage(A message) {
            try {
                super.onMessage(message);
            } catch (StatusRuntimeException e) {
                refuse(unreadable(e));
            } catch (StackOverflowError e) {
                refuse(Errors.status(e));
            }
        }

        private static StatusRuntimeException unreadable(StatusRuntimeException error) {
            var cause = error.getCause() == null ? error : error.getCause();
            return Errors.status(new UserException("CONNECT_INVALID_PLAN.ASSERTION_FAILURE",
                    Map.of("message", "the message cannot be read: " + cause.getMessage())));
        }

        private void refuse(StatusRuntimeException error) {
            refused = true;
            var trailers = error.getTrailers();
            call.close(error.getStatus(), trailers == null ? new Metadata() : trailers);
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }
    }
}

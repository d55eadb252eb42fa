package dev.penstock.connect.server.error;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.data.error.Conditions;
import dev.penstock.data.error.Position;
import dev.penstock.data.error.TransientException;
import dev.penstock.data.error.UserException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.apache.spark.connect.proto.FetchErrorDetailsResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whatever went wrong, as the status that a client gets. Static; safe for use by any thread.
///
/// A user's error keeps condition, SQLSTATE, parameters and the place in the query; what could be said at length waits in [ErrorDetails]. What
/// is our own fault is logged and named as such.
public final class Errors {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
    /// Headers are limited to 8 KiB, and details can be fetched.
    private static final int MAX_MESSAGE = 2048;
    private static final int MAX_PARAMETERS = 1024;
    private static final int MAX_CAUSES = 5;
    /// The JVM client looks conditions up in its own catalogue and fails on those that it does not know.
    private static final String JVM_CLIENT = "_SPARK_CONNECT_SCALA";

    private Errors() {}

    /// An error that knows no session.
    public static StatusRuntimeException status(Throwable error) {
        return status(error, null, "");
    }

    /// An error of a session's client, of the given kind.
    public static StatusRuntimeException status(Throwable error, @Nullable ServerSession session,
            String clientType) {
        if (error instanceof StatusRuntimeException already) {
            return already;
        }
        var cause = mendable(error);
        var info = ErrorInfo.newBuilder().setDomain("org.apache.spark");
        var described = describe(cause, clientType);
        info.setReason(described.getErrorTypeHierarchy(0));
        info.putMetadata("classes", json(described.getErrorTypeHierarchyList()));
        if (described.hasSparkThrowable()) {
            putCondition(info, described.getSparkThrowable());
        }
        if (session != null) {
            var id = UUID.randomUUID().toString();
            session.part(ErrorDetails.class, ErrorDetails::new).keep(id,
                    details(cause, clientType));
            info.putMetadata("errorId", id);
        }
        var message = described.getMessage();
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Status.Code.INTERNAL.value())
                .setMessage(message.length() > MAX_MESSAGE
                        ? sendable(message.substring(0, MAX_MESSAGE))
                        : message)
                .addDetails(Any.pack(info.build())).build());
    }

    /// Text as it can be sent: half of a character, as of a fragment of a query that begins or ends within one, becomes a question mark.
    private static String sendable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /// The error that is told: that of the user or of the world, or an internal one about anything else.
    private static Throwable mendable(Throwable error) {
        return switch (error) {
            case UserException _,TransientException _ -> error;
            case CancellationException _,InterruptedException _ ->
                new UserException("OPERATION_CANCELED", Map.of());
            case StackOverflowError _ ->
                new UserException("CONNECT_INVALID_PLAN.ASSERTION_FAILURE", Map.of("message",
                        "the plan is nested too deeply. Build it with fewer steps, or save"
                                + " intermediate results"));
            case OutOfMemoryError _ -> {
                LOG.warn("An operation needed more memory than there is", error);
                yield new UserException("INTERNAL_ERROR", Map.of("message",
                        "There is not enough memory for this operation. Give the server more with"
                                + " -Xmx, or ask for less at once"));
            }
            default -> {
                LOG.error("An operation failed for no fault of its user", error);
                yield new UserException("INTERNAL_ERROR", Map.of("message",
                        "Penstock failed for no fault of yours, please report it: " + error), null,
                        error);
            }
        };
    }

    private static void putCondition(ErrorInfo.Builder info,
            FetchErrorDetailsResponse.SparkThrowable throwable) {
        if (throwable.hasSqlState()) {
            info.putMetadata("sqlState", throwable.getSqlState());
        }
        if (!throwable.hasErrorClass()) {
            return;
        }
        info.putMetadata("errorClass", throwable.getErrorClass());
        var parameters = json(throwable.getMessageParametersMap());
        if (parameters.length() <= MAX_PARAMETERS) {
            info.putMetadata("messageParameters", parameters);
        } else {
            info.removeMetadata("errorClass"); // without its parameters a client cannot write the message
        }
    }

    private static FetchErrorDetailsResponse.Builder details(Throwable error, String clientType) {
        var details = FetchErrorDetailsResponse.newBuilder().setRootErrorIdx(0);
        Throwable next = error;
        while (next != null && details.getErrorsCount() < MAX_CAUSES) {
            var described = describe(next, clientType);
            next = next.getCause();
            if (next != null && details.getErrorsCount() + 1 < MAX_CAUSES) {
                described.setCauseIdx(details.getErrorsCount() + 1);
            }
            details.addErrors(described);
        }
        return details;
    }

    private static FetchErrorDetailsResponse.Error.Builder describe(Throwable error,
            String clientType) {
        var described = FetchErrorDetailsResponse.Error.newBuilder()
                .setMessage(sendable(String.valueOf(error.getMessage())));
        if (!(error instanceof UserException user)) {
            return described.addAllErrorTypeHierarchy(ExceptionClass.SPARK.hierarchy());
        }
        described.addAllErrorTypeHierarchy(
                ExceptionClass.of(user).hierarchy());
        var throwable = described.getSparkThrowableBuilder();
        var unnamed = SparksNames.of(user);
        if (unnamed.isPresent()) {
            throwable.setErrorClass(unnamed.get()).putMessageParameters("msg",
                    described.getMessage());
            return described;
        }
        if (!user.sqlState().isEmpty()) {
            throwable.setSqlState(user.sqlState());
        }
        if (Conditions.isSparks(user.condition()) || !clientType.startsWith(JVM_CLIENT)) {
            throwable.setErrorClass(user.condition());
            user.parameters().forEach(
                    (name, value) -> throwable.putMessageParameters(name, sendable(value)));
        }
        user.position().ifPresent(position -> throwable.addQueryContexts(context(position)));
        return described;
    }

    private static FetchErrorDetailsResponse.QueryContext context(Position position) {
        var text = position.text();
        int end = Math.min(position.end(), text.length());
        int start = Math.min(position.start(), end);
        return FetchErrorDetailsResponse.QueryContext.newBuilder()
                .setContextType(FetchErrorDetailsResponse.QueryContext.ContextType.SQL)
                .setStartIndex(start).setStopIndex(Math.max(start, end - 1))
                .setFragment(sendable(text.substring(start, end)))
                .setSummary("== SQL (line " + position.line() + ", position "
                        + (position.column() + 1) + ") ==\n" + sendable(text.substring(start, end)))
                .build();
    }

    private static String json(List<String> values) {
        return values.stream().map(Errors::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    private static String json(Map<String, String> values) {
        return values.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}

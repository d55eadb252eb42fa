package dev.penstock.connect.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import dev.penstock.data.error.Conditions;
import dev.penstock.data.error.UserException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.connect.proto.FetchErrorDetailsResponse;

/// What a failed call means: something for the user, or a line that broke.
final class Failures {
    /// How Spark says that the stream of results has ended for this side only.
    private static final String DISCONNECTED = "INVALID_CURSOR.DISCONNECTED";
    private static final List<String> GONE = List.of("INVALID_HANDLE.OPERATION_NOT_FOUND",
            "INVALID_HANDLE.SESSION_NOT_FOUND");

    private Failures() {}

    /// What a failed call carries beside its status.
    record Details(Optional<String> condition, Map<String, String> parameters,
            Optional<String> errorId, String kind) {}

    /// True when the same call may go well a moment later.
    static boolean isPassing(StatusRuntimeException failure) {
        var code = failure.getStatus().getCode();
        return code == Status.Code.UNAVAILABLE
                || (code == Status.Code.INTERNAL && message(failure).contains(DISCONNECTED));
    }

    /// True when the cluster does not know the operation, or the session, that it is asked for.
    static boolean isForgotten(StatusRuntimeException failure) {
        return GONE.stream().anyMatch(message(failure)::contains);
    }

    static String message(StatusRuntimeException failure) {
        var description = failure.getStatus().getDescription();
        return description == null ? failure.getStatus().getCode().name() : description;
    }

    /// What the status says beyond its text.
    static Details details(StatusRuntimeException failure) {
        var status = StatusProto.fromThrowable(failure);
        if (status != null) {
            for (var detail : status.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    try {
                        return details(detail.unpack(ErrorInfo.class));
                    } catch (InvalidProtocolBufferException _) {
                        // Then it is as if there were none.
                    }
                }
            }
        }
        return new Details(Optional.empty(), Map.of(), Optional.empty(), "");
    }

    private static Details details(ErrorInfo info) {
        var metadata = info.getMetadataMap();
        return new Details(Optional.ofNullable(metadata.get("errorClass")),
                parameters(metadata.getOrDefault("messageParameters", "{}")),
                Optional.ofNullable(metadata.get("errorId")), info.getReason());
    }

    private static Map<String, String> parameters(String json) {
        var parameters = new LinkedHashMap<String, String>();
        try (var parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    parameters.put(parser.currentName(), parser.getText());
                }
            }
        } catch (IOException _) {
            // A map that was cut off tells less than the message does.
        }
        return parameters;
    }

    /// The error as the user sees it, in the words of the cluster. `fetched` is what it has told about the error since, if anything.
    static UserException userException(StatusRuntimeException failure, Details details,
            Optional<FetchErrorDetailsResponse> fetched, Address address) {
        var root = fetched.filter(FetchErrorDetailsResponse::hasRootErrorIdx)
                .map(response -> response.getErrors(response.getRootErrorIdx()));
        var text = root.map(FetchErrorDetailsResponse.Error::getMessage)
                .filter(message -> !message.isEmpty()).orElse(message(failure));
        var thrown = root.filter(FetchErrorDetailsResponse.Error::hasSparkThrowable)
                .map(FetchErrorDetailsResponse.Error::getSparkThrowable);
        var condition = thrown.map(FetchErrorDetailsResponse.SparkThrowable::getErrorClass)
                .filter(name -> !name.isEmpty()).or(details::condition)
                .filter(Conditions::exists);
        if (condition.isPresent()) {
            return UserException.reported(text, condition.get(),
                    thrown.map(FetchErrorDetailsResponse.SparkThrowable::getMessageParametersMap)
                            .orElse(details.parameters()),
                    failure);
        }
        var kind = details.kind().isEmpty()
                ? ""
                : details.kind().substring(details.kind().lastIndexOf('.') + 1) + ": ";
        return new UserException("CLUSTER_ERROR",
                Map.of("address", address.toString(), "reason", kind + text), null, failure);
    }

    static UserException unreachable(StatusRuntimeException failure, Address address) {
        return new UserException("CLUSTER_UNREACHABLE",
                Map.of("address", address.toString(), "reason", message(failure)), null, failure);
    }
}

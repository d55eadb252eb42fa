package dev.penstock.connect.server.error;

import dev.penstock.data.error.UserException;
import java.util.Optional;

/// Conditions that Spark still gives provisional names, without SQLSTATE, and Penstock names of its own. Clients hear Spark's.
final class SparksNames {
    private static final String NOT_ON_STREAMS = "_LEGACY_ERROR_TEMP_3102";

    private SparksNames() {}

    static Optional<String> of(UserException error) {
        return switch (error.condition()) {
            case "STREAM_NOT_STARTED", "UNSUPPORTED_STREAMING_OPERATOR_WITHOUT_WATERMARK" ->
                Optional.of(NOT_ON_STREAMS);
            case "STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION" ->
                hasNoNameYet(error.parameters().getOrDefault("operation", ""))
                        ? Optional.of(NOT_ON_STREAMS)
                        : Optional.empty();
            case "MISSING_QUERY_NAME" -> Optional.of("_LEGACY_ERROR_TEMP_1194");
            case "MISSING_CHECKPOINT_LOCATION" -> Optional.of("_LEGACY_ERROR_TEMP_1298");
            default -> Optional.empty();
        };
    }

    private static boolean hasNoNameYet(String operation) {
        return operation.equals("sorting") || operation.contains("joins of streams");
    }
}

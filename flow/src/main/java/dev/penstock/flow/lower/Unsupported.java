package dev.penstock.flow.lower;

import dev.penstock.data.error.UserException;
import java.util.Map;

/// What to say of plans that cannot run incrementally yet.
final class Unsupported {
    private Unsupported() {}

    static UserException operator(String what) {
        return new UserException("NOT_YET_SUPPORTED", Map.of("feature", what, "hint", ""));
    }

    static UserException appendOfChanges() {
        return new UserException("STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION",
                Map.of("outputMode", "append", "operation",
                        "streaming aggregations without watermark"));
    }
}

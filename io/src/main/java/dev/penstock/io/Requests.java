package dev.penstock.io;

import dev.penstock.data.error.UserException;
import java.util.Map;

/// What to say when a connector has only one side.
final class Requests {
    private Requests() {}

    static UserException noSource(String format) {
        return new UserException("NOT_YET_SUPPORTED",
                Map.of("feature", "Reading from " + format, "hint", " It can be written to only."));
    }

    static UserException noSink(String format) {
        return new UserException("NOT_YET_SUPPORTED",
                Map.of("feature", "Writing to " + format, "hint", " It can be read from only."));
    }
}

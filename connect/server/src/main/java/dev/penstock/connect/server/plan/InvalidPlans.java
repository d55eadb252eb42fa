package dev.penstock.connect.server.plan;

import dev.penstock.data.error.UserException;
import java.util.Map;

/// The errors of messages that mean nothing, or nothing that the engine can do.
final class InvalidPlans {
    private InvalidPlans() {}

    /// One of several fields has to be set, and none is.
    static UserException notSet(String message, String field) {
        return new UserException("CONNECT_INVALID_PLAN.INVALID_ONE_OF_FIELD_NOT_SET",
                Map.of("fullName", message, "name", field));
    }

    /// A value of an enumeration that it does not have.
    static UserException unknown(String enumeration, int number) {
        return new UserException("CONNECT_INVALID_PLAN.INVALID_ENUM", Map.of("fullName",
                enumeration, "name", "UNRECOGNIZED", "number", String.valueOf(number)));
    }

    static UserException missing(String message, String field) {
        return new UserException("CONNECT_INVALID_PLAN.FIELD_CANNOT_BE_EMPTY",
                Map.of("fullName", message, "fieldName", field));
    }

    static UserException wrong(String why) {
        return new UserException("CONNECT_INVALID_PLAN.ASSERTION_FAILURE", Map.of("message", why));
    }

    /// What the engine cannot do yet.
    static UserException notYet(String feature) {
        return new UserException("NOT_YET_SUPPORTED", Map.of("feature", feature, "hint", ""));
    }
}

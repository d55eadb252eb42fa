package dev.penstock.flow.lower;

import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Logical;
import java.util.Map;

/// What to say of plans that cannot run incrementally yet.
final class Unsupported {
    private Unsupported() {}

    static UserException operator(String what) {
        return new UserException("NOT_YET_SUPPORTED", Map.of("feature", what, "hint", ""));
    }

    /// Why rows of a result may still change after they have been given, and what to do about it.
    static UserException appendOfChanges(Logical plan, Delivery delivery) {
        return new UserException("STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION",
                Map.of("outputMode", "append", "operation", culprit(plan, delivery)));
    }

    /// The lowest operator whose result changes.
    private static String culprit(Logical plan, Delivery delivery) {
        for (var input : plan.inputs()) {
            if (!Traits.insertOnly(input, delivery)) {
                return culprit(input, delivery);
            }
        }
        return switch (plan) {
            case Logical.Join join -> join.type()
                    + " joins of streams whose unmatched rows may still find a "
                    + "partner (give both sides a watermark and bound the time of partners in the "
                    + "condition, or use output mode update)";
            case Logical.Sort _ ->
                "limits of rows in order (use output mode complete or update)";
            default -> "streaming aggregations without watermark";
        };
    }
}

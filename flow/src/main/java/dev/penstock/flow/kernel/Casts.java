package dev.penstock.flow.kernel;

import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import java.util.Map;

/// `CAST` between types.
final class Casts {
    private Casts() {}

    static Kernel kernel(Expr.Cast cast, Kernel child, KernelContext context) {
        if (cast.child().type().equals(cast.type())) {
            return child;
        }
        throw new UserException("NOT_YET_SUPPORTED",
                Map.of("feature", "CAST from " + cast.child().type().sql() + " to " + cast.type().sql(), "hint", ""));
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.BooleanVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions by which a query raises an error of its own. Their value is always null.
final class ErrorFunctions {
    private ErrorFunctions() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "raise_error" -> Shapes.nullAware((in, row, _) -> {
                throw Errors.illegalArgument(text(in[0], row));
            });
            case "too_many_rows" -> Shapes.nullAware((_, _, _) -> {
                throw new UserException("SCALAR_SUBQUERY_TOO_MANY_ROWS", Map.of());
            });
            case "assert_true" -> Shapes.nullAware(ErrorFunctions::assertTrue);
            default -> null;
        };
    }

    private static void assertTrue(Vector[] in, int row, Vector out) {
        if (in[0].isNull(row) || !((BooleanVector) in[0]).get(row)) {
            throw Errors.illegalArgument(
                    in.length > 1 ? text(in[1], row) : "The condition is not true!");
        }
        out.setNull(row);
    }

    private static String text(Vector vector, int row) {
        return vector.isNull(row) ? "null" : ((BytesVector) vector).string(row);
    }
}

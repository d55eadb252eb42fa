package dev.penstock;

import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.NullQueries;
import dev.penstock.engine.session.NullQueries.Replacement;
import dev.penstock.plan.spec.Expression.Literal;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What to do about nulls: [DataFrame#na].
public final class NaFunctions {
    private final DataFrame input;

    NaFunctions(DataFrame input) {
        this.input = input;
    }

    /// The rows without any null.
    public DataFrame drop() {
        return drop("any");
    }

    /// The rows without any null (`any`), or without those that are null throughout (`all`).
    public DataFrame drop(String how) {
        return drop(how, input.columns());
    }

    /// The rows without any null in these columns.
    public DataFrame drop(String[] columns) {
        return drop("any", columns);
    }

    /// The rows without any null in these columns (`any`), or without those that are null in all of them (`all`).
    public DataFrame drop(String how, String[] columns) {
        return switch (how) {
            case "any" -> drop(columns.length, columns);
            case "all" -> drop(1, columns);
            default -> throw new UserException("INVALID_CALL",
                    Map.of("reason", "how must be any or all, not " + how));
        };
    }

    /// The rows with at least `minNonNulls` values that are neither null nor NaN.
    public DataFrame drop(int minNonNulls) {
        return drop(minNonNulls, input.columns());
    }

    /// The rows with at least `minNonNulls` values in these columns that are neither null nor NaN.
    public DataFrame drop(int minNonNulls, String[] columns) {
        return new DataFrame(input.session(), queries().drop(input.relation(), List.of(columns),
                OptionalInt.of(minNonNulls)));
    }

    private NullQueries queries() {
        return new NullQueries(input.session().backend());
    }

    /// A number for the nulls and NaNs of all columns that hold numbers.
    public DataFrame fill(double value) {
        return fill(value, input.columns());
    }

    /// A number for the nulls and NaNs of these columns, as far as they hold numbers.
    public DataFrame fill(double value, String[] columns) {
        return fill(columns, value);
    }

    /// A number for the nulls of all columns that hold numbers.
    public DataFrame fill(long value) {
        return fill(value, input.columns());
    }

    /// A number for the nulls of these columns, as far as they hold numbers.
    public DataFrame fill(long value, String[] columns) {
        return fill(columns, value);
    }

    /// A text for the nulls of all columns that hold text.
    public DataFrame fill(String value) {
        return fill(value, input.columns());
    }

    /// A text for the nulls of these columns, as far as they hold text.
    public DataFrame fill(String value, String[] columns) {
        return fill(columns, value);
    }

    /// A truth value for the nulls of all columns that hold such.
    public DataFrame fill(boolean value) {
        return fill(input.columns(), value);
    }

    /// Column name to the value for its nulls.
    public DataFrame fill(Map<String, Object> values) {
        return new DataFrame(input.session(), queries().fill(input.relation(),
                List.copyOf(values.keySet()),
                List.copyOf(values.keySet()).stream().map(k -> constant(values.get(k))).toList()));
    }

    private DataFrame fill(String[] columns, Object value) {
        return new DataFrame(input.session(),
                queries().fill(input.relation(), List.of(columns), constant(value)));
    }

    private static Literal constant(@Nullable Object value) {
        if (Literals.of(value) instanceof Literal literal) {
            return literal;
        }
        throw new UserException("INVALID_CALL",
                Map.of("reason", "the value for nulls must be a number, a text or a boolean"));
    }

    /// Other values for some values of these columns (`*` for all) that are of a kind with them.
    public DataFrame replace(String column, Map<?, ?> replacements) {
        return replace(new String[]{column}, replacements);
    }

    /// Other values for some values of these columns that are of a kind with them.
    public DataFrame replace(String[] columns, Map<?, ?> replacements) {
        List<String> names = columns.length == 1 && columns[0].equals("*")
                ? List.of()
                : List.of(columns);
        var changes = replacements.entrySet().stream()
                .map(r -> new Replacement(constant(r.getKey()), constant(r.getValue()))).toList();
        return new DataFrame(input.session(),
                queries().replace(input.relation(), names, changes));
    }
}

package dev.penstock;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

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
            default -> throw new dev.penstock.data.error.UserException("INVALID_CALL",
                    Map.of("reason", "how must be any or all, not " + how));
        };
    }

    /// The rows with at least `minNonNulls` values that are neither null nor NaN.
    public DataFrame drop(int minNonNulls) {
        return drop(minNonNulls, input.columns());
    }

    /// The rows with at least `minNonNulls` values in these columns that are neither null nor NaN.
    public DataFrame drop(int minNonNulls, String[] columns) {
        var present = Functions.lit(0);
        for (var field : fields(columns)) {
            present = present.plus(Functions.when(isPresent(field), 1).otherwise(0));
        }
        return input.filter(present.geq(minNonNulls));
    }

    private static Column isPresent(Field field) {
        var column = Functions.col(GroupedData.quoted(field.name()));
        return isFraction(field)
                ? column.isNotNull().and(Functions.not(column.isNaN()))
                : column.isNotNull();
    }

    private static boolean isFraction(Field field) {
        return field.type().equals(DataType.FLOAT) || field.type().equals(DataType.DOUBLE);
    }

    /// A number for the nulls and NaNs of all columns that hold numbers.
    public DataFrame fill(double value) {
        return fill(value, input.columns());
    }

    /// A number for the nulls and NaNs of these columns, as far as they hold numbers.
    public DataFrame fill(double value, String[] columns) {
        return fill((Object) value, columns, field -> field.type().isNumeric());
    }

    /// A number for the nulls of all columns that hold numbers.
    public DataFrame fill(long value) {
        return fill(value, input.columns());
    }

    /// A number for the nulls of these columns, as far as they hold numbers.
    public DataFrame fill(long value, String[] columns) {
        return fill((Object) value, columns, field -> field.type().isNumeric());
    }

    /// A text for the nulls of all columns that hold text.
    public DataFrame fill(String value) {
        return fill(value, input.columns());
    }

    /// A text for the nulls of these columns, as far as they hold text.
    public DataFrame fill(String value, String[] columns) {
        return fill((Object) value, columns, field -> field.type().isText());
    }

    /// A truth value for the nulls of all columns that hold such.
    public DataFrame fill(boolean value) {
        return fill((Object) value, input.columns(),
                field -> field.type().equals(DataType.BOOLEAN));
    }

    /// Column name to the value for its nulls.
    public DataFrame fill(Map<String, Object> values) {
        var columns = new LinkedHashMap<String, Column>();
        values.forEach((name, value) -> columns.put(name, filled(fields(name).getFirst(), value)));
        return input.withColumns(columns);
    }

    private DataFrame fill(Object value, String[] columns, Predicate<Field> fits) {
        var filled = new LinkedHashMap<String, Column>();
        fields(columns).stream().filter(fits)
                .forEach(field -> filled.put(field.name(), filled(field, value)));
        return filled.isEmpty() ? input : input.withColumns(filled);
    }

    private static Column filled(Field field, Object value) {
        var column = Functions.col(GroupedData.quoted(field.name()));
        var present = isFraction(field)
                ? Functions.nanvl(column, Functions.lit(null).cast(field.type()))
                : column;
        return Functions.coalesce(present, Functions.lit(value).cast(field.type()));
    }

    private List<Field> fields(String... names) {
        var schema = input.schema();
        return Arrays.stream(names).map(name -> {
            int at = schema.indexOf(name);
            if (at < 0) {
                throw new dev.penstock.data.error.UserException("UNRESOLVED_COLUMN.WITH_SUGGESTION",
                        Map.of("objectName", "`" + name + "`", "proposal",
                                String.join(", ", schema.names())));
            }
            return schema.field(at);
        }).toList();
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.IntVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Values;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values written by a format that the user gives.
final class StringFormats {
    private static final String DIGITS = "#,###,###,###,###,###,##0";

    private StringFormats() {}

    /// `format_number(number, digits or format)`; null for a negative number of digits.
    static KernelFactory number(Expr.Call call) {
        DataType type = call.arguments().getFirst().type();
        var format = new DecimalFormat(DIGITS, DecimalFormatSymbols.getInstance(Locale.US));
        return Shapes.rows((Vector[] values, int row, BytesVector result) -> {
            switch (values[1]) {
                case IntVector digits when digits.get(row) < 0 -> {
                    result.setNull(row);
                    return;
                }
                case IntVector digits -> format.applyPattern(
                        DIGITS + (digits.get(row) == 0 ? "" : "." + "0".repeat(digits.get(row))));
                default -> {
                    var pattern = ((BytesVector) values[1]).string(row);
                    format.applyPattern(pattern.isEmpty() ? DIGITS : pattern);
                }
            }
            result.append(row, format.format(Values.get(values[0], type, row)));
        });
    }

    /// `format_string(format, values...)` with the formats of [java.util.Formatter]; a null among the values is written as `null`.
    static final class Printf implements Kernel {
        private final List<Kernel> arguments;
        private final List<DataType> types;
        private final BytesVector result = new BytesVector(0);

        Printf(Expr.Call call, List<Kernel> arguments) {
            this.arguments = arguments;
            types = call.arguments().stream().map(Expr::type).toList();
        }

        @Override
        public Vector evaluate(Batch input, Selection rows) {
            var values = arguments.stream().map(argument -> argument.evaluate(input, rows))
                    .toArray(Vector[]::new);
            result.reset(input.size());
            var objects = new @Nullable Object[values.length - 1];
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.at(i);
                if (values[0].isNull(row)) {
                    result.setNull(row);
                    continue;
                }
                for (int j = 0; j < objects.length; j++) {
                    objects[j] = Values.get(values[j + 1], types.get(j + 1), row);
                }
                result.append(row, format(((BytesVector) values[0]).string(row), objects));
            }
            return result;
        }

        @SuppressWarnings("AnnotateFormatMethod") // the format is the user's
        private static String format(String format, @Nullable Object[] objects) {
            if (format.contains("%0$")) {
                throw new UserException("INVALID_PARAMETER_VALUE.ZERO_INDEX",
                        Map.of("parameter", "`strfmt`", "functionName", "`format_string`"));
            }
            try {
                return String.format(Locale.US, format, objects);
            } catch (IllegalFormatException e) {
                throw new UserException("INVALID_PARAMETER_VALUE.PATTERN",
                        Map.of("parameter", "`strfmt`", "functionName",
                                "`format_string`", "value", "'" + format + "': " + e.getMessage()),
                        null, e);
            }
        }
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.Vector;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// `skewness` and `kurtosis` of all values of a group, here as functions of the list of them, which has no nulls. Of an empty list they
/// are null.
final class ListStatistics {
    private ListStatistics() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "list_skewness" -> moment(ListStatistics::skewness);
            case "list_kurtosis" -> moment(ListStatistics::kurtosis);
            default -> null;
        };
    }

    private static double[] doubles(Vector list, int row) {
        var array = (ArrayVector) list;
        var elements = (DoubleVector) array.elements();
        var values = new double[array.length(row)];
        for (int i = 0; i < values.length; i++) {
            values[i] = elements.get(array.offset(row) + i);
        }
        return values;
    }

    private static KernelFactory moment(ToDoubleFunction<double[]> function) {
        return Shapes.unary((ArrayVector list, int row, DoubleVector out) -> {
            var values = doubles(list, row);
            double moment = values.length == 0 ? Double.NaN : function.applyAsDouble(values);
            out.set(row, moment);
            if (Double.isNaN(moment) && Arrays.stream(values).noneMatch(Double::isNaN)) {
                out.setNull(row);
            }
        });
    }

    private static double skewness(double[] values) {
        double squares = central(values, 2);
        return Math.sqrt(values.length) * central(values, 3)
                / Math.sqrt(squares * squares * squares);
    }

    private static double kurtosis(double[] values) {
        double squares = central(values, 2);
        return values.length * central(values, 4) / (squares * squares) - 3;
    }

    /// The sum of powers of the distances from the mean.
    private static double central(double[] values, int power) {
        double mean = Arrays.stream(values).sum() / values.length;
        double sum = 0;
        for (double value : values) {
            double distance = value - mean;
            double product = distance * distance;
            sum += power == 2 ? product : power == 3 ? product * distance : product * product;
        }
        return sum;
    }
}

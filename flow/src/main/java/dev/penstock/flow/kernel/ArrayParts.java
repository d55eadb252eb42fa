package dev.penstock.flow.kernel;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions that put an element into an array, or make one array of several.
final class ArrayParts {
    private ArrayParts() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "array_insert" -> Shapes.nullAware(ArrayParts::insert);
            case "arrays_zip" -> Shapes.rows(ArrayParts::zip);
            default -> null;
        };
    }

    /// Positions count from 1, or from the end when negative; the gap to a position behind the end is filled with nulls.
    private static void insert(Vector[] in, int row, Vector out) {
        if (in[0].isNull(row) || in[1].isNull(row)) {
            out.setNull(row);
            return;
        }
        var array = (ArrayVector) in[0];
        int length = array.length(row);
        int position = ((IntVector) in[1]).get(row);
        if (position == 0) {
            throw new UserException("INVALID_INDEX_OF_ZERO", Map.of());
        }
        int before = position < 0 ? Math.max(0, -position - 1 - length) : 0;
        int index = position > 0 ? position - 1 : Math.max(0, length + position + 1);
        var result = (ArrayVector) out;
        int at = result.used();
        int total = before > 0 ? length + before + 1 : Math.max(length, index) + 1;
        result.append(row, total);
        for (int i = 0, from = 0; i < total; i++) {
            if (i == index) {
                result.elements().copyRow(in[2], row, at + i);
            } else if ((before > 0 && i <= before) || from >= length) {
                result.elements().setNull(at + i);
            } else {
                result.elements().copyRow(array.elements(), array.offset(row) + from++, at + i);
            }
        }
    }

    /// As many structs as the longest array has elements; what the others lack is null.
    private static void zip(Vector[] in, int row, Vector out) {
        var result = (ArrayVector) out;
        int longest = 0;
        for (var array : in) {
            longest = Math.max(longest, ((ArrayVector) array).length(row));
        }
        int at = result.used();
        result.append(row, longest);
        var structs = (StructVector) result.elements();
        structs.grow(at + longest);
        for (int i = 0; i < in.length; i++) {
            var array = (ArrayVector) in[i];
            for (int j = 0; j < longest; j++) {
                if (j < array.length(row)) {
                    structs.field(i).copyRow(array.elements(), array.offset(row) + j, at + j);
                } else {
                    structs.field(i).setNull(at + j);
                }
            }
        }
    }
}

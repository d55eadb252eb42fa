package dev.penstock.flow.kernel;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.Vector;
import dev.penstock.plan.logical.Expr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Arrays as sets, in the order of their first appearance, and sorted arrays. A null equals a null.
final class ArraySets {
    private record Place(Vector vector, int row) {}

    private ArraySets() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "array_distinct" -> ArrayFunctions.withCall(ArraySets::union);
            case "array_union" -> ArrayFunctions.withCall(ArraySets::union);
            case "array_intersect" -> ArrayFunctions.withCall(call -> against(call, true));
            case "array_except" -> ArrayFunctions.withCall(call -> against(call, false));
            case "arrays_overlap" -> ArrayFunctions.withCall(ArraySets::overlap);
            case "sort_array" -> ArrayFunctions.withCall(ArraySets::sorted);
            default -> null;
        };
    }

    private static Comparator<Place> order(Expr.Call call) {
        var order = ArrayFunctions.elementOrder(call);
        return (a, b) -> order.compareNullsFirst(a.vector(), a.row(), b.vector(), b.row());
    }

    /// Adds the elements that are not in `seen` yet.
    private static void addNew(Vector vector, int row, Set<Place> seen, List<Place> kept) {
        var array = (ArrayVector) vector;
        for (int i = array.offset(row); i < array.offset(row) + array.length(row); i++) {
            var place = new Place(array.elements(), i);
            if (seen.add(place)) {
                kept.add(place);
            }
        }
    }

    private static void write(List<Place> kept, int row, ArrayVector out) {
        int at = out.used();
        out.append(row, kept.size());
        for (var place : kept) {
            out.elements().copyRow(place.vector(), place.row(), at++);
        }
    }

    private static Shapes.RowFunction<Vector> union(Expr.Call call) {
        var order = order(call);
        return (in, row, out) -> {
            var seen = new TreeSet<>(order);
            var kept = new ArrayList<Place>();
            for (var array : in) {
                addNew(array, row, seen, kept);
            }
            write(kept, row, (ArrayVector) out);
        };
    }

    /// Each element once that is in the other array too, or that is not.
    private static Shapes.RowFunction<Vector> against(Expr.Call call, boolean present) {
        var order = order(call);
        return (in, row, out) -> {
            var others = new TreeSet<>(order);
            addNew(in[1], row, others, new ArrayList<>());
            var kept = new ArrayList<Place>();
            addNew(in[0], row, new TreeSet<>(order), kept);
            kept.removeIf(place -> others.contains(place) != present);
            write(kept, row, (ArrayVector) out);
        };
    }

    /// Null when no element is common, both have elements and one of them has a null.
    private static Shapes.RowFunction<Vector> overlap(Expr.Call call) {
        var order = ArrayFunctions.elementOrder(call);
        return (in, row, out) -> {
            var left = (ArrayVector) in[0];
            var right = (ArrayVector) in[1];
            boolean found = false;
            for (int i = left.offset(row); i < left.offset(row) + left.length(row) && !found; i++) {
                found = !left.elements().isNull(i)
                        && ArrayFunctions.indexOf(right, row, left.elements(), i, order) >= 0;
            }
            ((BooleanVector) out).set(row, found);
            boolean unsure = ArrayFunctions.hasNull(left, row)
                    || ArrayFunctions.hasNull(right, row);
            if (!found && unsure && left.length(row) > 0 && right.length(row) > 0) {
                out.setNull(row);
            }
        };
    }

    /// Nulls first when ascending, last when descending.
    private static Shapes.RowFunction<Vector> sorted(Expr.Call call) {
        var order = order(call);
        return (in, row, out) -> {
            var array = (ArrayVector) in[0];
            var places = new ArrayList<Place>();
            for (int i = array.offset(row); i < array.offset(row) + array.length(row); i++) {
                places.add(new Place(array.elements(), i));
            }
            boolean ascending = in.length < 2 || ((BooleanVector) in[1]).get(row);
            places.sort(ascending ? order : order.reversed());
            write(places, row, (ArrayVector) out);
        };
    }
}

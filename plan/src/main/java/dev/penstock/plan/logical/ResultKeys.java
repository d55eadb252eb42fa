package dev.penstock.plan.logical;

import dev.penstock.plan.spec.Relation.JoinType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which columns of a query's result name a row: there is at most one row of each of their values. Where a key is found, that is so but for keys
/// that are null on the side of an outer join.
public final class ResultKeys {
    private ResultKeys() {}

    /// The positions of the columns, rising; none for a result of one row; empty when the plan tells of no key.
    public static Optional<List<Integer>> of(Logical plan) {
        return switch (plan) {
            case Logical.Aggregate node -> Optional.of(numbers(0, node.keys().size()));
            case Logical.Deduplicate node -> Optional.of(node.keys().stream().sorted().toList());
            case Logical.Filter(var input, _) -> of(input);
            case Logical.Watermark(var input, _, _) -> of(input);
            case Logical.Observe(var input, _, _) -> of(input);
            case Logical.Sort(var input, _, _, _) -> of(input);
            case Logical.Project project -> of(project.input())
                    .flatMap(key -> project(project, key));
            case Logical.Window window -> of(window.input()).or(() -> rowNumber(window));
            case Logical.Join join -> join(join);
            case Logical.Scan _,Logical.LocalData _,Logical.Values _,Logical.Range _,Logical.Union _,Logical.Generate _,Logical.Apply _,Logical.GroupProgram _,Logical.Changelog _ ->
                Optional.empty();
        };
    }

    private static List<Integer> numbers(int from, int to) {
        var numbers = new ArrayList<Integer>();
        for (int i = from; i < to; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private static Optional<List<Integer>> project(Logical.Project project, List<Integer> key) {
        var positions = new ArrayList<Integer>();
        for (int column : key) {
            int at = position(project.columns(), column);
            if (at < 0) {
                return Optional.empty();
            }
            positions.add(at);
        }
        return Optional.of(positions.stream().sorted().toList());
    }

    private static int position(List<Expr> columns, int wanted) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i) instanceof Expr.Column(int index, _, _) && index == wanted) {
                return i;
            }
        }
        return -1;
    }

    /// Within a partition no two rows have the same number.
    private static Optional<List<Integer>> rowNumber(Logical.Window window) {
        int width = window.input().schema().size();
        for (int i = 0; i < window.calls().size(); i++) {
            if (window.calls().get(i).function().function().equals("row_number")) {
                int number = width + i;
                return columns(window.partition()).map(partition -> {
                    var key = new ArrayList<>(partition.stream().sorted().toList());
                    key.add(number);
                    return key;
                });
            }
        }
        return Optional.empty();
    }

    private static Optional<Set<Integer>> columns(List<Expr> expressions) {
        var columns = new HashSet<Integer>();
        for (var expression : expressions) {
            if (!(expression instanceof Expr.Column(int index, _, _))) {
                return Optional.empty();
            }
            columns.add(index);
        }
        return Optional.of(columns);
    }

    private static Optional<List<Integer>> join(Logical.Join join) {
        var left = of(join.left());
        return switch (join.type()) {
            case LEFT_SEMI, LEFT_ANTI -> left;
            case INNER, CROSS, LEFT, RIGHT, FULL -> both(join, left, of(join.right()));
        };
    }

    /// Where the keys of one side are all compared with the other side, a row finds at most one partner there and its own key names the pair.
    private static Optional<List<Integer>> both(Logical.Join join, Optional<List<Integer>> left,
            Optional<List<Integer>> right) {
        int width = join.left().schema().size();
        var rightShifted = right.map(key -> key.stream().map(k -> width + k).toList());
        boolean keepsRight = join.type() == JoinType.RIGHT || join.type() == JoinType.FULL;
        boolean keepsLeft = join.type() == JoinType.LEFT || join.type() == JoinType.FULL;
        if (!keepsRight && right.isPresent() && compared(join.rightKeys(), right.get())) {
            return left;
        }
        if (!keepsLeft && left.isPresent() && compared(join.leftKeys(), left.get())) {
            return rightShifted;
        }
        if (left.isEmpty() || rightShifted.isEmpty()) {
            return Optional.empty();
        }
        var all = new ArrayList<>(left.get());
        all.addAll(rightShifted.get());
        return Optional.of(all);
    }

    private static boolean compared(List<Expr> keys, List<Integer> columns) {
        return columns.stream().allMatch(column -> position(keys, column) >= 0);
    }
}

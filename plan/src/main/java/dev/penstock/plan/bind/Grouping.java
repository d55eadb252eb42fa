package dev.penstock.plan.bind;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// What a query block is grouped by: its keys, and which of them each grouping set has. A plain `GROUP BY` has one set, of all keys.
///
/// `analytic` says that the block is written with `GROUPING SETS` or its kin, so that `grouping` may be asked for. Keys are expressions
/// over the input of the block.
record Grouping(List<Expr> keys, List<List<Integer>> sets, boolean analytic) {
    private static final String ID = "grouping_id";
    private static final String POSITION = "grouping_position";

    Grouping {
        keys = List.copyOf(keys);
        sets = List.copyOf(sets);
    }

    static Grouping plain(List<Expr> keys) {
        return new Grouping(keys, List.of(all(keys.size())), false);
    }

    private static List<Integer> all(int count) {
        var positions = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            positions.add(i);
        }
        return List.copyOf(positions);
    }

    Grouping map(UnaryOperator<Expr> change) {
        return new Grouping(keys.stream().map(change).toList(), sets, analytic);
    }

    /// A bit for each key, the first one highest, that is set when the set lacks it.
    private long id(List<Integer> set) {
        long id = 0;
        for (int key = 0; key < keys.size(); key++) {
            id = id << 1 | (set.contains(key) ? 0 : 1);
        }
        return id;
    }

    private boolean inEverySet(int key) {
        return sets.stream().allMatch(set -> set.contains(key));
    }

    /// The input of the aggregation and the keys over it. `values` are the block's keys and `id` is what `grouping_id()` gives, both over
    /// `input`; among `keys` they are found again, unless they are constants.
    record Settled(Logical input, List<Expr> keys, List<Expr> values, Expr id) {}

    /// Puts below the aggregation what gives each row once for each set, with nulls for the keys that the set lacks. Keys of every set stay as
    /// they are, so that what is known about them, as that they are event time, stays known.
    Settled settle(Logical input) {
        return sets.size() == 1 ? one(input) : several(input);
    }

    private Settled one(Logical input) {
        var used = new ArrayList<Expr>();
        var values = new ArrayList<Expr>();
        for (int key = 0; key < keys.size(); key++) {
            boolean there = inEverySet(key);
            var expression = keys.get(key);
            values.add(there ? expression : new Expr.Literal(null, expression.type()));
            if (there) {
                used.add(expression);
            }
        }
        var id = new Expr.Literal(id(sets.getFirst()), DataType.LONG);
        if (used.isEmpty() && !keys.isEmpty()) {
            // As in Spark, a set without keys has no group without rows when keys were named.
            used.add(id);
        }
        return new Settled(input, used.stream().distinct().toList(), values, id);
    }

    private Settled several(Logical input) {
        var fields = new ArrayList<Field>();
        var values = new ArrayList<Expr>();
        int width = input.schema().size();
        for (int key = 0; key < keys.size(); key++) {
            var expression = keys.get(key);
            if (inEverySet(key)) {
                values.add(expression);
            } else {
                values.add(new Expr.Column(width + fields.size(), expression.type(), true));
                fields.add(new Field("key" + key, expression.type(), true));
            }
        }
        var id = new Expr.Column(width + fields.size(), DataType.LONG, false);
        fields.add(new Field(ID, DataType.LONG, false));
        var used = new ArrayList<>(values);
        used.add(id);
        if (sets.stream().map(this::id).distinct().count() < sets.size()) {
            used.add(new Expr.Column(width + fields.size(), DataType.INT, false));
            fields.add(new Field(POSITION, DataType.INT, false));
        }
        var generate = new Logical.Generate(input, "stack", rows(fields), false,
                new Schema(fields));
        return new Settled(generate, used, values, id);
    }

    /// The arguments of a `stack` that gives the columns `fields` for each set.
    private List<Expr> rows(List<Field> fields) {
        var arguments = new ArrayList<Expr>(
                List.of(new Expr.Literal(sets.size(), DataType.INT)));
        for (int i = 0; i < sets.size(); i++) {
            var set = sets.get(i);
            for (int key = 0; key < keys.size(); key++) {
                var expression = keys.get(key);
                if (set.contains(key) && !inEverySet(key)) {
                    arguments.add(expression);
                } else if (!inEverySet(key)) {
                    arguments.add(new Expr.Literal(null, expression.type()));
                }
            }
            arguments.add(new Expr.Literal(id(set), DataType.LONG));
            if (fields.getLast().name().equals(POSITION)) {
                arguments.add(new Expr.Literal(i, DataType.INT));
            }
        }
        return arguments;
    }
}

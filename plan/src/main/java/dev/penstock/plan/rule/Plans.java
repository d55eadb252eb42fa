package dev.penstock.plan.rule;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.Logical;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Parts of plans that rules make, in few words.
final class Plans {
    private Plans() {}

    /// All expressions of a node itself.
    static List<Expr> expressions(Logical node) {
        var all = new ArrayList<Expr>();
        node.mapExpressions(e -> {
            all.add(e);
            return e;
        });
        return all;
    }

    /// The columns of a plan, from number `from` to before `to`.
    static List<Expr> columns(Logical plan, int from, int to) {
        var all = new ArrayList<Expr>();
        for (int i = from; i < to; i++) {
            var field = plan.schema().field(i);
            all.add(new Expr.Column(i, field.type(), field.nullable()));
        }
        return all;
    }

    static Expr column(Logical plan, int index) {
        return columns(plan, index, index + 1).getFirst();
    }

    static Schema schema(List<Field> first, List<Field> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return new Schema(all);
    }

    /// The expressions under the names of the columns that they are, or `part` and a number.
    static Logical project(Logical input, List<Expr> columns) {
        var fields = new ArrayList<Field>();
        for (var column : columns) {
            var name = column instanceof Expr.Column(int index, _, _)
                    ? input.schema().field(index).name()
                    : "part" + fields.size();
            fields.add(new Field(name, column.type(), column.nullable()));
        }
        return new Logical.Project(input, columns, new Schema(fields));
    }

    /// The plan without its columns from number `from` to before `to`.
    static Logical without(Logical plan, int from, int to) {
        if (from == to) {
            return plan;
        }
        var kept = columns(plan, 0, from);
        kept.addAll(columns(plan, to, plan.schema().size()));
        return project(plan, kept);
    }

    static Logical aggregate(Logical input, List<Expr> keys, AggregateCall... calls) {
        var fields = new ArrayList<Field>();
        keys.forEach(k -> fields
                .add(new Field("key" + fields.size(), k.type(), k.nullable())));
        for (var call : calls) {
            fields.add(new Field(call.function() + fields.size(), call.type(), call.nullable()));
        }
        return new Logical.Aggregate(input, keys, List.of(calls), new Schema(fields));
    }

    static AggregateCall count(List<Expr> arguments) {
        return new AggregateCall("count", arguments, false, Optional.empty(), false, DataType.LONG,
                false, Expr.ErrorMode.ANSI);
    }

    static Expr call(String function, boolean nullable, Expr... arguments) {
        return new Expr.Call(function, List.of(arguments), DataType.BOOLEAN, nullable,
                Expr.ErrorMode.ANSI);
    }

    static Expr equal(Expr left, Expr right) {
        return call("eq", left.nullable() || right.nullable(), left, right);
    }

    /// Equal, or both null.
    static Expr same(Expr left, Expr right) {
        return left.nullable() || right.nullable()
                ? call("nseq", false, left, right)
                : equal(left, right);
    }

    static Expr or(Expr left, Expr right) {
        return call("or", left.nullable() || right.nullable(), left, right);
    }

    static Expr isNull(Expr value) {
        return call("isnull", false, value);
    }

    static Expr isNotNull(Expr value) {
        return call("isnotnull", false, value);
    }

    static Expr literal(boolean value) {
        return new Expr.Literal(value, DataType.BOOLEAN);
    }

    static Expr number(long value) {
        return new Expr.Literal(value, DataType.LONG);
    }

    /// `CASE WHEN condition THEN value ELSE otherwise END`.
    static Expr choose(Expr condition, Expr value, Expr otherwise) {
        return new Expr.Case(List.of(new Expr.When(condition, value)), otherwise,
                otherwise.type(), value.nullable() || otherwise.nullable());
    }

    static UserException notYet(String feature) {
        return new UserException("NOT_YET_SUPPORTED", Map.of("feature", feature, "hint", ""));
    }
}

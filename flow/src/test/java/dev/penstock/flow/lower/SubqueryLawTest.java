package dev.penstock.flow.lower;

import static dev.penstock.flow.lower.Plans.*;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.Order;
import dev.penstock.plan.logical.Expr.Outer;
import dev.penstock.plan.logical.Expr.Subquery;
import dev.penstock.plan.logical.Expr.SubqueryKind;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.rule.Optimizer;
import dev.penstock.plan.rule.Rules;
import dev.penstock.plan.spec.Relation.JoinType;
import dev.penstock.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Incremental equals batch for subqueries over rows that come and go: kinds, conditions and shapes are drawn at random.
class SubqueryLawTest {
    private static final int RUNS = 1000;
    private static final Schema ORDERS = Schema.of(Field.of("key", DataType.BYTE),
            Field.of("value", DataType.INT));
    private static final Schema ITEMS = Schema.of(Field.of("key", DataType.BYTE),
            Field.of("price", DataType.INT));

    private interface Query {
        Logical over(Gen gen, Logical orders, Logical items);
    }

    private static void check(Query query) {
        Gen.check(RUNS, gen -> {
            var orders = gen.flip() ? stream("orders", ORDERS) : changing("orders", ORDERS);
            var items = gen.flip() ? stream("items", ITEMS) : changing("items", ITEMS);
            var plan = new Optimizer(Rules.all()).optimize(query.over(gen, orders, items));
            Law.check(gen, plan, gen.pick(3, 10, 30));
        });
    }

    private static Expr outer(int index) {
        return new Outer(index, ORDERS.type(index), true);
    }

    private static List<Expr> columns(Logical input) {
        return List.of(column(input, 0), column(input, 1));
    }

    /// Items that belong to an order: by key, by more than equality, or all.
    private static Logical related(Gen gen, Logical items) {
        return switch (gen.below(4)) {
            case 0 -> items;
            case 1 -> filter(items, call("eq", DataType.BOOLEAN, column(items, 0), outer(0)));
            case 2 -> filter(items, call("nseq", DataType.BOOLEAN, outer(0), column(items, 0)));
            default -> filter(items, call("lt", DataType.BOOLEAN, column(items, 1), outer(1)));
        };
    }

    private static Logical columnOf(Logical input, int index) {
        return new Logical.Project(input, List.of(column(input, index)),
                Schema.of(input.schema().field(index)));
    }

    private static Expr in(Gen gen, Logical orders, Logical items) {
        var related = related(gen, items);
        int column = gen.below(2);
        return new Subquery(SubqueryKind.IN, columnOf(related, column), columns(orders),
                List.of(column(orders, column)), DataType.BOOLEAN, true);
    }

    private static Expr exists(Gen gen, Logical orders, Logical items) {
        return new Subquery(SubqueryKind.EXISTS, related(gen, items), columns(orders), List.of(),
                DataType.BOOLEAN, false);
    }

    private static Expr maybeNot(Gen gen, Expr condition) {
        return gen.flip() ? condition : call("not", DataType.BOOLEAN, condition);
    }

    @Test
    void rowsThatPassASubquery() {
        check((gen, orders, items) -> filter(orders, maybeNot(gen,
                gen.flip() ? in(gen, orders, items) : exists(gen, orders, items))));
    }

    @Test
    void subqueriesAmongOtherConditions() {
        check((gen, orders, items) -> filter(orders, call("or", DataType.BOOLEAN,
                maybeNot(gen, gen.flip() ? in(gen, orders, items) : exists(gen, orders, items)),
                call("gt", DataType.BOOLEAN, column(orders, 1),
                        new Expr.Literal(3, DataType.INT)))));
    }

    @Test
    void scalarSubqueries() {
        check((gen, orders, items) -> {
            var related = related(gen, items);
            var counted = group(related, List.of(), gen.flip()
                    ? aggregate("count", DataType.LONG)
                    : aggregate("max", DataType.INT, column(related, 1)));
            var having = gen.flip()
                    ? counted
                    : filter(counted, call("isnotnull", DataType.BOOLEAN, column(counted, 0)));
            var value = new Subquery(SubqueryKind.SCALAR, having, columns(orders), List.of(),
                    counted.schema().type(0), true);
            var all = new ArrayList<>(columns(orders));
            all.add(value);
            var fields = new ArrayList<>(ORDERS.fields());
            fields.add(Field.of("related", value.type()));
            return new Logical.Project(orders, all, new Schema(fields));
        });
    }

    @Test
    void lateralJoins() {
        check((gen, orders, items) -> {
            var related = related(gen, items);
            var right = switch (gen.below(3)) {
                case 0 -> related;
                case 1 -> new Logical.Sort(related,
                        List.of(new Order(column(related, 1), gen.flip(), gen.flip()),
                                new Order(column(related, 0), true, true)),
                        Optional.of((long) gen.pick(1, 3)), gen.pick(0, 1));
                default -> group(related, List.of(), aggregate("count", DataType.LONG));
            };
            return new Logical.Apply(orders, right, gen.pick(JoinType.INNER, JoinType.LEFT),
                    columns(orders), Optional.empty());
        });
    }
}

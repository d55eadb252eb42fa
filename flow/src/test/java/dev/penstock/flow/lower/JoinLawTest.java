package dev.penstock.flow.lower;

import static dev.penstock.flow.lower.Plans.*;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Relation.JoinType;
import dev.penstock.testkit.Gen;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Joins of every type keep the law, whichever of their sides change.
class JoinLawTest {
    private static final Schema LEFT = Schema.of(Field.of("key", DataType.BYTE),
            Field.of("name", DataType.STRING), Field.of("value", DataType.INT));
    private static final Schema RIGHT = Schema.of(Field.of("key", DataType.BYTE),
            Field.of("title", DataType.STRING));

    private static Logical join(Logical left, Logical right, JoinType type,
            Optional<Expr> condition) {
        boolean cross = type == JoinType.CROSS;
        return new Logical.Join(left, right, type, cross ? List.of() : List.of(column(left, 0)),
                cross ? List.of() : List.of(column(right, 0)), condition);
    }

    /// Sides that only grow, that change, and that never do; a condition beyond equality at times.
    private static void check(JoinType type, Gen gen) {
        var left = side(gen, "left", LEFT);
        var right = side(gen, "right", RIGHT);
        var residual = call("lt", DataType.BOOLEAN, new Expr.Column(1, DataType.STRING, true),
                new Expr.Column(4, DataType.STRING, true));
        Law.check(gen, join(left, right, type,
                gen.flip() ? Optional.of(residual) : Optional.empty()), 60);
    }

    private static Logical side(Gen gen, String name, Schema schema) {
        return switch (gen.below(4)) {
            case 0 -> stream(name, schema);
            case 1 -> table(name, schema);
            default -> changing(name, schema);
        };
    }

    @ParameterizedTest
    @EnumSource(JoinType.class)
    void aJoinOfWhatChanges(JoinType type) {
        Gen.check(Law.RUNS, gen -> check(type, gen));
    }

    @ParameterizedTest
    @EnumSource(JoinType.class)
    void aJoinOfJoinsAndAggregates(JoinType type) {
        Gen.check(Law.RUNS, gen -> {
            var left = side(gen, "left", LEFT);
            var counts = group(left, List.of(column(left, 0)), aggregate("count", DataType.LONG));
            var right = side(gen, "right", RIGHT);
            var inner = join(counts, right, gen.pick(JoinType.values()), Optional.empty());
            var third = side(gen, "third", RIGHT);
            var outer = join(inner, third, type, Optional.empty());
            Law.check(gen, group(outer, List.of(column(outer, 1)),
                    aggregate("count", DataType.LONG)), 40);
        });
    }
}

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Incremental equals batch, operator by operator.
class LawTest {
    private static final Schema EVENTS = Schema.of(Field.of("key", DataType.BYTE),
            Field.of("name", DataType.STRING),
            Field.of("value", DataType.INT));
    private static final Schema NAMES = Schema.of(Field.of("key", DataType.BYTE),
            Field.of("title", DataType.STRING));

    private static final Logical EVENT_STREAM = stream("events", EVENTS);

    private static void check(Logical plan) {
        Gen.check(Law.RUNS, gen -> Law.check(gen, plan, 200));
    }

    private static Expr isTrue(Logical input) {
        return call("gt", DataType.BOOLEAN, column(input, 2), new Expr.Literal(0, DataType.INT));
    }

    private static Expr sumArgument(Logical input) {
        return new Expr.Cast(column(input, 2), DataType.LONG, true, Expr.ErrorMode.ANSI);
    }

    @Test
    void filterAndProject() {
        var filtered = filter(EVENT_STREAM, isTrue(EVENT_STREAM));
        check(new Logical.Project(filtered, List.of(column(filtered, 1)),
                Schema.of(Field.of("name", DataType.STRING))));
    }

    @Test
    void union() {
        check(new Logical.Union(List.of(EVENT_STREAM, stream("more", EVENTS)), EVENTS));
    }

    @Test
    void distinctRows() {
        check(group(EVENT_STREAM, List.of(column(EVENT_STREAM, 0))));
    }

    @Test
    void countAndSumPerKey() {
        check(group(EVENT_STREAM, List.of(column(EVENT_STREAM, 0)),
                aggregate("count", DataType.LONG),
                aggregate("sum", DataType.LONG, sumArgument(EVENT_STREAM)),
                aggregate("min", DataType.STRING, column(EVENT_STREAM, 1)),
                aggregate("max", DataType.INT, column(EVENT_STREAM, 2))));
    }

    @Test
    void countOfAllRowsExistsWithoutRows() {
        check(group(EVENT_STREAM, List.of(), aggregate("count", DataType.LONG)));
    }

    @Test
    void countDistinctAndFilter() {
        check(group(EVENT_STREAM, List.of(column(EVENT_STREAM, 0)),
                distinct(aggregate("count", DataType.LONG, column(EVENT_STREAM, 1))),
                where(aggregate("count", DataType.LONG), isTrue(EVENT_STREAM)),
                where(distinct(aggregate("count", DataType.LONG, column(EVENT_STREAM, 1))),
                        isTrue(EVENT_STREAM))));
    }

    @Test
    void countOfCounts() {
        var counts = group(EVENT_STREAM, List.of(column(EVENT_STREAM, 0)),
                aggregate("count", DataType.LONG));
        check(group(counts, List.of(column(counts, 1)), aggregate("count", DataType.LONG)));
    }

    @Test
    void distinctOfCounts() {
        var counts = group(EVENT_STREAM, List.of(column(EVENT_STREAM, 0)),
                aggregate("count", DataType.LONG));
        check(group(counts, List.of(column(counts, 1))));
    }

    @ParameterizedTest
    @EnumSource(value = JoinType.class, names = {"INNER", "LEFT", "LEFT_SEMI", "LEFT_ANTI"})
    void streamJoinedWithATable(JoinType type) {
        var names = table("names", NAMES);
        check(new Logical.Join(EVENT_STREAM, names, type, List.of(column(EVENT_STREAM, 0)),
                List.of(column(names, 0)),
                Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource(value = JoinType.class, names = {"INNER", "LEFT", "LEFT_SEMI", "LEFT_ANTI"})
    void streamJoinedWithATableOnMoreThanEquality(JoinType type) {
        var names = table("names", NAMES);
        var residual = call("lt", DataType.BOOLEAN, new Expr.Column(1, DataType.STRING, true),
                new Expr.Column(4, DataType.STRING, true));
        check(new Logical.Join(EVENT_STREAM, names, type, List.of(column(EVENT_STREAM, 0)),
                List.of(column(names, 0)),
                Optional.of(residual)));
    }

    @ParameterizedTest
    @EnumSource(value = JoinType.class, names = {"INNER", "RIGHT"})
    void tableJoinedWithAStream(JoinType type) {
        var names = table("names", NAMES);
        check(new Logical.Join(names, EVENT_STREAM, type, List.of(column(names, 0)),
                List.of(column(EVENT_STREAM, 0)),
                Optional.empty()));
    }

    @Test
    void aggregateOfAJoin() {
        var names = table("names", NAMES);
        var join = new Logical.Join(EVENT_STREAM, names, JoinType.INNER,
                List.of(column(EVENT_STREAM, 0)), List.of(column(names, 0)),
                Optional.empty());
        check(group(join, List.of(column(join, 4)), aggregate("count", DataType.LONG)));
    }

    @Test
    void limitOfAggregatesInOrder() {
        var counts = group(EVENT_STREAM, List.of(column(EVENT_STREAM, 0)),
                aggregate("count", DataType.LONG));
        check(new Logical.Sort(counts,
                List.of(new Expr.Order(column(counts, 1), false, false),
                        new Expr.Order(column(counts, 0), true, true)),
                Optional.of(3L), 1));
    }
}

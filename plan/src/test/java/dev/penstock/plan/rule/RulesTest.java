package dev.penstock.plan.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.bind.Binder;
import dev.penstock.plan.bind.Catalog;
import dev.penstock.plan.bind.Settings;
import dev.penstock.plan.function.FunctionCatalog;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.logical.PlanText;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Statement;
import dev.penstock.plan.syntax.SqlParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulesTest {
    private static final Schema LEFT = Schema.of(Field.of("a", DataType.INT),
            Field.of("b", DataType.INT), Field.of("c", DataType.STRING));
    private static final Schema RIGHT = Schema.of(Field.of("a", DataType.INT),
            Field.of("d", DataType.INT));
    /// Adds two whole numbers, and gives up on everything else.
    private static final Evaluator ADDS = expression -> expression instanceof Expr.Call(var name, var arguments, var type, _, _)
            && name.equals("add") && arguments.get(0) instanceof Expr.Literal(Integer x, _)
            && arguments.get(1) instanceof Expr.Literal(Integer y, _)
                    ? Optional.of(new Expr.Literal(x + y, type))
                    : Optional.empty();

    private static final Catalog TABLES = new Catalog() {
        @Override
        public Optional<Entry> find(List<String> name) {
            return Optional.of(new Entry.Live(name.getLast().equals("l") ? LEFT : RIGHT));
        }

        @Override
        public List<String> names() {
            return List.of("l", "r");
        }

        @Override
        public Schema schema(String format, Map<String, String> options, Optional<Schema> declared,
                boolean streaming) {
            return declared.orElseThrow();
        }
    };

    private static Logical bind(String sql) {
        return new Binder(TABLES, FunctionCatalog.standard(), Settings.DEFAULT)
                .bind(relation(new SqlParser(Settings.DEFAULT.zone()).parseStatement(sql)));
    }

    private static Relation relation(Statement statement) {
        return switch (statement) {
            case Statement.At(var inner, _) -> relation(inner);
            case Statement.Query(var relation) -> relation;
            default -> throw new AssertionError(statement);
        };
    }

    private static void fires(Rule rule, String sql, String plan) {
        var after = rule.apply(bind(sql));
        PlanCheck.check(after);
        assertThat(PlanText.explain(after).stripTrailing()).as(sql).isEqualTo(plan);
    }

    private static void doesNotFire(Rule rule, String sql) {
        var before = bind(sql);
        assertThat(rule.apply(before)).as(sql).isEqualTo(before);
    }

    @Test
    void constantFolding() {
        fires(new ConstantFolding(ADDS), "SELECT a + (1 + 2) AS x FROM l", """
                Project [(a + 3) AS x]
                +- Scan l [a, b, c]""");
        doesNotFire(new ConstantFolding(ADDS), "SELECT a + 1, rand() FROM l");
    }

    @Test
    void simplifyBooleans() {
        fires(new SimplifyBooleans(), "SELECT a FROM l WHERE true AND NOT NOT a > 1", """
                Project [a]
                +- Filter (a > 1)
                   +- Scan l [a, b, c]""");
        doesNotFire(new SimplifyBooleans(), "SELECT a FROM l WHERE a > 1 AND b > 1");
    }

    @Test
    void pruneJsonFields() {
        var json = " FROM (SELECT from_json(c, 'x INT, y STRING, z STRING') AS e FROM l)";
        var after = new PruneJsonFields()
                .apply(bind("SELECT e.z AS z, e.z AS again" + json + " WHERE e.x = 1"));
        PlanCheck.check(after);
        var pruned = (Logical.Project) after.inputs().getFirst().inputs().getFirst();
        assertThat(pruned.schema().type(0).simpleString()).isEqualTo("struct<x:int,z:string>");
        assertThat(((Expr.FieldOf) ((Logical.Project) after).columns().getFirst()).index())
                .isEqualTo(1);
        assertThat(new PruneJsonFields().apply(after)).isEqualTo(after);
        doesNotFire(new PruneJsonFields(), "SELECT e, e.z AS z" + json);
        doesNotFire(new PruneJsonFields(), "SELECT e.x AS x, e.y AS y, e.z AS z" + json);
        doesNotFire(new PruneJsonFields(),
                "SELECT e.x AS x FROM (SELECT from_json(c, 'x INT, y INT', map('mode', 'FAILFAST')) AS e FROM l)");
    }

    @Test
    void joinKeys() {
        fires(new JoinKeys(), "SELECT l.a FROM l JOIN r ON r.a = l.a + 1 AND l.b < r.d", """
                Project [a#0 AS a]
                +- Join INNER, (a + 1) = a, (b < d)
                   :- Scan l [a, b, c]
                   +- Scan r [a, d]""");
        doesNotFire(new JoinKeys(), "SELECT l.a FROM l JOIN r ON l.a < r.a AND l.a = 1");
    }

    @Test
    void pushFilterDownIntoTheSidesOfAJoin() {
        fires(new PushFilterDown(),
                "SELECT l.a FROM l LEFT JOIN r ON l.a = r.a AND r.d > 1 WHERE l.b = 2 AND r.d IS NULL",
                """
                        Project [a#0 AS a]
                        +- Filter isnull(d)
                           +- Join LEFT, (a#0 = a#3)
                              :- Filter (b = 2)
                              :  +- Scan l [a, b, c]
                              +- Filter (d > 1)
                                 +- Scan r [a, d]""");
        doesNotFire(new PushFilterDown(),
                "SELECT l.a FROM l FULL JOIN r ON l.a = r.a WHERE l.b = 2");
    }

    @Test
    void pushFilterDownThroughProjectUnionAndAggregate() {
        fires(new PushFilterDown(),
                "SELECT * FROM (SELECT a AS x FROM l UNION ALL SELECT d FROM r) WHERE x > 1", """
                        Union
                        :- Project [a AS x]
                        :  +- Filter (a > 1)
                        :     +- Scan l [a, b, c]
                        +- Project [d]
                           +- Filter (d > 1)
                              +- Scan r [a, d]""");
        fires(new PushFilterDown(), "SELECT a, count(*) FROM l GROUP BY a HAVING a > 1", """
                Aggregate [a], [count(*)]
                +- Filter (a > 1)
                   +- Scan l [a, b, c]""");
        doesNotFire(new PushFilterDown(), "SELECT a, count(*) AS n FROM l GROUP BY a HAVING n > 1");
        doesNotFire(new PushFilterDown(), "SELECT * FROM (SELECT a + b AS x FROM l) WHERE x > 1");
    }

    @Test
    void mergeProjects() {
        fires(new MergeProjects(), "SELECT x + 1 AS y FROM (SELECT a * 2 AS x, b FROM l)", """
                Project [((a * 2) + 1) AS y]
                +- Scan l [a, b, c]""");
        doesNotFire(new MergeProjects(), "SELECT x + x FROM (SELECT a * 2 AS x FROM l)");
        doesNotFire(new MergeProjects(), "SELECT x FROM (SELECT rand() AS x FROM l)");
    }

    @Test
    void removeRedundantProjects() {
        fires(new RemoveRedundantProjects(),
                "SELECT x, count(*) AS n FROM (SELECT a AS x, b AS y, c AS z FROM l) GROUP BY x",
                """
                        Aggregate [a], [count(*)]
                        +- Scan l [a, b, c]""");
        doesNotFire(new RemoveRedundantProjects(), "SELECT b, a FROM l");
    }

    @Test
    void pruneColumns() {
        fires(new PruneColumns(), "SELECT l.c FROM l JOIN r ON l.a = r.a WHERE r.d > 1", """
                Project [c]
                +- Filter (d > 1)
                   +- Join INNER, (a#0 = a#2)
                      :- Scan l [a, c]
                      +- Scan r [a, d]""");
        fires(new PruneColumns(), "SELECT count(*) FROM l", """
                Aggregate [], [count(*)]
                +- Scan l [a]""");
        doesNotFire(new PruneColumns(), "SELECT c, b, a FROM l");
    }

    @Test
    void togetherTheyKeepTheSchema() {
        var plan = bind(
                "SELECT x.c, sum(r.d) AS s FROM (SELECT * FROM l WHERE b > 1) x JOIN r USING (a) WHERE d < 3 GROUP BY x.c ORDER BY s");
        var optimized = new Optimizer(Rules.all()).optimize(plan);
        assertThat(optimized.schema()).isEqualTo(plan.schema());
        assertThat(PlanText.explain(optimized).stripTrailing()).isEqualTo("""
                Sort [s ASC NULLS FIRST]
                +- Aggregate [c], [sum(d)]
                   +- Join INNER, a = a
                      :- Filter (b > 1)
                      :  +- Scan l [a, b, c]
                      +- Filter (d < 3)
                         +- Scan r [a, d]""");
    }

    @Test
    void groupsByTheStartOfATumblingWindow() {
        var plan = bind(
                "SELECT window(timestamp_seconds(a), '10 seconds') AS w, count(*) FROM l GROUP BY 1");
        var rewritten = new GroupByWindowStart().apply(plan);
        assertThat(PlanText.explain(rewritten))
                .contains("Aggregate [window(timestamp_seconds(a), 10000000, 10000000, 0).start]");
        assertThat(rewritten.schema()).isEqualTo(plan.schema());
        PlanCheck.check(rewritten);
    }

    @Test
    void leavesOtherGroupsAlone() {
        var plan = bind("SELECT a, count(*) FROM l GROUP BY a");
        assertThat(new GroupByWindowStart().apply(plan)).isEqualTo(plan);
    }
}

package dev.penstock.flow.lower;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.bind.Binder;
import dev.penstock.plan.bind.Catalog;
import dev.penstock.plan.bind.Settings;
import dev.penstock.plan.function.FunctionCatalog;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.rule.Optimizer;
import dev.penstock.plan.rule.Rules;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Statement;
import dev.penstock.plan.syntax.SqlParser;
import dev.penstock.testkit.Gen;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The law for queries in SQL, as they come out of the binder and the rules.
///
/// There are streams `a`, `b` and `c` whose rows come and go, the stream `grows`, and the table `fixed`, all of the columns `k INT, s STRING, v INT`.
final class SqlLaw implements Catalog {
    private static final Schema ROWS = Schema.of(Field.of("k", DataType.BYTE),
            Field.of("s", DataType.STRING), Field.of("v", DataType.BYTE));
    private static final Schema OPERATIONS = Schema.of(Field.of("id", DataType.BOOLEAN),
            Field.of("k", DataType.BYTE), Field.of("s", DataType.STRING),
            Field.of("v", DataType.BYTE), new Field(Plans.OPERATION, DataType.BYTE, false));
    private static final SqlParser PARSER = new SqlParser(Settings.DEFAULT.zone());

    /// Runs a query over random rows, in one epoch and in many, and compares.
    static void check(Gen gen, String sql, int rowsPerScan) {
        try {
            Law.check(gen, plan(sql), rowsPerScan);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("the law does not hold for " + sql, e);
        }
    }

    /// Runs a query and one that has to mean the same over random rows, and compares.
    static void same(Gen gen, String sql, String other, int rowsPerScan) {
        try {
            Law.same(gen, plan(sql), plan(other), rowsPerScan);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(sql + " is not the same as " + other, e);
        }
    }

    static Logical plan(String sql) {
        var bound = new Binder(new SqlLaw(), FunctionCatalog.standard(), Settings.DEFAULT)
                .bind(relation(sql));
        return new Optimizer(Rules.all()).optimize(bound.mapUp(SqlLaw::asStream));
    }

    private static Logical asStream(Logical node) {
        if (node instanceof Logical.Scan scan) {
            var name = scan.options().getOrDefault("name", "");
            return new Logical.Scan(scan.format(), name, scan.options(), scan.sourceSchema(),
                    scan.columns(), !name.equals("fixed"));
        }
        return node;
    }

    private static Relation relation(String sql) {
        return relation(PARSER.parseStatement(sql));
    }

    private static Relation relation(Statement statement) {
        return switch (statement) {
            case Statement.At(var inner, _) -> relation(inner);
            case Statement.Query(var relation) -> relation;
            default -> throw new AssertionError(statement);
        };
    }

    @Override
    public Optional<Entry> find(List<String> name) {
        var last = name.getLast();
        return Optional.of(switch (last) {
            case "a", "b", "c" -> new Entry.View(relation(
                    "SELECT int(k) AS k, s, int(v) AS v FROM (SELECT id, k, s, v, sum(op) AS n FROM "
                            + last + "_changes GROUP BY id, k, s, v) WHERE n > 0"),
                    List.of());
            case "grows", "fixed" -> new Entry.View(relation(
                    "SELECT int(k) AS k, s, int(v) AS v FROM " + last + "_rows"), List.of());
            case "grows_rows", "fixed_rows" -> source(last.replace("_rows", ""), ROWS);
            default -> source(last, OPERATIONS);
        });
    }

    private static Entry source(String name, Schema schema) {
        return new Entry.External("test", Map.of("name", name), Optional.of(schema));
    }

    @Override
    public List<String> names() {
        return List.of("a", "b", "c", "grows", "fixed");
    }

    @Override
    public Schema schema(String format, Map<String, String> options, Optional<Schema> declared,
            boolean streaming) {
        return declared.orElse(ROWS);
    }
}

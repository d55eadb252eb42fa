package dev.penstock.bench;

import dev.penstock.data.Schema;
import dev.penstock.data.sys.World;
import dev.penstock.engine.epoch.SourceFactory;
import dev.penstock.io.Connector;
import dev.penstock.io.Options;
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
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/// Plans of SQL text over one generated stream, for benchmarks of parts below the session.
public final class Plans {
    public static final ZoneId ZONE = ZoneId.of("UTC");
    private static final String FORMAT = "rate-micro-batch";

    private Plans() {}

    /// The plan of a query over `STREAM generated`, which is of format `rate-micro-batch` with these options.
    public static Logical stream(String sql, Map<String, String> options) {
        return new Optimizer(Rules.all()).optimize(asWritten(sql, options));
    }

    /// The same without the rules: a node for each clause.
    public static Logical asWritten(String sql, Map<String, String> options) {
        return bound(sql, new Generated(options));
    }

    /// The plan of a query over a table of these columns, whatever it calls the table.
    public static Logical table(String sql, Schema columns) {
        return new Optimizer(Rules.all()).optimize(bound(sql, new OneTable(columns)));
    }

    private static Logical bound(String sql, Catalog catalog) {
        var relation = relation(new SqlParser(ZONE).parseStatement(sql));
        return new Binder(catalog, FunctionCatalog.standard(), Settings.DEFAULT).bind(relation);
    }

    /// The plan of a query over several streams of one format, each with options of its own, by name.
    public static Logical streams(String sql, String format,
            Map<String, Map<String, String>> options) {
        return new Optimizer(Rules.all()).optimize(bound(sql, new Streams(format, options)));
    }

    private static Relation relation(Statement statement) {
        return switch (statement) {
            case Statement.At(var inner, _) -> relation(inner);
            case Statement.Query(var relation) -> relation;
            default -> throw new IllegalArgumentException("not a query: " + statement);
        };
    }

    /// How many nodes a plan has.
    public static int operators(Logical plan) {
        return 1 + plan.inputs().stream().mapToInt(Plans::operators).sum();
    }

    /// Makes the sources of such plans.
    public static SourceFactory sources() {
        return (scan, directory) -> connector(scan.format()).source(
                new Connector.SourceRequest(new Options(scan.format(), "source", scan.options()),
                        Optional.empty(),
                        true, directory, World.system()));
    }

    /// The connector of a format.
    public static Connector connector(String format) {
        for (var connector : ServiceLoader.load(Connector.class)) {
            if (connector.format().equals(format)) {
                return connector;
            }
        }
        throw new IllegalArgumentException("no connector for " + format);
    }

    private record Generated(Map<String, String> options) implements Catalog {
        @Override
        public Optional<Entry> find(List<String> name) {
            return Optional.of(new Entry.External(FORMAT, options, Optional.empty()));
        }

        @Override
        public List<String> names() {
            return List.of("generated");
        }

        @Override
        public Schema schema(String format, Map<String, String> given, Optional<Schema> declared,
                boolean streaming) {
            return connector(format).schema(new Connector.SourceRequest(
                    new Options(format, "source", given), declared, streaming,
                    Optional.empty(), World.system()));
        }
    }

    private record Streams(String format,
            Map<String, Map<String, String>> options) implements Catalog {
        @Override
        public Optional<Entry> find(List<String> name) {
            return Optional.ofNullable(options.get(name.getLast()))
                    .map(found -> new Entry.External(format, found, Optional.empty()));
        }

        @Override
        public List<String> names() {
            return List.copyOf(options.keySet());
        }

        @Override
        public Schema schema(String of, Map<String, String> given, Optional<Schema> declared,
                boolean streaming) {
            return new Generated(given).schema(of, given, declared, streaming);
        }
    }

    private record OneTable(Schema columns) implements Catalog {
        @Override
        public Optional<Entry> find(List<String> name) {
            return Optional.of(new Entry.Live(columns));
        }

        @Override
        public List<String> names() {
            return List.of();
        }

        @Override
        public Schema schema(String format, Map<String, String> given, Optional<Schema> declared,
                boolean streaming) {
            return columns;
        }
    }
}

package dev.penstock.plan.spec;

import dev.penstock.data.Schema;
import dev.penstock.data.error.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a user asks the engine to do: a query, or a command.
public sealed interface Statement {
    /// The same statement with the place in the text where it was read.
    record At(Statement statement, Position position) implements Statement {}

    record Query(Relation relation) implements Statement {}

    /// `text` is the view's query as written, empty when it was not made from text.
    record CreateView(List<String> name, List<String> columns, Relation query, String text,
            boolean temporary, boolean global,
            boolean replace, boolean ifNotExists) implements Statement {
        public CreateView {
            name = List.copyOf(name);
            columns = List.copyOf(columns);
        }
    }

    /// `CREATE TABLE name (columns) USING format OPTIONS (...)`: a source, a sink, or both. With `query` it is filled once.
    record CreateTable(List<String> name, Optional<Schema> schema, String format,
            Map<String, String> options,
            List<String> partitionBy, Optional<Relation> query, boolean ifNotExists,
            boolean replace) implements Statement {
        public CreateTable {
            name = List.copyOf(name);
            options = Map.copyOf(options);
            partitionBy = List.copyOf(partitionBy);
        }
    }

    /// `CREATE STREAMING TABLE | MATERIALIZED VIEW name [AS query]`: a table that is kept up to date incrementally.
    /// A streaming table may come without a query; flows then fill it.
    record CreateLiveTable(List<String> name, boolean materializedView, Optional<Schema> schema,
            Map<String, String> properties,
            Optional<Relation> query, boolean ifNotExists) implements Statement {
        public CreateLiveTable {
            name = List.copyOf(name);
            properties = Map.copyOf(properties);
        }
    }

    /// `CREATE FLOW name AS INSERT INTO target [WITH (options)] [BY NAME] query`: a streaming query that feeds a table.
    record CreateFlow(List<String> name, List<String> target, Map<String, String> options,
            boolean byName, Relation query) implements Statement {
        public CreateFlow {
            name = List.copyOf(name);
            options = Map.copyOf(options);
            target = List.copyOf(target);
        }
    }

    record Insert(List<String> target, List<String> columns, boolean byName, boolean overwrite,
            Relation query) implements Statement {
        public Insert {
            target = List.copyOf(target);
            columns = List.copyOf(columns);
        }
    }

    record Drop(ObjectKind kind, List<String> name, boolean ifExists) implements Statement {
        public Drop {
            name = List.copyOf(name);
        }
    }

    enum ObjectKind {
        TABLE, VIEW
    }

    /// `SHOW TABLES [LIKE pattern]`, `SHOW VIEWS`, `SHOW FUNCTIONS`, `SHOW COLUMNS IN t`; `pattern` with `*` and `|` as Spark has it.
    record Show(Shown what, List<String> of, String pattern) implements Statement {
        public Show {
            of = List.copyOf(of);
        }
    }

    enum Shown {
        TABLES, VIEWS, FUNCTIONS, COLUMNS, DATABASES, CATALOGS
    }

    /// `DESCRIBE [TABLE] [EXTENDED] name`.
    record DescribeTable(List<String> name, boolean extended) implements Statement {
        public DescribeTable {
            name = List.copyOf(name);
        }
    }

    /// `DESCRIBE [QUERY] query`.
    record DescribeQuery(Relation query) implements Statement {}

    /// `DESCRIBE FUNCTION [EXTENDED] name`.
    record DescribeFunction(List<String> name, boolean extended) implements Statement {
        public DescribeFunction {
            name = List.copyOf(name);
        }
    }

    record Explain(Statement statement, ExplainMode mode) implements Statement {}

    enum ExplainMode {
        SIMPLE, EXTENDED, CODEGEN, COST, FORMATTED
    }

    /// `SET key = value`; without a value shows it, without a key shows all.
    record Set(Optional<String> key, Optional<String> value) implements Statement {}

    /// `RESET [key]`.
    record Reset(Optional<String> key) implements Statement {}

    /// `USE [CATALOG | DATABASE] name`.
    record Use(List<String> name) implements Statement {
        public Use {
            name = List.copyOf(name);
        }
    }
}

package dev.penstock.engine.session;

import dev.penstock.data.DataType;
import dev.penstock.data.Schema;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.syntax.SqlParser;
import java.time.ZoneId;

/// Pieces of SQL outside of statements, which belong to no session yet: timestamps without a zone in them are of the machine's zone.
public final class Sql {
    private static final SqlParser PARSER = new SqlParser(ZoneId.systemDefault());

    private Sql() {}

    /// An expression, with or without a name: `a + 1 AS b`.
    public static Expression expression(String sql) {
        return PARSER.parseExpression(sql);
    }

    /// A type: `array<int>`.
    public static DataType dataType(String sql) {
        return PARSER.parseDataType(sql);
    }

    /// Columns: `id BIGINT, name STRING`.
    public static Schema schema(String ddl) {
        return PARSER.parseSchema(ddl);
    }
}

package dev.penstock.plan.syntax;

import dev.penstock.plan.spec.Statement;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;

/// What is not a query.
final class Statements {
    private final Reading reading;

    Statements(Reading reading) {
        this.reading = reading;
    }

    Statement statement(SingleStatementContext context) {
        if (context.setResetStatement() != null) {
            throw reading.unsupported("SET", context);
        }
        var statement = statement(context.statement());
        return new Statement.At(statement, reading.position(context.statement()));
    }

    private Statement statement(StatementContext context) {
        return switch (context) {
            case StatementDefaultContext c -> new Statement.Query(reading.queries.query(c.query()));
            default -> throw reading.unsupported(reading.text(context), context);
        };
    }
}

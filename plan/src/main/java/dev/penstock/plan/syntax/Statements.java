package dev.penstock.plan.syntax;

import dev.penstock.plan.spec.Statement;
import dev.penstock.plan.spec.Statement.DescribeFunction;
import dev.penstock.plan.spec.Statement.DescribeQuery;
import dev.penstock.plan.spec.Statement.DescribeTable;
import dev.penstock.plan.spec.Statement.Drop;
import dev.penstock.plan.spec.Statement.Explain;
import dev.penstock.plan.spec.Statement.ExplainMode;
import dev.penstock.plan.spec.Statement.Insert;
import dev.penstock.plan.spec.Statement.ObjectKind;
import dev.penstock.plan.spec.Statement.Query;
import dev.penstock.plan.spec.Statement.Show;
import dev.penstock.plan.spec.Statement.Shown;
import dev.penstock.plan.spec.Statement.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;
import org.jspecify.annotations.Nullable;

/// Statements that do not create anything, and the way to all others.
final class Statements {
    private final Reading reading;

    Statements(Reading reading) {
        this.reading = reading;
    }

    Statement statement(SingleStatementContext context) {
        return context.setResetStatement() == null
                ? statement(context.statement())
                : configuration(context.setResetStatement());
    }

    private Statement configuration(SetResetStatementContext context) {
        return new Statement.At(reading.configurations.statement(context),
                reading.position(context));
    }

    private Statement statement(StatementContext context) {
        reading.down(context, 1);
        var statement = switch (context) {
            case StatementDefaultContext c -> new Query(reading.queries.query(c.query()));
            case DmlStatementContext c -> change(c);
            case CreateViewContext c -> reading.definitions.view(c);
            case CreateTempViewUsingContext c -> reading.definitions.viewOfSource(c);
            case CreateTableContext c -> reading.definitions.table(c);
            case ReplaceTableContext c -> reading.definitions.table(c);
            case CreatePipelineDatasetContext c -> reading.definitions.liveTable(c);
            case CreatePipelineInsertIntoFlowContext c -> reading.definitions.flow(c);
            case DropTableContext c -> drop(c);
            case DropViewContext c -> new Drop(ObjectKind.VIEW,
                    reading.names.of(c.identifierReference()), c.EXISTS() != null);
            case ExplainContext c -> explain(c);
            case UseContext c -> new Use(reading.names.of(c.identifierReference()));
            case UseNamespaceContext c -> new Use(reading.names.of(c.identifierReference()));
            default -> look(context);
        };
        reading.up(1);
        return new Statement.At(statement, reading.position(context));
    }

    private Statement look(StatementContext context) {
        return switch (context) {
            case ShowTablesContext c -> show(Shown.TABLES, c.identifierReference(), c.pattern);
            case ShowViewsContext c -> show(Shown.VIEWS, c.identifierReference(), c.pattern);
            case ShowCatalogsContext c -> show(Shown.CATALOGS, null, c.pattern);
            case ShowNamespacesContext c -> {
                List<String> of = c.multipartIdentifier() == null
                        ? List.of()
                        : reading.names.of(c.multipartIdentifier());
                yield new Show(Shown.DATABASES, of, pattern(c.pattern));
            }
            case ShowColumnsContext c -> columns(c);
            case ShowFunctionsContext c -> functions(c);
            case DescribeRelationContext c -> describe(c);
            case DescribeQueryContext c -> new DescribeQuery(reading.queries.query(c.query()));
            case DescribeFunctionContext c ->
                new DescribeFunction(function(c.describeFuncName()), c.EXTENDED() != null);
            case CreateTableLikeContext c -> throw reading.unsupported("CREATE TABLE LIKE", c);
            default -> throw reading.unsupported(reading.keywords(context), context);
        };
    }

    private Statement drop(DropTableContext context) {
        if (context.PURGE() != null) {
            throw reading.error("UNSUPPORTED_FEATURE.PURGE_TABLE", Map.of(), context);
        }
        return new Drop(ObjectKind.TABLE, reading.names.of(context.identifierReference()),
                context.EXISTS() != null);
    }

    private Statement explain(ExplainContext context) {
        if (context.LOGICAL() != null) {
            throw reading.notAllowed("EXPLAIN LOGICAL", context);
        }
        var explained = context.statement() == null
                ? configuration(context.setResetStatement())
                : statement(context.statement());
        return new Explain(explained, mode(context));
    }

    private static ExplainMode mode(ExplainContext context) {
        if (context.EXTENDED() != null) {
            return ExplainMode.EXTENDED;
        }
        if (context.FORMATTED() != null) {
            return ExplainMode.FORMATTED;
        }
        if (context.CODEGEN() != null) {
            return ExplainMode.CODEGEN;
        }
        return context.COST() == null ? ExplainMode.SIMPLE : ExplainMode.COST;
    }

    private Statement change(DmlStatementContext context) {
        if (context.dmlStatementNoWith() instanceof MultiInsertQueryContext many) {
            throw reading.unsupported("FROM ... INSERT", many);
        }
        if (!(context.dmlStatementNoWith() instanceof SingleInsertQueryContext insert)) {
            throw reading.unsupported(reading.keywords(context.dmlStatementNoWith()), context);
        }
        if (insert.queryAlias != null && insert.queryAlias.strictIdentifier() != null) {
            throw reading.unsupported("An alias of the query of INSERT", insert.queryAlias);
        }
        var query = reading.queries.with(context.ctes(), reading.queries.placed(insert.query()));
        return switch (insert.insertInto()) {
            case InsertIntoTableContext c -> {
                check(c.optionsClause(), c.partitionSpec(), c.EVOLUTION() == null ? null : c);
                yield new Insert(reading.names.of(c.identifierReference()),
                        columns(c.identifierList()), c.NAME() != null, false, query);
            }
            case InsertOverwriteTableContext c -> {
                check(c.optionsClause(), c.partitionSpec(), c.EVOLUTION() == null ? null : c);
                yield new Insert(reading.names.of(c.identifierReference()),
                        columns(c.identifierList()), c.NAME() != null, true, query);
            }
            default -> throw reading.unsupported("INSERT with REPLACE, USING or DIRECTORY",
                    insert.insertInto());
        };
    }

    /// Refuses the clauses of an insert that we do not do; those that were not written are null.
    void check(@Nullable OptionsClauseContext options, @Nullable PartitionSpecContext partition,
            @Nullable ParserRuleContext evolution) {
        if (options != null) {
            throw reading.unsupported("INSERT with options", options);
        }
        if (partition != null) {
            throw reading.unsupported("INSERT into a PARTITION", partition);
        }
        if (evolution != null) {
            throw reading.unsupported("INSERT WITH SCHEMA EVOLUTION", evolution);
        }
    }

    private List<String> columns(@Nullable IdentifierListContext context) {
        return context == null ? List.of() : reading.names.of(context);
    }

    private Statement show(Shown what, @Nullable IdentifierReferenceContext of,
            @Nullable StringLitContext pattern) {
        return new Show(what, of == null ? List.of() : reading.names.of(of), pattern(pattern));
    }

    private String pattern(@Nullable StringLitContext context) {
        return context == null ? "" : reading.literals.string(context);
    }

    private Statement columns(ShowColumnsContext context) {
        var table = new ArrayList<>(reading.names.of(context.table));
        if (context.ns != null) {
            table.addAll(0, reading.names.of(context.ns));
        }
        return new Show(Shown.COLUMNS, table, "");
    }

    private Statement functions(ShowFunctionsContext context) {
        if (context.functionScope != null
                && !context.functionScope.getText().equalsIgnoreCase("all")) {
            throw reading.unsupported("SHOW "
                    + context.functionScope.getText().toUpperCase(Locale.ROOT) + " FUNCTIONS",
                    context.functionScope);
        }
        if (context.legacy != null) {
            return new Show(Shown.FUNCTIONS, List.of(),
                    String.join(".", reading.names.of(context.legacy)));
        }
        return show(Shown.FUNCTIONS, context.ns, context.pattern);
    }

    private Statement describe(DescribeRelationContext context) {
        if (context.partitionSpec() != null) {
            throw reading.unsupported("DESCRIBE of a PARTITION", context.partitionSpec());
        }
        if (context.describeColName() != null) {
            throw reading.unsupported("DESCRIBE of a column", context.describeColName());
        }
        if (context.JSON() != null) {
            throw reading.unsupported("DESCRIBE AS JSON", context);
        }
        Token option = context.option;
        return new DescribeTable(reading.names.of(context.identifierReference()), option != null);
    }

    private List<String> function(DescribeFuncNameContext context) {
        if (context.identifierReference() != null) {
            return reading.names.of(context.identifierReference());
        }
        return List.of(context.stringLit() == null
                ? context.getText()
                : reading.literals.string(context.stringLit()));
    }
}

package dev.penstock.plan.syntax;

import dev.penstock.data.Schema;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.DataSource;
import dev.penstock.plan.spec.Statement;
import dev.penstock.plan.spec.Statement.CreateFlow;
import dev.penstock.plan.spec.Statement.CreateLiveTable;
import dev.penstock.plan.spec.Statement.CreateTable;
import dev.penstock.plan.spec.Statement.CreateView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;
import org.jspecify.annotations.Nullable;

/// `CREATE` of tables, views, streaming tables and flows.
final class Definitions {
    private final Reading reading;

    Definitions(Reading reading) {
        this.reading = reading;
    }

    Statement view(CreateViewContext context) {
        boolean temporary = context.TEMPORARY() != null;
        boolean ifNotExists = context.EXISTS() != null;
        boolean replace = context.REPLACE() != null;
        if (temporary && ifNotExists) {
            throw reading.error("_LEGACY_ERROR_TEMP_0053", Map.of(), context);
        }
        if (replace && ifNotExists) {
            throw reading.notAllowed(
                    "CREATE VIEW with both IF NOT EXISTS and REPLACE is not allowed", context);
        }
        refuse("WITH SCHEMA", context.schemaBinding());
        refuse("PARTITIONED ON", context.identifierList());
        refuse("DEFAULT COLLATION", context.collationSpec());
        refuse("TBLPROPERTIES of a view", context.propertyList());
        List<String> columns = context.identifierCommentList() == null
                ? List.of()
                : context.identifierCommentList().identifierComment().stream()
                        .map(c -> reading.names.of(c.identifier())).toList();
        return new CreateView(reading.names.of(context.identifierReference()), columns,
                reading.queries.query(context.query()),
                reading.text(context.query()), temporary, context.GLOBAL() != null, replace,
                ifNotExists);
    }

    /// `CREATE TEMPORARY VIEW v USING format OPTIONS (...)`.
    Statement viewOfSource(CreateTempViewUsingContext context) {
        var options = reading.properties.of(context.propertyList());
        Optional<Schema> schema = Optional.ofNullable(context.colTypeList())
                .map(reading.types::schema);
        var source = new DataSource(format(context.tableProvider()), schema, options, List.of(),
                false);
        return new CreateView(reading.names.of(context.tableIdentifier()), List.of(),
                reading.at(context.tableProvider(), source), "", true,
                context.GLOBAL() != null, context.REPLACE() != null, false);
    }

    Statement table(CreateTableContext context) {
        var header = context.createTableHeader();
        if (header.TEMPORARY() != null) {
            throw reading.error("INVALID_SQL_SYNTAX.CREATE_TEMP_TABLE_USING_PROVIDER", Map.of(),
                    header);
        }
        var parts = new TableParts(context.tableElementList(), context.tableProvider(),
                context.createTableClauses(), context.query());
        return table(reading.names.of(header.identifierReference()), parts, header.EXISTS() != null,
                false);
    }

    Statement table(ReplaceTableContext context) {
        var header = context.replaceTableHeader();
        if (header.CREATE() == null) {
            throw reading.unsupported("REPLACE TABLE", "Write CREATE OR REPLACE TABLE.", header);
        }
        var parts = new TableParts(context.tableElementList(), context.tableProvider(),
                context.createTableClauses(), context.query());
        return table(reading.names.of(header.identifierReference()), parts, false, true);
    }

    /// What follows the name of a table; null for what was not written.
    private record TableParts(@Nullable TableElementListContext columns,
            @Nullable TableProviderContext provider, CreateTableClausesContext clauses,
            @Nullable QueryContext query) {}

    private Statement table(List<String> name, TableParts parts, boolean ifNotExists,
            boolean replace) {
        var clauses = parts.clauses();
        refuseStorage(clauses);
        refuse("TBLPROPERTIES", "Write OPTIONS.", clauses.propertyList());
        var options = new LinkedHashMap<>(
                reading.properties.of(first(clauses.expressionPropertyList(), "OPTIONS", clauses)));
        var location = first(clauses.locationSpec(), "LOCATION", clauses);
        if (location != null) {
            var path = reading.literals.string(location.stringLit());
            options.keySet().stream().filter("path"::equalsIgnoreCase).findFirst()
                    .ifPresent(key -> {
                        throw reading.error("_LEGACY_ERROR_TEMP_0032",
                                Map.of("pathOne", path, "pathTwo", options.get(key)), location);
                    });
            options.put("path", path);
        }
        Optional<Relation> query = Optional.ofNullable(parts.query()).map(reading.queries::query);
        return new CreateTable(name, schema(parts.columns()), format(parts.provider()), options,
                partitions(first(clauses.partitionFieldList(), "PARTITIONED BY", clauses)), query,
                ifNotExists, replace);
    }

    private Optional<Schema> schema(@Nullable TableElementListContext context) {
        return Optional.ofNullable(context).map(reading.types::schema);
    }

    private String format(@Nullable TableProviderContext context) {
        return context == null
                ? ""
                : String.join(".", reading.names.of(context.multipartIdentifier()));
    }

    private List<String> partitions(@Nullable PartitionFieldListContext context) {
        return context == null ? List.of() : context.fields.stream().map(this::partition).toList();
    }

    private String partition(PartitionFieldContext context) {
        if (context instanceof PartitionTransformContext transform
                && transform.transform() instanceof IdentityTransformContext identity) {
            return String.join(".", reading.names.of(identity.qualifiedName()));
        }
        throw reading.unsupported("PARTITIONED BY something else than a column", context);
    }

    private void refuseStorage(CreateTableClausesContext clauses) {
        refuse("SKEWED BY", clauses.skewSpec());
        refuse("CLUSTER BY of a table", clauses.clusterBySpec());
        refuse("CLUSTERED BY", clauses.bucketSpec());
        refuse("ROW FORMAT", clauses.rowFormat());
        refuse("STORED AS", clauses.createFileFormat());
        refuse("DEFAULT COLLATION", clauses.collationSpec());
    }

    private void refuse(String clause, List<? extends ParserRuleContext> written) {
        refuse(clause, "", written);
    }

    private void refuse(String clause, String hint, List<? extends ParserRuleContext> written) {
        if (!written.isEmpty()) {
            throw reading.unsupported(clause, hint, written.getFirst());
        }
    }

    private <C> @Nullable C first(List<C> written, String clause, ParserRuleContext context) {
        if (written.size() > 1) {
            throw reading.error("DUPLICATE_CLAUSES", Map.of("clauseName", clause), context);
        }
        return written.isEmpty() ? null : written.getFirst();
    }

    /// `CREATE STREAMING TABLE` and `CREATE MATERIALIZED VIEW`.
    Statement liveTable(CreatePipelineDatasetContext context) {
        var header = context.createPipelineDatasetHeader();
        var clauses = context.createTableClauses();
        boolean view = header.materializedView() != null;
        refuseStorage(clauses);
        refuse("OPTIONS of a table that is kept up to date", "Write TBLPROPERTIES.",
                clauses.expressionPropertyList());
        refuse("PARTITIONED BY of a table that is kept up to date", clauses.partitionFieldList());
        refuse("LOCATION of a table that is kept up to date", clauses.locationSpec());
        if (context.tableProvider() != null) {
            throw reading.unsupported("USING of a table that is kept up to date",
                    context.tableProvider());
        }
        if (view && context.query() == null) {
            throw reading.error("PARSE_SYNTAX_ERROR", Map.of("error", "end of input", "hint",
                    ": a materialized view needs AS and a query"), context);
        }
        var properties = new LinkedHashMap<>(
                reading.properties.of(first(clauses.propertyList(), "TBLPROPERTIES", clauses)));
        var comment = first(clauses.commentSpec(), "COMMENT", clauses);
        if (comment != null) {
            properties.put("comment", reading.literals.string(comment.stringLit()));
        }
        Optional<Relation> query = Optional.ofNullable(context.query())
                .map(reading.queries::placed);
        return new CreateLiveTable(reading.names.of(header.identifierReference()), view,
                schema(context.tableElementList()), properties, query,
                header.EXISTS() != null);
    }

    /// `CREATE FLOW name AS INSERT INTO target [WITH (options)] [BY NAME] query`.
    Statement flow(CreatePipelineInsertIntoFlowContext context) {
        if (!(context.insertInto() instanceof InsertIntoTableContext insert)) {
            throw reading.unsupported("A flow that does something else than INSERT INTO",
                    context.insertInto());
        }
        reading.statements.check(null, insert.partitionSpec(),
                insert.EVOLUTION() == null ? null : insert);
        if (insert.identifierList() != null) {
            throw reading.unsupported("A list of columns in CREATE FLOW", "Write BY NAME.",
                    insert.identifierList());
        }
        return new CreateFlow(reading.names.of(context.createPipelineFlowHeader().flowName),
                reading.names.of(insert.identifierReference()),
                insert.optionsClause() == null
                        ? Map.of()
                        : reading.properties.of(insert.optionsClause().propertyList()),
                insert.NAME() != null, reading.queries.placed(context.query()));
    }
}

package dev.penstock.connect.server.plan;

import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.DottedName;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Alias;
import dev.penstock.plan.spec.Expression.Attribute;
import dev.penstock.plan.spec.Expression.Function;
import dev.penstock.plan.spec.Expression.Literal;
import dev.penstock.plan.spec.Expression.Star;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.SubqueryAlias;
import dev.penstock.plan.spec.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.connect.proto.Parse;
import org.apache.spark.connect.proto.Range;
import org.apache.spark.connect.proto.Read;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.WithRelations;

/// Relations without an input: what is read, what the client brought, SQL text. Used by the thread that translates a plan.
final class SourceMessages {
    private final Translation translation;

    SourceMessages(Translation translation) {
        this.translation = translation;
    }

    Relation relation(org.apache.spark.connect.proto.Relation message) {
        return switch (message.getRelTypeCase()) {
            case READ -> read(message.getRead());
            case SQL -> translation.state().execute(statement(message.getSql()));
            case LOCAL_RELATION -> LocalMessages.rows(message.getLocalRelation());
            case RANGE -> range(message.getRange());
            case CACHED_LOCAL_RELATION -> LocalMessages.cached(
                    message.getCachedLocalRelation().getHash(), translation.session());
            case CHUNKED_CACHED_LOCAL_RELATION -> LocalMessages.chunked(
                    message.getChunkedCachedLocalRelation(), translation.session());
            case CACHED_REMOTE_RELATION -> KeptRelations.of(translation.session())
                    .find(message.getCachedRemoteRelation().getRelationId());
            case WITH_RELATIONS -> withRelations(message.getWithRelations());
            case UNRESOLVED_TABLE_VALUED_FUNCTION -> new Relation.TableFunction(
                    DottedName.parts(
                            message.getUnresolvedTableValuedFunction().getFunctionName()),
                    translation.expressions().expressions(
                            message.getUnresolvedTableValuedFunction().getArgumentsList()));
            case PARSE -> parse(message.getParse());
            default -> throw new AssertionError(message.getRelTypeCase());
        };
    }

    private Relation read(Read message) {
        return switch (message.getReadTypeCase()) {
            case NAMED_TABLE -> new Relation.NamedTable(
                    DottedName.parts(message.getNamedTable().getUnparsedIdentifier()),
                    message.getNamedTable().getOptionsMap(), message.getIsStreaming());
            case DATA_SOURCE -> source(message.getDataSource(), message.getIsStreaming());
            case READTYPE_NOT_SET -> throw InvalidPlans.notSet("spark.connect.Read", "read_type");
        };
    }

    private Relation source(Read.DataSource message, boolean streaming) {
        if (message.getPredicatesCount() > 0) {
            throw new UserException("CONNECT_INVALID_PLAN.PREDICATES_NOT_SUPPORTED_FOR_DATA_SOURCE",
                    Map.of("format", message.getFormat()));
        }
        if (streaming && message.getPathsCount() > 1) {
            throw new UserException(
                    "CONNECT_INVALID_PLAN.MULTIPLE_PATHS_NOT_SUPPORTED_FOR_STREAMING_SOURCE",
                    Map.of());
        }
        // An empty schema is none: clients send it so.
        Optional<Schema> schema = message.getSchema().isEmpty()
                ? Optional.empty()
                : Optional.of(Types.schema(message.getSchema()));
        var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(message.getOptionsMap());
        return new Relation.DataSource(translation.state().format(message.getFormat()), schema,
                options, message.getPathsList(), streaming);
    }

    private static Relation range(Range message) {
        return new Relation.Range(message.getStart(), message.getEnd(), message.getStep());
    }

    /// SQL text with the values of its parameters in place. Older clients put the values into fields of their own.
    @SuppressWarnings("deprecation")
    Statement statement(SQL message) {
        var arguments = new LinkedHashMap<String, Expression>();
        message.getArgsMap()
                .forEach((name, value) -> arguments.put(name, LiteralMessages.constant(value)));
        message.getNamedArgumentsMap()
                .forEach((name, value) -> arguments.put(name, translation.expression(value)));
        for (var value : message.getPosArgsList()) {
            arguments.put(String.valueOf(arguments.size()), LiteralMessages.constant(value));
        }
        for (var value : message.getPosArgumentsList()) {
            arguments.put(String.valueOf(arguments.size()), translation.expression(value));
        }
        return arguments.isEmpty()
                ? translation.state().parse(message.getQuery())
                : translation.state().parse(message.getQuery(), arguments);
    }

    /// Relations that expressions refer to by number, or SQL text by name.
    private Relation withRelations(WithRelations message) {
        if (message.getRoot().hasSql()) {
            return withNames(message);
        }
        return translation.with(message.getReferencesList()).relation(message.getRoot());
    }

    private Relation withNames(WithRelations message) {
        var named = new ArrayList<SubqueryAlias>();
        for (var reference : message.getReferencesList()) {
            if (!reference.hasSubqueryAlias()) {
                return translation.with(message.getReferencesList()).relation(message.getRoot());
            }
            named.add(new SubqueryAlias(
                    translation.relation(reference.getSubqueryAlias().getInput()),
                    reference.getSubqueryAlias().getAlias(), List.of()));
        }
        var body = query(statement(message.getRoot().getSql())).orElseThrow(
                () -> new UserException("CONNECT_INVALID_PLAN.INVALID_SQL_WITH_REFERENCES",
                        Map.of("query", message.getRoot().getSql().getQuery())));
        return new Relation.With(named, body, false);
    }

    /// The query of a statement that is one.
    static Optional<Relation> query(Statement statement) {
        return switch (statement) {
            case Statement.At(var inner, var position) ->
                query(inner).map(relation -> new Relation.At(relation, position));
            case Statement.Query(var relation) -> Optional.of(relation);
            default -> Optional.empty();
        };
    }

    /// Rows of text, each of which is a row in some format.
    private Relation parse(Parse message) {
        var function = switch (message.getFormat()) {
            case PARSE_FORMAT_JSON -> "from_json";
            case PARSE_FORMAT_CSV -> "from_csv";
            case PARSE_FORMAT_XML -> throw InvalidPlans.notYet("reading XML");
            case PARSE_FORMAT_UNSPECIFIED, UNRECOGNIZED -> throw InvalidPlans
                    .unknown("spark.connect.Parse.ParseFormat", message.getFormatValue());
        };
        if (!message.hasSchema()) {
            throw InvalidPlans.notYet("to parse rows of text without a schema");
        }
        var input = translation.relation(message.getInput());
        var column = translation.state().schema(input).field(0).name();
        var arguments = new ArrayList<Expression>();
        arguments.add(Attribute.of(column));
        arguments.add(text(Types.type(message.getSchema()).sql()));
        if (message.getOptionsCount() > 0) {
            var options = new ArrayList<Expression>();
            message.getOptionsMap().forEach((key, value) -> {
                options.add(text(key));
                options.add(text(value));
            });
            arguments.add(Function.of("map", options));
        }
        var parsed = new Relation.Project(input,
                List.of(Alias.of(Function.of(function, arguments), "parsed")));
        return new Relation.Project(parsed, List.of(new Star(List.of("parsed"), List.of())));
    }

    private static Literal text(String value) {
        return new Literal(value, dev.penstock.data.DataType.STRING);
    }

}

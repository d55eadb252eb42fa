package dev.penstock.connect.server.plan;

import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.SessionState;
import dev.penstock.plan.spec.Expression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.connect.proto.Relation;

/// The translation of one plan: the session that it is for, and the relations that its expressions refer to by number.
///
/// One case a relation; what it means is in the class of its family. Used by one thread.
final class Translation {
    /// A plan that nests deeper than this is refused: translating and analysing it take the stack so many times.
    private static final int MAX_DEPTH = 400;

    private final ServerSession session;
    private final Map<Long, Relation> references;
    private final ExpressionMessages expressions;
    private final SourceMessages sources;
    private final ColumnMessages columns;
    private final RowMessages rows;
    private final GroupMessages groups;
    private final StatisticMessages statistics;
    private final CatalogMessages catalog;
    private int depth;

    Translation(ServerSession session) {
        this(session, Map.of());
    }

    private Translation(ServerSession session, Map<Long, Relation> references) {
        this.session = session;
        this.references = references;
        expressions = new ExpressionMessages(this);
        sources = new SourceMessages(this);
        columns = new ColumnMessages(this);
        rows = new RowMessages(this);
        groups = new GroupMessages(this);
        statistics = new StatisticMessages(this);
        catalog = new CatalogMessages(session);
    }

    /// The same session with more relations to refer to.
    Translation with(List<Relation> more) {
        var all = new HashMap<>(references);
        more.forEach(relation -> all.put(relation.getCommon().getPlanId(), relation));
        return new Translation(session, all);
    }

    ServerSession session() {
        return session;
    }

    SessionState state() {
        return session.session().state();
    }

    ExpressionMessages expressions() {
        return expressions;
    }

    Expression expression(org.apache.spark.connect.proto.Expression message) {
        descend();
        try {
            return expressions.expression(message);
        } finally {
            depth--;
        }
    }

    private void descend() {
        if (++depth > MAX_DEPTH) {
            depth = 0;
            throw new UserException("FAILED_TO_PARSE_TOO_COMPLEX", Map.of());
        }
    }

    /// The relation of this number among those that the plan brings along.
    dev.penstock.plan.spec.Relation reference(long planId) {
        var relation = references.get(planId);
        if (relation == null) {
            throw new UserException("CONNECT_INVALID_PLAN.INVALID_WITH_RELATION_REFERENCE",
                    Map.of());
        }
        return relation(relation);
    }

    /// The relation that a message means, under its number.
    dev.penstock.plan.spec.Relation relation(Relation message) {
        descend();
        try {
            var relation = family(message);
            return message.getCommon().hasPlanId()
                    ? new dev.penstock.plan.spec.Relation.Identified(relation,
                            message.getCommon().getPlanId())
                    : relation;
        } finally {
            depth--;
        }
    }

    private dev.penstock.plan.spec.Relation family(Relation message) {
        return switch (message.getRelTypeCase()) {
            case READ, SQL, LOCAL_RELATION, RANGE, CACHED_LOCAL_RELATION,
                    CHUNKED_CACHED_LOCAL_RELATION, CACHED_REMOTE_RELATION, WITH_RELATIONS,
                    UNRESOLVED_TABLE_VALUED_FUNCTION, PARSE ->
                sources.relation(message);
            case PROJECT, WITH_COLUMNS, WITH_COLUMNS_RENAMED, DROP, TO_DF, TO_SCHEMA, UNPIVOT,
                    TRANSPOSE, SUBQUERY_ALIAS ->
                columns.relation(message);
            case FILTER, SORT, LIMIT, OFFSET, TAIL, DEDUPLICATE, SAMPLE, HINT, REPARTITION,
                    REPARTITION_BY_EXPRESSION, WITH_WATERMARK, COLLECT_METRICS, SHOW_STRING,
                    HTML_STRING ->
                rows.relation(message);
            case AGGREGATE, JOIN, LATERAL_JOIN, SET_OP, AS_OF_JOIN -> groups.relation(message);
            case FILL_NA, DROP_NA, REPLACE, SUMMARY, CROSSTAB, DESCRIBE, COV, CORR, APPROX_QUANTILE,
                    FREQ_ITEMS, SAMPLE_BY ->
                statistics.relation(message);
            case CATALOG -> catalog.relation(message.getCatalog());
            case MAP_PARTITIONS, GROUP_MAP, CO_GROUP_MAP, APPLY_IN_PANDAS_WITH_STATE,
                    COMMON_INLINE_USER_DEFINED_TABLE_FUNCTION,
                    COMMON_INLINE_USER_DEFINED_DATA_SOURCE ->
                throw InvalidPlans.notYet("a function of the client's language ("
                        + message.getRelTypeCase() + ")");
            case RELATION_CHANGES, NEAREST_BY_JOIN, ML_RELATION, EXTENSION, UNKNOWN ->
                throw InvalidPlans.notYet("the relation " + message.getRelTypeCase());
            case RELTYPE_NOT_SET -> throw InvalidPlans.notSet("spark.connect.Relation", "rel_type");
        };
    }
}

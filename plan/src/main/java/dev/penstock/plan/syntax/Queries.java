package dev.penstock.plan.syntax;

import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.Deduplicate;
import dev.penstock.plan.spec.Relation.Filter;
import dev.penstock.plan.spec.Relation.Limit;
import dev.penstock.plan.spec.Relation.NamedTable;
import dev.penstock.plan.spec.Relation.Offset;
import dev.penstock.plan.spec.Relation.Project;
import dev.penstock.plan.spec.Relation.Repartition;
import dev.penstock.plan.spec.Relation.SetKind;
import dev.penstock.plan.spec.Relation.SetOperation;
import dev.penstock.plan.spec.Relation.Sort;
import dev.penstock.plan.spec.Relation.SubqueryAlias;
import dev.penstock.plan.spec.Relation.With;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;
import org.jspecify.annotations.Nullable;

/// `WITH`, set operations, `SELECT`, and what orders and limits a query.
final class Queries {
    private final Reading reading;

    Queries(Reading reading) {
        this.reading = reading;
    }

    Relation query(QueryContext context) {
        reading.down(context, 1);
        reading.windows.enter(context.queryOrganization().windowClause());
        var body = organized(term(context.queryTerm()), context.queryOrganization());
        reading.windows.leave();
        var result = with(context.ctes(), body);
        reading.up(1);
        return result;
    }

    /// The query with its place, for statements whose query may have to be handed on as text.
    Relation placed(QueryContext context) {
        return reading.at(context, query(context));
    }

    Relation with(@Nullable CtesContext context, Relation body) {
        if (context == null) {
            return body;
        }
        var names = new HashSet<String>();
        var definitions = new ArrayList<SubqueryAlias>();
        for (var named : context.namedQuery()) {
            if (named.LEVEL() != null) {
                throw reading.unsupported("MAX RECURSION LEVEL", named);
            }
            var name = reading.names.of(named.name);
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw reading.error("DUPLICATED_CTE_NAMES",
                        Map.of("duplicateNames", "`" + name + "`"), named);
            }
            List<String> columns = named.columnAliases == null
                    ? List.of()
                    : reading.names.of(named.columnAliases);
            definitions.add(new SubqueryAlias(query(named.query()), name, columns));
        }
        return new With(definitions, body, context.RECURSIVE() != null);
    }

    Relation term(QueryTermContext context) {
        return switch (context) {
            case QueryTermDefaultContext c -> primary(c.queryPrimary());
            case SetOperationContext _,OperatorPipeStatementContext _ -> steps(context);
            default -> throw reading.unsupported("The query " + reading.text(context), context);
        };
    }

    /// Set operations and pipes lean to the left: the loop goes down that side without recursion.
    private Relation steps(QueryTermContext context) {
        var steps = new ArrayList<QueryTermContext>();
        var first = context;
        for (var left = left(first); left != null; left = left(first)) {
            steps.add(first);
            first = left;
        }
        reading.down(context, steps.size());
        var result = term(first);
        for (var step : steps.reversed()) {
            result = switch (step) {
                case SetOperationContext c ->
                    setOperation(c, c.operator, c.setQuantifier(), result, term(c.right));
                case OperatorPipeStatementContext c ->
                    reading.pipes.apply(result, c.operatorPipeRightSide());
                default -> throw new AssertionError("only these have a left side");
            };
        }
        reading.up(steps.size());
        return result;
    }

    private static @Nullable QueryTermContext left(QueryTermContext context) {
        return switch (context) {
            case SetOperationContext c -> c.left;
            case OperatorPipeStatementContext c -> c.left;
            default -> null;
        };
    }

    Relation setOperation(ParserRuleContext context, Token operator,
            @Nullable SetQuantifierContext quantifier, Relation left, Relation right) {
        var kind = switch (operator.getType()) {
            case SqlBaseParser.UNION -> SetKind.UNION;
            case SqlBaseParser.INTERSECT -> SetKind.INTERSECT;
            default -> SetKind.EXCEPT;
        };
        boolean all = quantifier != null && quantifier.ALL() != null;
        return reading.at(context, new SetOperation(left, right, kind, all, false, false));
    }

    Relation primary(QueryPrimaryContext context) {
        return switch (context) {
            case QueryPrimaryDefaultContext c -> specification(c.querySpecification());
            case FromStmtContext c -> fromStatement(c.fromStatement());
            case TableContext c -> {
                var name = reading.names.of(c.identifierReference());
                yield reading.at(c.identifierReference(), new NamedTable(name, Map.of(), false));
            }
            case InlineTableDefault1Context c -> reading.relations.values(c.inlineTable());
            case SubqueryContext c -> query(c.query());
            default -> throw reading.unsupported("The query " + reading.text(context), context);
        };
    }

    private Relation specification(QuerySpecificationContext context) {
        if (!(context instanceof RegularQuerySpecificationContext c)) {
            throw reading.unsupported("TRANSFORM", context);
        }
        var from = c.fromClause() == null
                ? new Relation.OneRow()
                : reading.relations.from(c.fromClause());
        var input = reading.relations.lateralViews(from, c.lateralView());
        return select(input, new Select(c.selectClause(), c.whereClause(), c.aggregationClause(),
                c.havingClause(), c.windowClause(), c.qualifyClause()));
    }

    /// The clauses of `SELECT` after `FROM`; those that were not written are null.
    private record Select(SelectClauseContext select, @Nullable WhereClauseContext where,
            @Nullable AggregationClauseContext group,
            @Nullable HavingClauseContext having, @Nullable WindowClauseContext windows,
            @Nullable QualifyClauseContext qualify) {}

    private Relation fromStatement(FromStatementContext context) {
        var from = reading.relations.from(context.fromClause());
        var bodies = context.fromStatementBody();
        if (bodies.isEmpty()) {
            return from;
        }
        if (bodies.size() > 1) {
            throw reading.unsupported("FROM with several SELECT", bodies.get(1));
        }
        var c = bodies.getFirst();
        if (c.selectClause() == null) {
            throw reading.unsupported("TRANSFORM", c);
        }
        reading.windows.enter(c.queryOrganization().windowClause());
        var input = reading.relations.lateralViews(from, c.lateralView());
        var selected = select(input, new Select(c.selectClause(), c.whereClause(),
                c.aggregationClause(), c.havingClause(), c.windowClause(), c.qualifyClause()));
        var result = organized(selected, c.queryOrganization());
        reading.windows.leave();
        return result;
    }

    private Relation select(Relation from, Select clauses) {
        var input = clauses.where() == null ? from : where(from, clauses.where());
        reading.windows.enter(clauses.windows());
        var columns = reading.expressions.named(clauses.select().namedExpressionSeq());
        var result = clauses.group() == null && clauses.having() == null
                ? new Project(input, columns)
                : reading.groupings.aggregate(input, clauses.group(), columns, clauses.having());
        if (clauses.qualify() != null) {
            result = new Relation.Qualify(result,
                    reading.expressions.condition(clauses.qualify().booleanExpression()));
        }
        reading.windows.leave();
        var quantifier = clauses.select().setQuantifier();
        var distinct = quantifier == null || quantifier.DISTINCT() == null
                ? result
                : new Deduplicate(result, List.of(), false);
        return hinted(distinct, clauses.select().hints);
    }

    Relation where(Relation input, WhereClauseContext context) {
        return new Filter(input, reading.expressions.condition(context.booleanExpression()));
    }

    private Relation hinted(Relation input, List<HintContext> hints) {
        var result = input;
        for (var hint : hints) {
            for (var statement : hint.hintStatements) {
                var parameters = statement.parameters.stream().map(reading.calls::primary).toList();
                result = new Relation.Hint(result, reading.names.of(statement.hintName),
                        parameters);
            }
        }
        return result;
    }

    /// `ORDER BY`, `SORT BY`, `DISTRIBUTE BY`, `CLUSTER BY`, then `OFFSET`, then `LIMIT`.
    Relation organized(Relation input, QueryOrganizationContext context) {
        var result = ordered(input, context);
        if (context.offset != null) {
            result = new Offset(result, reading.expressions.expression(context.offset));
        }
        return context.limit == null
                ? result
                : new Limit(result, reading.expressions.expression(context.limit));
    }

    private Relation ordered(Relation input, QueryOrganizationContext context) {
        var expressions = reading.expressions;
        boolean order = !context.order.isEmpty();
        boolean cluster = !context.clusterBy.isEmpty();
        boolean distribute = !context.distributeBy.isEmpty();
        boolean sort = !context.sort.isEmpty();
        if ((order && (cluster || distribute || sort)) || (cluster && (distribute || sort))) {
            throw reading.error("UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES", Map.of(),
                    context);
        }
        if (order) {
            return new Sort(input, expressions.orders(context.order), true);
        }
        if (cluster) {
            var keys = expressions.expressions(context.clusterBy);
            return new Sort(new Repartition(input, keys),
                    keys.stream().map(Expression.SortOrder::ascending).toList(), false);
        }
        var spread = distribute
                ? new Repartition(input, expressions.expressions(context.distributeBy))
                : input;
        return sort ? new Sort(spread, expressions.orders(context.sort), false) : spread;
    }
}

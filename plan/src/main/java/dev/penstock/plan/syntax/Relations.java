package dev.penstock.plan.syntax;

import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Function;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.Join;
import dev.penstock.plan.spec.Relation.JoinType;
import dev.penstock.plan.spec.Relation.LateralView;
import dev.penstock.plan.spec.Relation.NamedTable;
import dev.penstock.plan.spec.Relation.Sample;
import dev.penstock.plan.spec.Relation.SubqueryAlias;
import dev.penstock.plan.spec.Relation.TableFunction;
import dev.penstock.plan.spec.Relation.Values;
import dev.penstock.plan.spec.Relation.Watermark;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;
import org.jspecify.annotations.Nullable;

/// What stands after `FROM`: tables, streams, subqueries, table functions, and their joins.
final class Relations {
    private final Reading reading;

    Relations(Reading reading) {
        this.reading = reading;
    }

    Relation from(FromClauseContext context) {
        reading.down(context, context.relation().size());
        var result = relation(context.relation(0));
        for (var next : context.relation().subList(1, context.relation().size())) {
            boolean lateral = next.LATERAL() != null;
            result = new Join(result, relation(next), JoinType.CROSS, Optional.empty(), List.of(),
                    false, lateral);
        }
        reading.up(context.relation().size());
        result = lateralViews(result, context.lateralView());
        if (context.unpivotClause() != null) {
            return reading.unpivots.unpivot(result, context.unpivotClause());
        }
        return context.pivotClause() == null
                ? result
                : reading.groupings.pivot(result, context.pivotClause());
    }

    Relation lateralViews(Relation input, List<LateralViewContext> contexts) {
        var result = input;
        for (var view : contexts) {
            var name = reading.names.of(view.qualifiedName());
            var arguments = reading.expressions.expressions(view.expression());
            var generator = reading.at(view, new Function(name, arguments, false, Optional.empty(),
                    List.of(), Optional.empty()));
            var columns = view.colName.stream().map(reading.names::of).toList();
            result = reading.at(view, new LateralView(result, generator, view.OUTER() != null,
                    reading.names.of(view.tblName), columns));
        }
        return result;
    }

    private Relation relation(RelationContext context) {
        reading.down(context, 1 + context.relationExtension().size());
        var result = primary(context.relationPrimary());
        for (var extension : context.relationExtension()) {
            if (extension.joinRelation() != null) {
                result = join(result, extension.joinRelation());
            } else if (extension.pivotClause() != null) {
                result = reading.groupings.pivot(result, extension.pivotClause());
            } else {
                result = reading.unpivots.unpivot(result, extension.unpivotClause());
            }
        }
        reading.up(1 + context.relationExtension().size());
        return result;
    }

    Relation join(Relation left, JoinRelationContext context) {
        if (context.nearestByClause() != null) {
            throw reading.unsupported("NEAREST BY", context.nearestByClause());
        }
        var type = type(context.joinType());
        var criteria = context.joinCriteria();
        boolean lateral = context.LATERAL() != null;
        if (lateral) {
            checkLateral(context, type);
        }
        var right = primary(context.right);
        Optional<Expression> condition = criteria == null
                ? Optional.empty()
                : Optional.ofNullable(criteria.booleanExpression())
                        .map(reading.expressions::condition);
        List<String> using = criteria == null || criteria.identifierList() == null
                ? List.of()
                : reading.names.of(criteria.identifierList());
        return reading.at(context,
                new Join(left, right, type, condition, using, context.NATURAL() != null, lateral));
    }

    private void checkLateral(JoinRelationContext context, JoinType type) {
        switch (type) {
            case INNER, LEFT, CROSS -> {
                // The right side may look at the left one.
            }
            case RIGHT, FULL, LEFT_SEMI, LEFT_ANTI ->
                throw reading.error("INVALID_LATERAL_JOIN_TYPE",
                        Map.of("joinType", type.name().replace('_', ' ')), context);
        }
        if (context.joinCriteria() != null && context.joinCriteria().identifierList() != null) {
            throw reading.error("UNSUPPORTED_FEATURE.LATERAL_JOIN_USING", Map.of(), context);
        }
    }

    private static JoinType type(JoinTypeContext context) {
        if (context.SEMI() != null) {
            return JoinType.LEFT_SEMI;
        }
        if (context.ANTI() != null) {
            return JoinType.LEFT_ANTI;
        }
        if (context.CROSS() != null) {
            return JoinType.CROSS;
        }
        if (context.FULL() != null) {
            return JoinType.FULL;
        }
        if (context.RIGHT() != null) {
            return JoinType.RIGHT;
        }
        return context.LEFT() == null ? JoinType.INNER : JoinType.LEFT;
    }

    private Relation primary(RelationPrimaryContext context) {
        return switch (context) {
            case TableNameContext c -> table(c);
            case AliasedQueryContext c ->
                aliased(watermarked(sampled(reading.queries.query(c.query()), c.sample()),
                        c.watermarkClause()), c.tableAlias());
            case AliasedRelationContext c ->
                aliased(watermarked(sampled(relation(c.relation()), c.sample()),
                        c.watermarkClause()), c.tableAlias());
            case InlineTableDefault2Context c -> values(c.inlineTable());
            case TableValuedFunctionContext c -> function(c.tableFunctionCallWithTrailingClauses());
            case StreamRelationContext c -> stream(c.streamRelationPrimary());
            case ChangelogTableNameContext c ->
                throw reading.unsupported("CHANGES of a table", c.changesClause());
            default -> throw reading.unsupported("The relation " + reading.text(context), context);
        };
    }

    private Relation table(TableNameContext context) {
        if (context.temporalClause() != null) {
            throw reading.unsupported("Time travel", context.temporalClause());
        }
        var name = reading.names.of(context.identifierReference());
        var table = reading.at(context.identifierReference(),
                new NamedTable(name, options(context.optionsClause()), false));
        return aliased(watermarked(sampled(table, context.sample()), context.watermarkClause()),
                context.tableAlias());
    }

    private Relation stream(StreamRelationPrimaryContext context) {
        if (!(context instanceof StreamTableNameContext c)) {
            throw reading.unsupported("STREAM of a table function", context);
        }
        if (c.streamChangesClause() != null) {
            throw reading.unsupported("CHANGES of a table", c.streamChangesClause());
        }
        if (c.identifiedByClause() != null) {
            throw reading.unsupported("IDENTIFIED BY", c.identifiedByClause());
        }
        var name = reading.names.of(c.multipartIdentifier());
        var table = reading.at(c.multipartIdentifier(),
                new NamedTable(name, options(c.optionsClause()), true));
        return aliased(watermarked(table, c.watermarkClause()), c.tableAlias());
    }

    private Map<String, String> options(@Nullable OptionsClauseContext context) {
        return context == null ? Map.of() : reading.properties.of(context.options);
    }

    Relation values(InlineTableContext context) {
        var rows = context.expression().stream().map(this::row).toList();
        return aliased(reading.at(context, new Values(rows)), context.tableAlias());
    }

    private List<Expression> row(ExpressionContext context) {
        var expressions = reading.expressions;
        if (context.booleanExpression() instanceof PredicatedContext predicated
                && predicated.predicate() == null
                && predicated.valueExpression() instanceof ValueExpressionDefaultContext value) {
            return switch (value.primaryExpression()) {
                case RowConstructorContext row ->
                    row.namedExpression().stream().map(expressions::named).toList();
                case StructContext row -> row.argument.stream().map(expressions::named).toList();
                default -> List.of(expressions.expression(context));
            };
        }
        return List.of(expressions.expression(context));
    }

    private Relation function(TableFunctionCallWithTrailingClausesContext context) {
        if (context.identifiedByClause() != null) {
            throw reading.unsupported("IDENTIFIED BY", context.identifiedByClause());
        }
        var call = context.tableFunctionCall();
        var arguments = call.functionTableArgument().stream().map(this::argument).toList();
        var function = reading.at(call,
                new TableFunction(reading.calls.name(call.funcName), arguments));
        return aliased(watermarked(function, context.watermarkClause()), context.tableAlias());
    }

    private Expression argument(FunctionTableArgumentContext context) {
        if (context.functionArgument() == null) {
            throw reading.unsupported("A table as an argument of a function", context);
        }
        return reading.calls.argument(context.functionArgument());
    }

    private Relation watermarked(Relation input, @Nullable WatermarkClauseContext context) {
        return context == null
                ? input
                : reading.at(context,
                        new Watermark(input, reading.expressions.named(context.colName),
                                reading.intervals.delay(context.delay)));
    }

    private Relation aliased(Relation input, TableAliasContext context) {
        if (context == null || context.strictIdentifier() == null) {
            return input;
        }
        List<String> columns = context.identifierList() == null
                ? List.of()
                : reading.names.of(context.identifierList());
        return reading.at(context,
                new SubqueryAlias(input, reading.names.of(context.strictIdentifier()), columns));
    }

    Relation sampled(Relation input, @Nullable SampleContext context) {
        if (context == null) {
            return input;
        }
        if (context.SYSTEM() != null) {
            throw reading.error("UNSUPPORTED_FEATURE.TABLESAMPLE_SYSTEM", Map.of(), context);
        }
        Optional<Long> seed = Optional.ofNullable(context.seed)
                .map(value -> (long) reading.types.integer(value));
        return switch (context.sampleMethod()) {
            case null -> throw reading.error("_LEGACY_ERROR_TEMP_0014", Map.of(), context);
            case SampleByRowsContext c ->
                new Relation.Limit(input, reading.expressions.expression(c.expression()));
            case SampleByPercentileContext c -> {
                var text = c.DECIMAL_VALUE() == null
                        ? String.valueOf(reading.types.integer(c.integerValue()))
                        : c.DECIMAL_VALUE().getText();
                var percent = new BigDecimal(text);
                yield sample(input,
                        (c.negativeSign == null ? percent : percent.negate()).movePointLeft(2),
                        seed, c);
            }
            case SampleByBucketContext c when c.ON() == null -> {
                double part = (double) reading.types.integer(c.numerator)
                        / reading.types.integer(c.denominator);
                yield sample(input, new BigDecimal(part), seed, c);
            }
            default -> throw reading.error("_LEGACY_ERROR_TEMP_0015",
                    Map.of("msg", reading.text(context.sampleMethod())), context);
        };
    }

    private Relation sample(Relation input, BigDecimal fraction, Optional<Long> seed,
            ParserRuleContext context) {
        if (fraction.signum() < 0 || fraction.compareTo(BigDecimal.ONE) > 0) {
            throw reading.error("_LEGACY_ERROR_TEMP_0064",
                    Map.of("msg", "Sampling fraction (" + fraction.toPlainString()
                            + ") must be on interval [0, 1]"),
                    context);
        }
        return new Sample(input, 0, fraction.doubleValue(), false, seed);
    }
}

package dev.penstock.plan.syntax;

import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Alias;
import dev.penstock.plan.spec.Expression.Attribute;
import dev.penstock.plan.spec.Expression.Function;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.Aggregate;
import dev.penstock.plan.spec.Relation.GroupKind;
import dev.penstock.plan.spec.Relation.Pivot;
import dev.penstock.plan.spec.Relation.SubqueryAlias;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;
import org.jspecify.annotations.Nullable;

/// `GROUP BY`, `HAVING` and `PIVOT`.
final class Groupings {
    /// As many sets as a CUBE of twelve has. More is a slip of the pen, and would fill the memory.
    private static final int MAX_SETS = 1 << 12;

    private final Reading reading;

    Groupings(Reading reading) {
        this.reading = reading;
    }

    private record Keys(GroupKind kind, List<Expression> expressions, List<List<Expression>> sets) {
        static Keys of(GroupKind kind, List<Expression> expressions) {
            return new Keys(kind, expressions, List.of());
        }
    }

    Relation aggregate(Relation input, @Nullable AggregationClauseContext group,
            List<Expression> output, @Nullable HavingClauseContext having) {
        var keys = group == null ? Keys.of(GroupKind.GROUP_BY, List.of()) : keys(group);
        Optional<Expression> condition = Optional.ofNullable(having)
                .map(h -> reading.expressions.condition(h.booleanExpression()));
        var aggregate = new Aggregate(input, keys.kind(), keys.expressions(), keys.sets(),
                Optional.empty(), output, condition);
        return group == null ? aggregate : reading.at(group, aggregate);
    }

    /// `|> AGGREGATE output GROUP BY keys`: the keys come first in the output.
    Relation pipeAggregate(Relation input, AggregationClauseContext group,
            List<Expression> output) {
        var keys = keys(group);
        var all = new ArrayList<>(keys.expressions());
        all.addAll(output);
        var plain = keys.expressions().stream()
                .map(key -> key instanceof Alias(var child, _, _) ? child : key).toList();
        return reading.at(group, new Aggregate(input, keys.kind(), plain, keys.sets(),
                Optional.empty(), all, Optional.empty()));
    }

    private Keys keys(AggregationClauseContext context) {
        var keys = written(context);
        if (keys.kind() == GroupKind.CUBE
                && 1L << Math.min(keys.expressions().size(), 62) > MAX_SETS) {
            throw tooMany(context);
        }
        return keys;
    }

    private Keys written(AggregationClauseContext context) {
        if (context.groupingExpressionsWithGroupingAnalytics.isEmpty()) {
            return trailing(context);
        }
        var clauses = context.groupingExpressionsWithGroupingAnalytics;
        if (clauses.stream().allMatch(clause -> clause.groupingAnalytics() == null)) {
            var keys = clauses.stream()
                    .map(clause -> reading.expressions.expression(clause.expression())).toList();
            return all(keys, context)
                    ? Keys.of(GroupKind.ALL, List.of())
                    : Keys.of(GroupKind.GROUP_BY, keys);
        }
        if (clauses.size() == 1) {
            var simple = simple(clauses.getFirst().groupingAnalytics());
            if (simple.isPresent()) {
                return simple.get();
            }
        }
        return sets(combined(clauses));
    }

    /// `GROUP BY a, b WITH ROLLUP`, `GROUP BY a, b GROUPING SETS (...)`, or no more than `GROUP BY a, b`.
    private Keys trailing(AggregationClauseContext context) {
        var keys = context.groupingExpressions.stream().map(reading.expressions::named).toList();
        if (context.kind == null) {
            return all(keys, context)
                    ? Keys.of(GroupKind.ALL, List.of())
                    : Keys.of(GroupKind.GROUP_BY, keys);
        }
        return switch (context.kind.getType()) {
            case SqlBaseParser.ROLLUP -> Keys.of(GroupKind.ROLLUP, keys);
            case SqlBaseParser.CUBE -> Keys.of(GroupKind.CUBE, keys);
            default -> new Keys(GroupKind.GROUPING_SETS, keys,
                    context.groupingSet().stream().map(this::set).toList());
        };
    }

    private static boolean all(List<Expression> keys, AggregationClauseContext context) {
        return keys.size() == 1
                && keys.getFirst() instanceof Expression.At(Attribute(var name, _), _)
                && name.size() == 1
                && name.getFirst().equalsIgnoreCase("all") && !context.getText().contains("`");
    }

    /// `ROLLUP(a, b)` and `CUBE(a, b)` of single expressions.
    private Optional<Keys> simple(GroupingAnalyticsContext context) {
        var sets = parts(context);
        if (context.GROUPING() != null || sets.stream().anyMatch(set -> set.size() != 1)) {
            return Optional.empty();
        }
        return Optional.of(Keys.of(context.ROLLUP() == null ? GroupKind.CUBE : GroupKind.ROLLUP,
                sets.stream().map(List::getFirst).toList()));
    }

    private static Keys sets(List<List<Expression>> sets) {
        var keys = new LinkedHashSet<Expression>();
        sets.forEach(keys::addAll);
        return new Keys(GroupKind.GROUPING_SETS, List.copyOf(keys), sets);
    }

    /// Every choice of one set from each clause: `GROUP BY a, CUBE(b, c)` is `GROUPING SETS ((a, b, c), (a, b), (a, c), (a))`.
    private List<List<Expression>> combined(List<GroupByClauseContext> clauses) {
        List<List<Expression>> result = List.of(List.of());
        for (var clause : clauses) {
            var choices = clause.groupingAnalytics() == null
                    ? List.of(List.of(reading.expressions.expression(clause.expression())))
                    : analytics(clause.groupingAnalytics());
            if ((long) result.size() * choices.size() > MAX_SETS) {
                throw tooMany(clause);
            }
            result = result.stream()
                    .flatMap(before -> choices.stream().map(choice -> joined(before, choice)))
                    .toList();
        }
        return result;
    }

    private static List<Expression> joined(List<Expression> left, List<Expression> right) {
        var all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }

    private List<List<Expression>> analytics(GroupingAnalyticsContext context) {
        if (context.GROUPING() != null) {
            return context.groupingElement().stream()
                    .flatMap(element -> element.groupingAnalytics() == null
                            ? java.util.stream.Stream.of(set(element.groupingSet()))
                            : analytics(element.groupingAnalytics()).stream())
                    .toList();
        }
        var parts = parts(context);
        return context.ROLLUP() == null ? cube(context, parts) : rollup(parts);
    }

    private static List<List<Expression>> rollup(List<List<Expression>> parts) {
        var sets = new ArrayList<List<Expression>>();
        for (int size = parts.size(); size >= 0; size--) {
            sets.add(parts.subList(0, size).stream().flatMap(List::stream).toList());
        }
        return sets;
    }

    private List<List<Expression>> cube(GroupingAnalyticsContext context,
            List<List<Expression>> parts) {
        if (1L << Math.min(parts.size(), 62) > MAX_SETS) {
            throw tooMany(context);
        }
        List<List<Expression>> sets = List.of(List.of());
        for (var part : parts) {
            var longer = new ArrayList<List<Expression>>();
            for (var set : sets) {
                longer.add(joined(set, part));
                longer.add(set);
            }
            sets = longer;
        }
        return sets;
    }

    /// The arguments of ROLLUP and CUBE; none for GROUPING SETS.
    private List<List<Expression>> parts(GroupingAnalyticsContext context) {
        var parts = context.groupingSet().stream().map(this::set).toList();
        if (parts.contains(List.<Expression>of())) {
            throw reading.error("_LEGACY_ERROR_TEMP_0051",
                    Map.of("element", context.ROLLUP() == null ? "CUBE" : "ROLLUP"), context);
        }
        return parts;
    }

    private RuntimeException tooMany(ParserRuleContext context) {
        return reading.error("GROUPING_SIZE_LIMIT_EXCEEDED",
                Map.of("maxSize", String.valueOf(MAX_SETS)), context);
    }

    private List<Expression> set(GroupingSetContext context) {
        return reading.expressions.expressions(context.expression());
    }

    /// `PIVOT (aggregates FOR column IN (values))`: grouped by the columns that it does not mention.
    Relation pivot(Relation input, PivotClauseContext context) {
        var columns = context.pivotColumn().identifiers.stream()
                .map(name -> reading.at(name, Attribute.of(reading.names.of(name)))).toList();
        var column = columns.size() == 1
                ? columns.getFirst()
                : reading.at(context.pivotColumn(), Function.of("struct", columns));
        var values = context.pivotValues.stream().map(this::pivotValue).toList();
        var aggregates = reading.expressions.named(context.aggregates);
        var pivot = reading.at(context,
                new Aggregate(input, GroupKind.REMAINING, List.of(), List.of(),
                        Optional.of(new Pivot(column, values)),
                        aggregates, Optional.empty()));
        return context.errorCapturingIdentifier() == null
                ? pivot
                : new SubqueryAlias(pivot, reading.names.of(context.errorCapturingIdentifier()),
                        List.of());
    }

    private Expression pivotValue(PivotValueContext context) {
        var value = reading.expressions.expression(context.expression());
        return context.errorCapturingIdentifier() == null
                ? value
                : Alias.of(value, reading.names.of(context.errorCapturingIdentifier()));
    }
}

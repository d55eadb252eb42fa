package dev.penstock.plan.syntax;

import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Alias;
import dev.penstock.plan.spec.Expression.Star;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.Deduplicate;
import dev.penstock.plan.spec.Relation.DropColumns;
import dev.penstock.plan.spec.Relation.Project;
import dev.penstock.plan.spec.Relation.SubqueryAlias;
import dev.penstock.plan.spec.Relation.WithColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;

/// `query |> step`.
final class Pipes {
    private final Reading reading;

    Pipes(Reading reading) {
        this.reading = reading;
    }

    Relation apply(Relation input, OperatorPipeRightSideContext context) {
        reading.windows.enter(context.windowClause());
        var result = step(input, context);
        reading.windows.leave();
        return result;
    }

    private Relation step(Relation input, OperatorPipeRightSideContext context) {
        if (context.selectClause() != null) {
            return select(input, context.selectClause());
        }
        if (context.EXTEND() != null) {
            var columns = new ArrayList<Expression>();
            columns.add(Star.ALL);
            columns.addAll(reading.expressions.named(context.extendList));
            return new Project(input, columns);
        }
        if (context.operatorPipeSetAssignmentSeq() != null) {
            return new WithColumns(input, assignments(context.operatorPipeSetAssignmentSeq()));
        }
        if (context.DROP() != null) {
            return new DropColumns(input, List.of(), reading.names
                    .of(context.multipartIdentifierList()).stream().map(this::single).toList());
        }
        if (context.AS() != null) {
            return new SubqueryAlias(input, reading.names.of(context.errorCapturingIdentifier()),
                    List.of());
        }
        if (context.whereClause() != null) {
            return reading.queries.where(input, context.whereClause());
        }
        return context.AGGREGATE() == null ? further(input, context) : aggregate(input, context);
    }

    private Relation further(Relation input, OperatorPipeRightSideContext context) {
        if (context.pivotClause() != null) {
            return reading.groupings.pivot(input, context.pivotClause());
        }
        if (context.sample() != null) {
            return reading.relations.sampled(input, context.sample());
        }
        if (context.joinRelation() != null) {
            return reading.relations.join(input, context.joinRelation());
        }
        if (context.operator != null) {
            return reading.queries.setOperation(context, context.operator, context.setQuantifier(),
                    input, reading.queries.primary(context.right));
        }
        if (context.queryOrganization() != null) {
            return reading.queries.organized(input, context.queryOrganization());
        }
        throw reading.unsupported("|> " + reading.text(context), context);
    }

    private Relation select(Relation input, SelectClauseContext context) {
        if (!context.hint().isEmpty()) {
            throw reading.unsupported("A hint in |> SELECT", context);
        }
        var columns = new Project(input, reading.expressions.named(context.namedExpressionSeq()));
        boolean distinct = context.setQuantifier() != null
                && context.setQuantifier().DISTINCT() != null;
        return distinct ? new Deduplicate(columns, List.of(), false) : columns;
    }

    private List<Alias> assignments(OperatorPipeSetAssignmentSeqContext context) {
        return IntStream.range(0, context.ident.size())
                .mapToObj(i -> Alias.of(reading.expressions.expression(context.expression(i)),
                        reading.names.of(context.ident.get(i))))
                .toList();
    }

    private String single(List<String> name) {
        return String.join(".", name);
    }

    private Relation aggregate(Relation input, OperatorPipeRightSideContext context) {
        List<Expression> output = context.namedExpressionSeq() == null
                ? List.of()
                : reading.expressions.named(context.namedExpressionSeq());
        return context.aggregationClause() == null
                ? new Project(input, output)
                : reading.groupings.pipeAggregate(input, context.aggregationClause(), output);
    }
}

package dev.penstock.plan.syntax;

import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Attribute;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.SubqueryAlias;
import dev.penstock.plan.spec.Relation.Unpivot;
import dev.penstock.plan.spec.Relation.UnpivotValue;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;
import org.jspecify.annotations.Nullable;

/// `UNPIVOT`.
final class Unpivots {
    private final Reading reading;

    Unpivots(Reading reading) {
        this.reading = reading;
    }

    Relation unpivot(Relation input, UnpivotClauseContext context) {
        boolean nulls = context.nullOperator != null && context.nullOperator.INCLUDE() != null;
        var operator = context.unpivotOperator();
        var result = operator.unpivotSingleValueColumnClause() == null
                ? several(input, operator.unpivotMultiValueColumnClause(), nulls)
                : one(input, operator.unpivotSingleValueColumnClause(), nulls);
        var placed = reading.at(context, result);
        return context.errorCapturingIdentifier() == null
                ? placed
                : new SubqueryAlias(placed, reading.names.of(context.errorCapturingIdentifier()),
                        List.of());
    }

    private Unpivot one(Relation input, UnpivotSingleValueColumnClauseContext context,
            boolean nulls) {
        var values = context.unpivotColumns.stream()
                .map(c -> new UnpivotValue(List.of(column(c.unpivotColumn())),
                        alias(c.unpivotAlias())))
                .toList();
        return new Unpivot(input, Optional.empty(), Optional.of(values),
                reading.names.of(context.unpivotNameColumn().identifier()),
                List.of(reading.names.of(context.unpivotValueColumn().identifier())), nulls);
    }

    private Unpivot several(Relation input, UnpivotMultiValueColumnClauseContext context,
            boolean nulls) {
        var values = context.unpivotColumnSets.stream()
                .map(set -> new UnpivotValue(set.unpivotColumns.stream().map(this::column).toList(),
                        alias(set.unpivotAlias())))
                .toList();
        return new Unpivot(input, Optional.empty(), Optional.of(values),
                reading.names.of(context.unpivotNameColumn().identifier()),
                context.unpivotValueColumns.stream().map(c -> reading.names.of(c.identifier()))
                        .toList(),
                nulls);
    }

    private Expression column(UnpivotColumnContext context) {
        return reading.at(context, new Attribute(
                reading.names.of(context.multipartIdentifier()), Optional.empty()));
    }

    private Optional<String> alias(@Nullable UnpivotAliasContext context) {
        return context == null
                ? Optional.empty()
                : Optional.of(reading.names.of(context.errorCapturingIdentifier()));
    }
}

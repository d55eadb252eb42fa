package dev.penstock.connect.server.plan;

import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.LocalRows;
import dev.penstock.engine.session.Reshaping;
import dev.penstock.plan.spec.Expression.Literal;
import dev.penstock.plan.spec.Relation;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.connect.proto.Deduplicate;
import org.apache.spark.connect.proto.Sample;
import org.apache.spark.connect.proto.Sort;

/// Relations that keep the columns and choose or order rows, and what prints rows. Used by the thread that translates a plan.
final class RowMessages {
    private final Translation translation;

    RowMessages(Translation translation) {
        this.translation = translation;
    }

    private Relation in(org.apache.spark.connect.proto.Relation message) {
        return translation.relation(message);
    }

    private static Literal count(int rows) {
        return new Literal(rows, DataType.INT);
    }

    Relation relation(org.apache.spark.connect.proto.Relation message) {
        return switch (message.getRelTypeCase()) {
            case FILTER -> new Relation.Filter(in(message.getFilter().getInput()),
                    translation.expression(message.getFilter().getCondition()));
            case SORT -> sort(message.getSort());
            case LIMIT -> new Relation.Limit(in(message.getLimit().getInput()),
                    count(message.getLimit().getLimit()));
            case OFFSET -> new Relation.Offset(in(message.getOffset().getInput()),
                    count(message.getOffset().getOffset()));
            case TAIL -> new Reshaping(translation.state()).tail(
                    in(message.getTail().getInput()), message.getTail().getLimit());
            case DEDUPLICATE -> deduplicate(message.getDeduplicate());
            case SAMPLE -> sample(message.getSample());
            case HINT -> new Relation.Hint(in(message.getHint().getInput()),
                    message.getHint().getName(),
                    translation.expressions().expressions(message.getHint().getParametersList()));
            case REPARTITION -> new Relation.Repartition(in(message.getRepartition().getInput()),
                    java.util.List.of());
            case REPARTITION_BY_EXPRESSION -> new Relation.Repartition(
                    in(message.getRepartitionByExpression().getInput()),
                    translation.expressions().expressions(
                            message.getRepartitionByExpression().getPartitionExprsList()));
            case WITH_WATERMARK -> new Relation.Watermark(
                    in(message.getWithWatermark().getInput()),
                    dev.penstock.plan.spec.Expression.Attribute
                            .of(message.getWithWatermark().getEventTime()),
                    message.getWithWatermark().getDelayThreshold());
            case COLLECT_METRICS -> new Relation.Observe(
                    in(message.getCollectMetrics().getInput()),
                    message.getCollectMetrics().getName(), translation.expressions()
                            .expressions(message.getCollectMetrics().getMetricsList()));
            case SHOW_STRING -> LocalRows.text("show_string", withoutLastFeed(translation
                    .state().shown(in(message.getShowString().getInput()),
                            message.getShowString().getNumRows(),
                            message.getShowString().getTruncate(),
                            message.getShowString().getVertical())));
            case HTML_STRING -> LocalRows.text("html_string", translation.state().html(
                    in(message.getHtmlString().getInput()), message.getHtmlString().getNumRows(),
                    message.getHtmlString().getTruncate()));
            default -> throw new AssertionError(message.getRelTypeCase());
        };
    }

    /// Spark ends `only showing top n rows` without a line feed, and clients print one.
    private static String withoutLastFeed(String shown) {
        int last = shown.lastIndexOf('\n', shown.length() - 2);
        return shown.startsWith("only showing top", last + 1)
                ? shown.substring(0, shown.length() - 1)
                : shown;
    }

    private Relation sort(Sort message) {
        var orders = message.getOrderList().stream().map(translation.expressions()::sortOrder)
                .toList();
        return new Relation.Sort(in(message.getInput()), orders,
                !message.hasIsGlobal() || message.getIsGlobal());
    }

    private Relation deduplicate(Deduplicate message) {
        if (message.getAllColumnsAsKeys() && message.getColumnNamesCount() > 0) {
            throw new UserException("CONNECT_INVALID_PLAN.DEDUPLICATE_ALL_COLUMNS_AND_SUBSET",
                    Map.of());
        }
        if (!message.getAllColumnsAsKeys() && message.getColumnNamesCount() == 0) {
            throw new UserException("CONNECT_INVALID_PLAN.DEDUPLICATE_REQUIRES_COLUMNS_OR_ALL",
                    Map.of());
        }
        return new Relation.Deduplicate(in(message.getInput()), message.getColumnNamesList(),
                message.getWithinWatermark());
    }

    private Relation sample(Sample message) {
        return new Relation.Sample(in(message.getInput()), message.getLowerBound(),
                message.getUpperBound(), message.getWithReplacement(),
                message.hasSeed() ? Optional.of(message.getSeed()) : Optional.empty());
    }
}

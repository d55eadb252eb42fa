package dev.penstock.connect.server.plan;

import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.NullQueries;
import dev.penstock.engine.session.NullQueries.Replacement;
import dev.penstock.engine.session.StatisticQueries;
import dev.penstock.plan.spec.Expression.Literal;
import dev.penstock.plan.spec.Relation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.connect.proto.NADrop;
import org.apache.spark.connect.proto.NAFill;
import org.apache.spark.connect.proto.NAReplace;
import org.apache.spark.connect.proto.StatCorr;
import org.apache.spark.connect.proto.StatSampleBy;

/// The relations of `na` and `stat`. Used by the thread that translates a plan.
final class StatisticMessages {
    /// The share of rows that makes an item frequent when none is given.
    private static final double USUAL_SUPPORT = 0.01;

    private final Translation translation;

    StatisticMessages(Translation translation) {
        this.translation = translation;
    }

    private Relation in(org.apache.spark.connect.proto.Relation message) {
        return translation.relation(message);
    }

    private NullQueries nulls() {
        return new NullQueries(translation.state());
    }

    private StatisticQueries statistics() {
        return new StatisticQueries(translation.state());
    }

    Relation relation(org.apache.spark.connect.proto.Relation message) {
        return switch (message.getRelTypeCase()) {
            case FILL_NA -> fill(message.getFillNa());
            case DROP_NA -> drop(message.getDropNa());
            case REPLACE -> replace(message.getReplace());
            case SUMMARY -> statistics().summary(in(message.getSummary().getInput()),
                    message.getSummary().getStatisticsList());
            case DESCRIBE -> statistics().describe(in(message.getDescribe().getInput()),
                    message.getDescribe().getColsList());
            case CROSSTAB -> statistics().crosstab(in(message.getCrosstab().getInput()),
                    message.getCrosstab().getCol1(), message.getCrosstab().getCol2());
            case COV -> statistics().covariance(in(message.getCov().getInput()),
                    message.getCov().getCol1(), message.getCov().getCol2());
            case CORR -> correlation(message.getCorr());
            case APPROX_QUANTILE -> statistics().quantiles(
                    in(message.getApproxQuantile().getInput()),
                    message.getApproxQuantile().getColsList(),
                    message.getApproxQuantile().getProbabilitiesList());
            case FREQ_ITEMS -> statistics().frequentItems(in(message.getFreqItems().getInput()),
                    message.getFreqItems().getColsList(),
                    message.getFreqItems().hasSupport()
                            ? message.getFreqItems().getSupport()
                            : USUAL_SUPPORT);
            case SAMPLE_BY -> sampleBy(message.getSampleBy());
            default -> throw new AssertionError(message.getRelTypeCase());
        };
    }

    private Relation fill(NAFill message) {
        if (message.getValuesCount() == 0) {
            throw new UserException("CONNECT_INVALID_PLAN.NA_FILL_VALUES_EMPTY", Map.of());
        }
        var values = message.getValuesList().stream().map(LiteralMessages::constant).toList();
        return values.size() == 1
                ? nulls().fill(in(message.getInput()), message.getColsList(), values.getFirst())
                : nulls().fill(in(message.getInput()), message.getColsList(), values);
    }

    private Relation drop(NADrop message) {
        return nulls().drop(in(message.getInput()), message.getColsList(),
                message.hasMinNonNulls()
                        ? OptionalInt.of(message.getMinNonNulls())
                        : OptionalInt.empty());
    }

    private Relation replace(NAReplace message) {
        var changes = message.getReplacementsList().stream()
                .map(r -> new Replacement(LiteralMessages.constant(r.getOldValue()),
                        LiteralMessages.constant(r.getNewValue())))
                .toList();
        return nulls().replace(in(message.getInput()), message.getColsList(), changes);
    }

    private Relation correlation(StatCorr message) {
        if (message.hasMethod() && !message.getMethod().equals("pearson")) {
            throw InvalidPlans.notYet("the correlation of method " + message.getMethod());
        }
        return statistics().correlation(in(message.getInput()), message.getCol1(),
                message.getCol2());
    }

    private Relation sampleBy(StatSampleBy message) {
        var shares = new LinkedHashMap<Literal, Double>();
        message.getFractionsList().forEach(f -> shares
                .put(LiteralMessages.constant(f.getStratum()), f.getFraction()));
        return statistics().sampleBy(in(message.getInput()),
                translation.expression(message.getCol()), shares, message.getSeed());
    }
}

package dev.penstock.bench.latency;

import dev.penstock.bench.Plans;
import dev.penstock.bench.Report;
import dev.penstock.bench.Setting;
import dev.penstock.bench.Table;
import dev.penstock.bench.TimedLoop;
import dev.penstock.engine.epoch.Pace;
import java.util.Map;
import java.util.Optional;

/// The latency floor: what an epoch of one row costs in a query of 20 operators, from the source's answer that a row is there to the
/// commit of the sink, with the ledger in memory. The engine's own loop runs epochs one after the other as fast as it can.
public final class EpochCost {
    private EpochCost() {}

    /// A query of 20 operators and more: filters and projections in turn, an aggregation, and a projection of its result. Rules, which would merge
    /// most of them, are left out.
    public static String query() {
        var query = "SELECT value, value AS a, value + 1 AS b FROM STREAM generated";
        for (int i = 0; i < 9; i++) {
            query = "SELECT value, a + 1 AS a, b + a AS b FROM (" + query + ") WHERE a >= " + i
                    + "";
        }
        return "SELECT k, n + 1 AS n, s FROM (SELECT value % 1000 AS k, count(*) AS n, sum(a) AS s FROM ("
                + query
                + ") GROUP BY value % 1000)";
    }

    static void measure(Setting setting) throws Exception {
        setting.report().progress("the fixed cost of an epoch");
        var plan = Plans.asWritten(query(),
                Map.of("rowsPerBatch", "1", "advanceMillisPerBatch", "1"));
        int operators = Plans.operators(plan);
        long epochs = setting.quick() ? 100_000 : 300_000;
        var loop = TimedLoop.run(plan, Optional.empty(), Pace.NATURAL, 1, epochs);
        var all = loop.latencyNanos(Math.toIntExact(epochs / 2));
        var percentiles = Latency.percentiles(all);
        var table = new Table("fixed cost of an epoch, us", "operators", "mean", "p50", "p99",
                "p99.9");
        table.row("one row, ledger in memory", Integer.toString(operators),
                Report.number(loop.meanNanos(Math.toIntExact(epochs / 2)) / 1e3),
                Report.number(percentiles[0] * 1e3), Report.number(percentiles[1] * 1e3),
                Report.number(percentiles[2] * 1e3));
        setting.report().table(table);
    }
}

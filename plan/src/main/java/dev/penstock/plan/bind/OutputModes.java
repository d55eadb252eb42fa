package dev.penstock.plan.bind;

import dev.penstock.data.error.UserException;
import dev.penstock.plan.function.TimeWindows;
import dev.penstock.plan.logical.EventTimes;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Which output modes a streaming query allows, as Spark has it.
public final class OutputModes {
    /// An output mode: those of Spark under its names, and one of ours.
    public enum Mode {
        APPEND("append"), UPDATE("update"), COMPLETE("complete"), CHANGELOG("changelog");

        private final String text;

        Mode(String text) {
            this.text = text;
        }

        /// The name in lower case.
        public String text() {
            return text;
        }

        /// The mode of this name, in any case.
        ///
        /// @throws UserException `STREAMING_OUTPUT_MODE.INVALID` for another word
        public static Mode of(String word) {
            for (var mode : values()) {
                if (mode.text.equalsIgnoreCase(word)) {
                    return mode;
                }
            }
            throw new UserException("STREAMING_OUTPUT_MODE.INVALID", Map.of("outputMode", word));
        }
    }

    /// What the sink of a query takes: rows, which it only adds, or changes, with which it follows the result.
    public enum Taking {
        ROWS, CHANGES
    }

    private OutputModes() {}

    /// Refuses a mode in which a sink cannot show the result of a query.
    ///
    /// @throws UserException `STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION`
    public static void check(Logical plan, Mode mode, Taking taking) {
        var aggregates = new ArrayList<Logical.Aggregate>();
        collect(plan, aggregates);
        programs(plan, mode);
        switch (mode) {
            case APPEND -> {
                if (aggregates.stream().anyMatch(a -> !isFinishedByWatermark(a))) {
                    throw unsupported(mode, "streaming aggregations without watermark");
                }
                sort(plan, mode);
            }
            case UPDATE -> {
                if (taking == Taking.ROWS) {
                    update(plan, aggregates);
                }
            }
            case COMPLETE -> {
                if (aggregates.isEmpty() && !isRanked(plan)) {
                    throw unsupported(mode, "no streaming aggregations");
                }
            }
            // Any result has changes.
            case CHANGELOG -> {
            }
        }
    }

    private static UserException unsupported(Mode mode, String operation) {
        return new UserException("STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION",
                Map.of("outputMode", mode.text, "operation", operation));
    }

    /// An aggregation proper; one without aggregates is `DISTINCT`, or a deduplication, which never takes back what it gave.
    private static void collect(Logical plan, List<Logical.Aggregate> found) {
        if (plan instanceof Logical.Aggregate aggregate && plan.streaming()
                && !isDeduplication(aggregate)) {
            found.add(aggregate);
        }
        plan.inputs().forEach(input -> collect(input, found));
    }

    private static boolean isDeduplication(Logical.Aggregate aggregate) {
        return !aggregate.keys().isEmpty()
                && aggregate.aggregates().stream().allMatch(a -> a.function().equals("first"));
    }

    /// A group ends when the watermark passes it: it is grouped by event time, or a window of it.
    private static boolean isFinishedByWatermark(Logical.Aggregate aggregate) {
        return EventTimes.endingKey(aggregate).isPresent();
    }

    /// True of top rows and of functions over windows, which Spark does not have on streams: their rows give way to others as an aggregation's do.
    private static boolean isRanked(Logical plan) {
        return plan.streaming() && (plan instanceof Logical.Window
                || (plan instanceof Logical.Sort sort && !sort.orders().isEmpty()
                        && sort.limit().isPresent())
                || plan.inputs().stream().anyMatch(OutputModes::isRanked));
    }

    /// A program of the user may be written for one mode.
    private static void programs(Logical plan, Mode mode) {
        if (plan instanceof Logical.GroupProgram node && plan.streaming()
                && mode != Mode.CHANGELOG
                && node.program().outputMode().filter(wanted -> !wanted.equals(mode.text))
                        .isPresent()) {
            throw unsupported(mode, node.program().operator() + " in "
                    + node.program().outputMode().get() + " mode");
        }
        plan.inputs().forEach(input -> programs(input, mode));
    }

    /// What a sink that only adds rows cannot show in mode `update`.
    private static void update(Logical plan, List<Logical.Aggregate> aggregates) {
        sort(plan, Mode.UPDATE);
        if (aggregates.stream().anyMatch(OutputModes::bySession)) {
            throw unsupported(Mode.UPDATE, "session window streaming aggregations");
        }
    }

    /// A session that goes into another one is no row of the result any more, which a sink of rows cannot hear of.
    private static boolean bySession(Logical.Aggregate aggregate) {
        return aggregate.keys().stream().anyMatch(key -> key instanceof Expr.Call call
                && call.function().equals(TimeWindows.SESSION_WINDOW));
    }

    /// Rows that come later would have to stand between those that were given.
    private static void sort(Logical plan, Mode mode) {
        if (plan instanceof Logical.Sort sort && plan.streaming() && !sort.orders().isEmpty()) {
            throw unsupported(mode, "sorting");
        }
        if (plan instanceof Logical.Sort sort && plan.streaming() && mode == Mode.UPDATE
                && sort.limit().isPresent()) {
            throw unsupported(mode, "limit");
        }
        plan.inputs().forEach(input -> sort(input, mode));
    }
}

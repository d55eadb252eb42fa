package dev.penstock.engine.query;

import dev.penstock.engine.epoch.EpochListener.StateReport;
import dev.penstock.engine.query.Progress.StateOperator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes one report for each stateful operator of the reports of its arrangements. Remembers the counts of the last time, because reports tell what
/// happened since. Not safe for two threads.
///
/// An arrangement's identity is `kind-number-hash`, followed, when its operator has several, by a dot and a name.
final class StateOperators {
    /// How far event time has come is no state of an operator to the user.
    private static final String WATERMARK = "watermark-";
    /// What a program of the user keeps, under the name that it chose.
    private static final String PROGRAM_STATE = ".state ";

    private Map<String, Counts> before = Map.of();

    private record Counts(long updated, long removed, long dropped) {
        /// Counts begin anew with each attempt of a run.
        Counts since(Counts earlier) {
            return updated < earlier.updated || removed < earlier.removed
                    || dropped < earlier.dropped
                            ? this
                            : new Counts(updated - earlier.updated, removed - earlier.removed,
                                    dropped - earlier.dropped);
        }
    }

    /// One report an operator, in the order of the plan.
    List<StateOperator> since(List<StateReport> arrangements) {
        var operators = new LinkedHashMap<String, List<StateReport>>();
        for (var arrangement : arrangements) {
            if (arrangement.identity().startsWith(WATERMARK)) {
                continue;
            }
            operators.computeIfAbsent(operator(arrangement), _ -> new ArrayList<>())
                    .add(arrangement);
        }
        var now = new HashMap<String, Counts>();
        var reports = new ArrayList<StateOperator>();
        operators.forEach((operator, states) -> {
            var counts = counts(states);
            now.put(operator, counts);
            var news = counts.since(before.getOrDefault(operator, new Counts(0, 0, 0)));
            reports.add(new StateOperator(name(operator), rows(states), news.updated(),
                    news.removed(),
                    states.stream().mapToLong(StateReport::memoryBytes).sum(), news.dropped(),
                    states.size()));
        });
        before = now;
        return reports;
    }

    private static String operator(StateReport arrangement) {
        int dot = arrangement.identity().indexOf('.');
        return dot < 0 ? arrangement.identity() : arrangement.identity().substring(0, dot);
    }

    private static Counts counts(List<StateReport> states) {
        var rows = states.stream().filter(StateOperators::holdsRows).toList();
        return new Counts(rows.stream().mapToLong(StateReport::updated).sum(),
                rows.stream().mapToLong(StateReport::removed).sum(),
                states.stream().mapToLong(StateReport::dropped).sum());
    }

    private static long rows(List<StateReport> states) {
        return states.stream().filter(StateOperators::holdsRows).mapToLong(StateReport::rows)
                .sum();
    }

    /// Arrangements beside the rows themselves, which find them or know values that were seen, are not rows to the user.
    private static boolean holdsRows(StateReport arrangement) {
        var identity = arrangement.identity();
        var name = identity.substring(operator(arrangement).length());
        return name.startsWith(PROGRAM_STATE)
                || (!name.contains("keys") && !name.contains("distinct"));
    }

    /// The name that Spark gives to the operator of this kind, where it has one.
    private static String name(String operator) {
        int dash = operator.indexOf('-');
        var kind = dash < 0 ? operator : operator.substring(0, dash);
        return switch (kind) {
            case "aggregate" -> "stateStoreSave";
            case "join" -> "symmetricHashJoin";
            case "session" -> "sessionWindowStateStoreSaveExec";
            case "dedup" -> "dedupe";
            case "limit" -> "globalLimit";
            case "transformWithState" -> "transformWithStateExec";
            case "mapGroupsWithState" -> "flatMapGroupsWithState";
            default -> kind;
        };
    }
}

package dev.penstock.plan.bind;

import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import java.util.ArrayList;
import java.util.List;

/// Gathers the aggregates of one query block. While the block is bound, an aggregate stands in expressions as a placeholder: a parameter
/// numbered from [#FIRST] on, far from those of lambdas. Equal aggregates are computed once.
final class AggregateCollector {
    static final int FIRST = 1_000_000;
    private final List<AggregateCall> calls = new ArrayList<>();

    Expr add(AggregateCall call) {
        int index = calls.indexOf(call);
        if (index < 0) {
            index = calls.size();
            calls.add(call);
        }
        return new Expr.Parameter(FIRST + index, call.type(), call.nullable());
    }

    List<AggregateCall> calls() {
        return List.copyOf(calls);
    }

    static boolean isPlaceholder(Expr expression) {
        return expression instanceof Expr.Parameter(int index, _, _) && index >= FIRST
                && index < WindowCollector.FIRST;
    }

    static boolean containsPlaceholder(Expr expression) {
        return expression.anyMatch(AggregateCollector::isPlaceholder);
    }
}

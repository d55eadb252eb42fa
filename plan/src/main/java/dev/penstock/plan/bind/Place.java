package dev.penstock.plan.bind;

import dev.penstock.plan.logical.Expr;
import java.util.List;
import java.util.Optional;

/// Where an expression stands: which names it may use, and whether it may aggregate.
///
/// `aliases` are names for other expressions over the same input: of the select list so far, or all of it for `HAVING` and `ORDER BY`, where
/// they come before the columns (`aliasesFirst`). Without `aggregates`, an aggregate is the error that `clause` makes of it, and without
/// `windows` so is a function over a window.
record Place(Scope scope, List<Named> aliases, boolean aliasesFirst,
        Optional<AggregateCollector> aggregates, Optional<WindowCollector> windows,
        Clause clause) {
    /// An expression under a name.
    record Named(String name, Expr expression) {}

    enum Clause {
        SELECT, WHERE, JOIN, GROUP_BY, HAVING, ORDER_BY, AGGREGATE_ARGUMENT, WINDOW, VALUES, GENERATOR
    }

    Place {
        aliases = List.copyOf(aliases);
    }

    static Place of(Scope scope, Clause clause) {
        return new Place(scope, List.of(), false, Optional.empty(), Optional.empty(), clause);
    }

    /// The same place within the arguments of an aggregate: columns come first again, and nothing aggregates.
    Place inAggregate() {
        return new Place(scope, aliases, false, Optional.empty(), Optional.empty(),
                Clause.AGGREGATE_ARGUMENT);
    }

    /// The same place within the arguments and the definition of a window.
    Place inWindow() {
        return new Place(scope, aliases, aliasesFirst, aggregates, Optional.empty(),
                Clause.WINDOW);
    }
}

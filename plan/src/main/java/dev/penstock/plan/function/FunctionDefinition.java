package dev.penstock.plan.function;

import java.util.List;
import java.util.Optional;

/// A row of the catalogue. Made by [FunctionRow].
///
/// Signatures are tried in order: first one that fits without casts, then one that fits with them. `binding`, when there is one, makes
/// the typed expression from the arguments (after the casts of the signature, or, without signatures, from the arguments as they are).
/// `target` is the name that a bound call carries.
public record FunctionDefinition(List<String> names, String family, Kind kind, List<Signature> signatures, Optional<Binding> binding,
        Behaviour behaviour, Documentation documentation) {
    /// What a call gives.
    public enum Kind {
        /// One value for each row.
        SCALAR,
        /// One value for the rows of a group.
        AGGREGATE,
        /// Rows for each row.
        GENERATOR,
        /// One value for each row, from the rows around it.
        WINDOW,
        /// A table.
        TABLE
    }

    /// When a call gives null.
    public enum Nulls {
        /// When an argument is null, and only then (the default).
        FROM_ARGUMENTS,
        /// Whenever it likes.
        POSSIBLE,
        NEVER,
        /// When all arguments are null.
        WHEN_ALL
    }

    public record Signature(List<TypePattern> parameters, Result result) {
        public Signature {
            parameters = List.copyOf(parameters);
        }
    }

    /// `target` is the name of the bound call. `tries` functions give null where others raise an error.
    public record Behaviour(String target, Nulls nulls, boolean deterministic, boolean tries) {}

    public record Documentation(String description, String example) {}

    public FunctionDefinition {
        names = List.copyOf(names);
        signatures = List.copyOf(signatures);
    }

    /// The canonical name.
    public String name() {
        return names.getFirst();
    }

    public List<String> aliases() {
        return names.subList(1, names.size());
    }

    public boolean isAggregate() {
        return kind == Kind.AGGREGATE;
    }
}

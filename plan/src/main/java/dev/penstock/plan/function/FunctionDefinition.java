package dev.penstock.plan.function;

import java.util.List;
import java.util.Optional;

/// A row of the catalogue. Made by [FunctionRow].
///
/// Signatures are tried in order: first one that fits without casts, then one that fits with them. `binding`, when there is one, makes
/// the typed expression from the arguments (after the casts of the signature, or, without signatures, from the arguments as they are).
/// `target` is the name that a bound call carries.
public record FunctionDefinition(List<String> names, String family, FunctionKind kind,
        List<Signature> signatures, Optional<Binding> binding,
        Behaviour behaviour, Documentation documentation) {
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
        return kind == FunctionKind.AGGREGATE;
    }

    /// What a function takes, and what it gives then.
    public record Signature(List<TypePattern> parameters, Result result) {
        public Signature {
            parameters = List.copyOf(parameters);
        }
    }

    /// `target` is the name of the bound call. `tries` functions give null where others raise an error.
    public record Behaviour(String target, NullRule nulls, boolean deterministic, boolean tries) {}

    /// What `DESCRIBE FUNCTION` shows.
    public record Documentation(String description, String example) {}
}

package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.plan.function.FunctionDefinition.Behaviour;
import dev.penstock.plan.function.FunctionDefinition.Documentation;
import dev.penstock.plan.function.FunctionDefinition.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes one row of the catalogue: `scalar("upper").alias("ucase").takes(TEXT).returns(STRING).says("...", "SELECT upper('a')")`.
///
/// Each `takes(...).returns(...)` is a signature; `says` ends the row. Used by one thread while a family is loaded.
public final class FunctionRow {
    private final FunctionKind kind;
    private final List<String> names = new ArrayList<>();
    private final List<Signature> signatures = new ArrayList<>();
    private List<TypePattern> pending = List.of();
    private @Nullable Binding binding;
    private String target;
    private NullRule nulls = NullRule.FROM_ARGUMENTS;
    private boolean deterministic = true;
    private boolean tries;

    private FunctionRow(FunctionKind kind, String name) {
        this.kind = kind;
        this.names.add(name);
        this.target = name;
    }

    public static FunctionRow scalar(String name) {
        return new FunctionRow(FunctionKind.SCALAR, name);
    }

    /// An aggregate gives null for a group without values, unless the row says [#neverNull].
    public static FunctionRow aggregate(String name) {
        return new FunctionRow(FunctionKind.AGGREGATE, name).maybeNull();
    }

    public static FunctionRow generator(String name) {
        return new FunctionRow(FunctionKind.GENERATOR, name);
    }

    public static FunctionRow window(String name) {
        return new FunctionRow(FunctionKind.WINDOW, name);
    }

    public static FunctionRow grouping(String name) {
        return new FunctionRow(FunctionKind.GROUPING, name);
    }

    public static FunctionRow table(String name) {
        return new FunctionRow(FunctionKind.TABLE, name);
    }

    public FunctionRow alias(String... aliases) {
        names.addAll(List.of(aliases));
        return this;
    }

    /// The parameters of the next signature; [#returns] ends it.
    public FunctionRow takes(TypePattern... parameters) {
        pending = List.of(parameters);
        return this;
    }

    public FunctionRow returns(DataType type) {
        return returns(Result.fixed(type));
    }

    public FunctionRow returns(Result result) {
        signatures.add(new Signature(pending, result));
        pending = List.of();
        return this;
    }

    /// How the call is made, instead of by name.
    public FunctionRow binds(Binding how) {
        binding = how;
        return this;
    }

    /// The bound call carries another name.
    public FunctionRow as(String otherName) {
        target = otherName;
        return this;
    }

    public FunctionRow maybeNull() {
        nulls = NullRule.POSSIBLE;
        return this;
    }

    public FunctionRow maybeNullUnlessAnsi() {
        nulls = NullRule.POSSIBLE_UNLESS_ANSI;
        return this;
    }

    public FunctionRow neverNull() {
        nulls = NullRule.NEVER;
        return this;
    }

    public FunctionRow nullWhenAllAre() {
        nulls = NullRule.WHEN_ALL;
        return this;
    }

    /// Draws from the epoch's clock or seed: not folded, not moved.
    public FunctionRow nondeterministic() {
        deterministic = false;
        return this;
    }

    /// The bound call is that of `base`, and gives null where it would raise an error.
    public FunctionRow tries(String base) {
        target = base;
        tries = true;
        nulls = NullRule.POSSIBLE;
        return this;
    }

    /// Ends the row. The family is set by the catalogue.
    public FunctionDefinition says(String description, String example) {
        assert !signatures.isEmpty() || binding != null : names + " takes nothing";
        return new FunctionDefinition(names, "", kind, signatures, Optional.ofNullable(binding),
                new Behaviour(target, nulls, deterministic, tries),
                new Documentation(description, example));
    }
}

package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.function.FunctionDefinition.Signature;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A call that is being bound. `sql` is its text in error messages, and `texts` those of its arguments; `written` is the name that the
/// user called it by.
public record CallSite(FunctionDefinition function, String written, String sql,
        List<Expr> arguments, List<String> texts,
        Coercion coercion, ZoneId zone) {
    public CallSite {
        arguments = List.copyOf(arguments);
        texts = List.copyOf(texts);
    }

    /// What an aggregate or generator needs to know: the arguments as the kernel takes them, the type and whether it may be null.
    public record Typed(String function, List<Expr> arguments, DataType type, boolean nullable,
            ErrorMode mode) {}

    public int size() {
        return arguments.size();
    }

    public Expr argument(int index) {
        return arguments.get(index);
    }

    public DataType type(int index) {
        return arguments.get(index).type();
    }

    public boolean ansi() {
        return coercion.ansi();
    }

    /// The mode of the session, or TRY for a function that tries.
    public ErrorMode mode() {
        return function.behaviour().tries() ? ErrorMode.TRY : coercion.mode();
    }

    public CallSite with(List<Expr> newArguments) {
        return new CallSite(function, written, sql, newArguments, texts, coercion, zone);
    }

    /// The typed expression of a scalar call.
    public Expr bind() {
        var signatures = function.signatures();
        if (signatures.isEmpty()) {
            return function.binding().orElseThrow().bind(this);
        }
        var match = match();
        if (function.binding().isPresent()) {
            return function.binding().get().bind(with(match.arguments()));
        }
        return call(function.behaviour().target(), match.arguments(),
                match.signature().result().of(match.arguments()));
    }

    /// The parts of a call that is not an expression: of an aggregate or a generator.
    public Typed typed() {
        if (function.signatures().isEmpty()) {
            return typed(function.binding().orElseThrow().bind(this));
        }
        var match = match();
        if (function.binding().isPresent()) {
            return typed(function.binding().get().bind(with(match.arguments())));
        }
        return typed(call(function.behaviour().target(), match.arguments(),
                match.signature().result().of(match.arguments())));
    }

    private static Typed typed(Expr bound) {
        if (bound instanceof Expr.Call(var name, var arguments, var type, var nullable, var mode)) {
            return new Typed(name, arguments, type, nullable, mode);
        }
        throw new AssertionError("an aggregate or generator binds to a call");
    }

    /// A call by another name, with the null behaviour of this function.
    public Expr call(String target, List<Expr> newArguments, DataType type) {
        boolean nullable = switch (function.behaviour().nulls()) {
            case FROM_ARGUMENTS -> newArguments.stream().anyMatch(Expr::nullable)
                    || newArguments.stream().anyMatch(this::castFromNull);
            case POSSIBLE_UNLESS_ANSI -> mode() != ErrorMode.ANSI
                    || newArguments.stream().anyMatch(Expr::nullable);
            case POSSIBLE -> true;
            case NEVER -> false;
            case WHEN_ALL -> newArguments.stream().allMatch(Expr::nullable);
        };
        return new Expr.Call(target, newArguments, type, nullable, mode());
    }

    private boolean castFromNull(Expr argument) {
        return argument.type() instanceof DataType.NullType;
    }

    public Expr call(String target, DataType type, Expr... newArguments) {
        return call(target, List.of(newArguments), type);
    }

    public Expr cast(int index, DataType type) {
        return coercion.cast(argument(index), type);
    }

    private record Match(Signature signature, List<Expr> arguments) {}

    private Match match() {
        for (boolean strict : new boolean[]{true, false}) {
            for (var signature : function.signatures()) {
                var targets = Matching.targets(this, signature.parameters(), strict);
                if (targets.isPresent()) {
                    return new Match(signature, casts(targets.get()));
                }
            }
        }
        throw FunctionErrors.noSignature(this);
    }

    private List<Expr> casts(List<DataType> targets) {
        var cast = new ArrayList<Expr>();
        for (int i = 0; i < targets.size(); i++) {
            cast.add(cast(i, targets.get(i)));
        }
        return cast;
    }

    /// The value of an argument that must be a constant, or empty when it is a null constant.
    public Optional<Object> constant(int index) {
        if (argument(index) instanceof Expr.Literal(var value, _)) {
            return Optional.ofNullable(value);
        }
        throw notConstant(index);
    }

    public UserException notConstant(int index) {
        return FunctionErrors.notConstant(this, index);
    }

    public UserException unexpectedType(int index, String required) {
        return FunctionErrors.unexpectedType(this, index, required);
    }
}

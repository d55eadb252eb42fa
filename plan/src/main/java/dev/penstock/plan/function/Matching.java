package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.NullType;
import dev.penstock.plan.function.TypePattern.ArrayOf;
import dev.penstock.plan.function.TypePattern.Constant;
import dev.penstock.plan.function.TypePattern.Exactly;
import dev.penstock.plan.function.TypePattern.Group;
import dev.penstock.plan.function.TypePattern.Many;
import dev.penstock.plan.function.TypePattern.MapOf;
import dev.penstock.plan.function.TypePattern.Of;
import dev.penstock.plan.function.TypePattern.Perhaps;
import dev.penstock.plan.function.TypePattern.Same;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fits the arguments of one call to the parameters of one signature: collects what stands at each type variable, then
/// finds the type that each argument is cast to. Lives for one attempt.
final class Matching {
    private final Coercion coercion;
    private final boolean strict;
    private final Map<String, List<DataType>> found = new HashMap<>();
    private final Map<String, DataType> variables = new HashMap<>();

    private Matching(Coercion coercion, boolean strict) {
        this.coercion = coercion;
        this.strict = strict;
    }

    /// The pattern for the argument at `index`.
    static TypePattern at(List<TypePattern> parameters, int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }

    static boolean fitsCount(List<TypePattern> parameters, int count) {
        return count >= TypePattern.fewest(parameters) && count <= TypePattern.most(parameters);
    }

    /// The types to cast the arguments to, or empty when they do not fit. With `strict` only constants of no type are cast.
    static Optional<List<DataType>> targets(CallSite call, List<TypePattern> parameters,
            boolean strict) {
        if (!fitsCount(parameters, call.size())) {
            return Optional.empty();
        }
        var matching = new Matching(call.coercion(), strict);
        for (int i = 0; i < call.size(); i++) {
            matching.collect(at(parameters, i), call.type(i));
        }
        if (!matching.settle()) {
            return Optional.empty();
        }
        var targets = new ArrayList<DataType>();
        for (int i = 0; i < call.size(); i++) {
            var target = matching.target(at(parameters, i), call.type(i));
            if (target.isEmpty()) {
                return Optional.empty();
            }
            targets.add(target.get());
        }
        return Optional.of(targets);
    }

    /// The first argument that fits no parameter of its own, or -1 when only their combination does not fit.
    static int misfit(CallSite call, List<TypePattern> parameters) {
        for (int i = 0; i < call.size(); i++) {
            var alone = new Matching(call.coercion(), false);
            var pattern = at(parameters, i);
            alone.collect(pattern, call.type(i));
            if (!alone.settle() || alone.target(pattern, call.type(i)).isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    private void collect(TypePattern pattern, DataType type) {
        switch (pattern) {
            case Same(var variable, _) ->
                found.computeIfAbsent(variable, _ -> new ArrayList<>()).add(type);
            case ArrayOf(var element) -> {
                if (type instanceof ArrayType array) {
                    collect(element, array.element());
                }
            }
            case MapOf(var key, var value) -> {
                if (type instanceof MapType map) {
                    collect(key, map.key());
                    collect(value, map.value());
                }
            }
            case Perhaps(var inner) -> collect(inner, type);
            case Many(var inner) -> collect(inner, type);
            case Constant(var inner) -> collect(inner, type);
            case Exactly _,Of _ -> {
            }
        }
    }

    private boolean settle() {
        for (var entry : found.entrySet()) {
            var widest = coercion.widest(entry.getValue());
            if (widest.isEmpty()) {
                return false;
            }
            variables.put(entry.getKey(), widest.get());
        }
        return true;
    }

    private Optional<DataType> target(TypePattern pattern, DataType type) {
        return switch (pattern) {
            case Exactly(var wanted) ->
                strict ? exact(wanted, type) : coercion.implicit(type, wanted);
            case Of(var group) -> ofGroup(group, type);
            case Same(var variable, var group) ->
                same(variables.getOrDefault(variable, type), group, type);
            case ArrayOf(var element) -> array(element, type);
            case MapOf(var key, var value) -> map(key, value, type);
            case Perhaps(var inner) -> target(inner, type);
            case Many(var inner) -> target(inner, type);
            case Constant(var inner) -> target(inner, type);
        };
    }

    private static Optional<DataType> exact(DataType wanted, DataType type) {
        if (Types.isAnsiInterval(wanted) && wanted.getClass() == type.getClass()) {
            return Optional.of(type);
        }
        return type instanceof NullType || Types.sameButNullability(wanted, type)
                ? Optional.of(wanted)
                : Optional.empty();
    }

    private Optional<DataType> ofGroup(Group group, DataType type) {
        if (group.accepts(type) && !(type instanceof NullType && group != Group.ANY)) {
            return Optional.of(type);
        }
        if (type instanceof NullType) {
            return Optional.of(defaultOf(group));
        }
        // Text where a number is wanted is read as a double.
        return !strict && type.isText() && group == Group.NUMERIC
                ? Optional.of(DataType.DOUBLE)
                : Optional.empty();
    }

    private static DataType defaultOf(Group group) {
        return switch (group) {
            case NUMERIC -> DataType.DOUBLE;
            case INTEGRAL -> DataType.INT;
            case DECIMAL -> Types.SYSTEM_DECIMAL;
            case ARRAY -> new ArrayType(DataType.NULL, true);
            case MAP -> new MapType(DataType.NULL, DataType.NULL, true);
            case STRUCT -> new DataType.StructType(List.of());
            case INTERVAL -> Types.DAY_TIME;
            case ANY, ORDERED, ATOMIC -> DataType.NULL;
        };
    }

    private Optional<DataType> same(DataType common, Group group, DataType type) {
        if (!group.accepts(common) && !(common instanceof NullType)) {
            return Optional.empty();
        }
        boolean asIs = type instanceof NullType || Types.sameButNullability(common, type);
        return strict && !asIs ? Optional.empty() : Optional.of(common);
    }

    private Optional<DataType> array(TypePattern element, DataType type) {
        return switch (type) {
            case NullType _ -> target(element, DataType.NULL).map(t -> new ArrayType(t, true));
            case ArrayType(var own, var containsNull) ->
                target(element, own).map(t -> new ArrayType(t, containsNull));
            default -> Optional.empty();
        };
    }

    private Optional<DataType> map(TypePattern key, TypePattern value, DataType type) {
        return switch (type) {
            case NullType _ -> target(key, DataType.NULL)
                    .flatMap(k -> target(value, DataType.NULL).map(v -> new MapType(k, v, true)));
            case MapType(var k, var v, var containsNull) ->
                target(key, k).flatMap(
                        kt -> target(value, v).map(vt -> new MapType(kt, vt, containsNull)));
            default -> Optional.empty();
        };
    }
}

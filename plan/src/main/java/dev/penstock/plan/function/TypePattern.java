package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.MapType;
import java.util.List;

/// Which types a parameter takes.
public sealed interface TypePattern {
    /// This type; other types are cast to it where Spark casts implicitly.
    record Exactly(DataType type) implements TypePattern {}

    /// Any type of a group, taken as it is.
    record Of(Group group) implements TypePattern {}

    /// The same type wherever `variable` occurs: the widest common type of all that stand there, which must be in `group`.
    record Same(String variable, Group group) implements TypePattern {}

    /// An array whose elements match.
    record ArrayOf(TypePattern element) implements TypePattern {}

    /// A map whose keys and values match.
    record MapOf(TypePattern key, TypePattern value) implements TypePattern {}

    /// May be left out; stands last.
    record Perhaps(TypePattern pattern) implements TypePattern {}

    /// Any number of arguments, none included; stands last.
    record Many(TypePattern pattern) implements TypePattern {}

    /// A constant.
    record Constant(TypePattern pattern) implements TypePattern {}

    /// Types that belong together. `shown` is the name in error messages.
    enum Group {
        ANY("ANY"), NUMERIC("NUMERIC"), INTEGRAL("INTEGRAL"), DECIMAL("DECIMAL"), ORDERED(
                "ORDERED"), ARRAY("ARRAY"), MAP(
                        "MAP"), STRUCT("STRUCT"), INTERVAL("INTERVAL"), ATOMIC("ATOMIC");

        final String shown;

        Group(String shown) {
            this.shown = shown;
        }

        /// True when a type is of this group.
        boolean accepts(DataType type) {
            return switch (this) {
                case ANY -> true;
                case NUMERIC -> type.isNumeric();
                case INTEGRAL -> type.isIntegral();
                case DECIMAL -> type instanceof DataType.DecimalType;
                case ORDERED -> Types.isOrdered(type);
                case ARRAY -> type instanceof ArrayType;
                case MAP -> type instanceof MapType;
                case STRUCT -> type instanceof DataType.StructType;
                case INTERVAL -> type instanceof DataType.YearMonthIntervalType
                        || type instanceof DataType.DayTimeIntervalType
                        || type instanceof DataType.CalendarIntervalType;
                case ATOMIC -> Types.isAtomic(type);
            };
        }
    }

    /// The pattern without the wrappers that say how often and how it is given.
    default TypePattern bare() {
        return switch (this) {
            case Perhaps(var pattern) -> pattern.bare();
            case Many(var pattern) -> pattern.bare();
            case Constant(var pattern) -> pattern.bare();
            case Exactly _,Of _,Same _,ArrayOf _,MapOf _ -> this;
        };
    }

    /// True when the argument must be a constant.
    default boolean isConstant() {
        return switch (this) {
            case Perhaps(var pattern) -> pattern.isConstant();
            case Many(var pattern) -> pattern.isConstant();
            case Constant _ -> true;
            case Exactly _,Of _,Same _,ArrayOf _,MapOf _ -> false;
        };
    }

    /// The name in error messages, without quotes.
    default String shown() {
        return switch (bare()) {
            case Exactly(var type) -> type.sql();
            case Of(var group) -> group.shown;
            case Same(_, var group) -> group.shown;
            case ArrayOf _ -> "ARRAY";
            case MapOf _ -> "MAP";
            case Perhaps _,Many _,Constant _ -> throw new AssertionError("bare() removes these");
        };
    }

    /// How many arguments a list of patterns takes at least.
    static int fewest(List<TypePattern> patterns) {
        return (int) patterns.stream().filter(p -> !(p instanceof Perhaps) && !(p instanceof Many))
                .count();
    }

    /// How many arguments a list of patterns takes at most.
    static int most(List<TypePattern> patterns) {
        return !patterns.isEmpty() && patterns.getLast() instanceof Many
                ? Integer.MAX_VALUE
                : patterns.size();
    }
}

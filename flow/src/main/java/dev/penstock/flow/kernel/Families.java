package dev.penstock.flow.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The families of functions, in the order in which they are asked for a name. A new family is one line here.
///
/// A family is a class with one `switch` from a function's name to its [KernelFactory]; a function is one row of that switch, made
/// from the building blocks in [Shapes] and a static loop. A row is linked when it is first used, so that a large catalogue does
/// not slow down the start.
final class Families {
    /// The factory for a function's canonical name, or null when the family does not have it.
    @FunctionalInterface
    interface Family {
        @Nullable
        KernelFactory find(String function);
    }

    private static final List<Family> ALL = List.of( //
            Logic::find, //
            Comparison::find, //
            Arithmetic::find, //
            Division::find, //
            TimeArithmetic::find, //
            MathFunctions::find, //
            Rounding::find, //
            BitFunctions::find, //
            HashFunctions::find, //
            RandomFunctions::find, //
            ArrayFunctions::find, //
            ArraySets::find, //
            ArrayParts::find, //
            ListStatistics::find, //
            Sequences::find, //
            MapFunctions::find, //
            Lambdas::find, //
            ErrorFunctions::find, //
            StringFunctions::find, //
            DateFunctions::find, //
            TimestampFunctions::find, //
            TimeSteps::find, //
            DateFormats::find, //
            TimeConstructors::find, //
            JsonFunctions::find);

    private Families() {}

    static @Nullable KernelFactory find(String function) {
        for (var family : ALL) {
            var factory = family.find(function);
            if (factory != null) {
                return factory;
            }
        }
        return null;
    }
}

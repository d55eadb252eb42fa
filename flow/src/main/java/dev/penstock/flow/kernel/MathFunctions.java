package dev.penstock.flow.kernel;

import org.jspecify.annotations.Nullable;

/// Functions of numbers.
final class MathFunctions {
    private MathFunctions() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "sqrt" -> Shapes.doubles(StrictMath::sqrt);
            case "sin" -> Shapes.doubles(Math::sin);
            case "atan2" -> Shapes.doubles(Math::atan2);
            default -> null;
        };
    }
}

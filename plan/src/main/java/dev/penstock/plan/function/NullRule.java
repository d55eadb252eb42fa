package dev.penstock.plan.function;

/// When a call gives null: when an argument is null, and only then (`FROM_ARGUMENTS`, the default), whenever it likes (`POSSIBLE`),
/// never, or when all arguments are null (`WHEN_ALL`).
public enum NullRule {
    FROM_ARGUMENTS, POSSIBLE, NEVER, WHEN_ALL
}

package dev.penstock.plan.function;

/// When a call gives null: when an argument is null, and only then (`FROM_ARGUMENTS`, the default), whenever it likes (`POSSIBLE`),
/// never, when all arguments are null (`WHEN_ALL`), or, in ANSI mode, as `FROM_ARGUMENTS`, else as `POSSIBLE` (`POSSIBLE_UNLESS_ANSI`).
public enum NullRule {
    FROM_ARGUMENTS, POSSIBLE, NEVER, WHEN_ALL, POSSIBLE_UNLESS_ANSI
}

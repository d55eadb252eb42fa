package dev.penstock.store.ledger;

/// When a declaration counts as durable.
public enum Sync {
    /// When the disk has it: survives the loss of power.
    DISK,
    /// When the operating system has it: survives the death of the process only.
    OS
}

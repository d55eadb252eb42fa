package dev.penstock.store.ledger;

/// When a declaration counts as durable: with `DISK` when the disk has it, which survives the loss of power; with `OS` when the operating system
/// has it, which survives the death of the process only.
public enum Sync {
    DISK, OS
}

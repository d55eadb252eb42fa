package dev.penstock.data.sys;

import java.util.function.LongSupplier;

/// All ports together, as a constructor argument. `randomness` gives 64 random bits a call.
public record World(Clock clock, Disk disk, Threads threads, LongSupplier randomness) {
    /// The world that this JVM runs in.
    public static World system() {
        var random = new java.security.SecureRandom();
        return new World(Clock.system(), Disk.system(), Threads.system(), random::nextLong);
    }
}

package dev.penstock.data.sys;

/// Makes threads. Safe for use by any thread.
public interface Threads {
    /// Starts a daemon thread.
    Thread start(String name, Runnable task);

    /// Threads of this JVM.
    static Threads system() {
        return (name, task) -> Thread.ofPlatform().daemon().name(name).start(task);
    }
}

package dev.penstock.engine.epoch;

import dev.penstock.data.sys.Clock;
import dev.penstock.data.sys.Threads;
import dev.penstock.data.sys.World;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.SimulatedDisk;

/// A world that a seed decides: its clock moves by being looked at, its disk forgets, and what runs in the background runs at once.
final class SimulatedWorld {
    private static final long TICK_NANOS = 1_000_000;

    private SimulatedWorld() {}

    static World of(Gen gen, SimulatedDisk disk) {
        return new World(new TickingClock(), disk, new InlineThreads(), gen::nextLong);
    }

    private static final class TickingClock implements Clock {
        private long nanos;

        @Override
        public synchronized long epochMicros() {
            return 1_700_000_000_000_000L + nanos() / 1000;
        }

        @Override
        public synchronized long nanos() {
            nanos += TICK_NANOS;
            return nanos;
        }

        @Override
        public void parkUntil(long deadlineNanos) {
            Thread.onSpinWait();
        }
    }

    /// Snapshots run where they are started, and the ledger, whose thread is never started, does its work on the epoch thread: so the order of all
    /// writes depends on the seed alone.
    private static final class InlineThreads implements Threads {
        @Override
        public Thread start(String name, Runnable task) {
            if (name.equals("penstock-snapshot")) {
                task.run();
            }
            return Thread.ofPlatform().unstarted(task);
        }
    }
}

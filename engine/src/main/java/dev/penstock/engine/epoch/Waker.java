package dev.penstock.engine.epoch;

import dev.penstock.data.sys.Clock;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Lets the epoch thread sleep until somebody has news for it. [#wake] may be called by any thread, costs nothing while the epoch thread
/// works, and is never lost.
final class Waker {
    /// How long to look again before going to sleep: about what a sleep and a wake-up cost.
    private static final long SPIN_NANOS = 20_000;

    private final Clock clock;
    private volatile boolean news;
    private volatile @Nullable Thread sleeper;

    Waker(Clock clock) {
        this.clock = clock;
    }

    void wake() {
        if (!news) {
            news = true;
            var thread = sleeper;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
    }

    /// Forgets news; whoever calls this looks for work afterwards.
    void clear() {
        news = false;
    }

    /// Returns when there are news or the clock has reached `deadlineNanos`.
    void await(long deadlineNanos) {
        long spinUntil = Math.min(deadlineNanos, clock.nanos() + SPIN_NANOS);
        while (!news && clock.nanos() < spinUntil) {
            Thread.onSpinWait();
        }
        if (news || clock.nanos() >= deadlineNanos) {
            return;
        }
        sleeper = Thread.currentThread();
        try {
            while (!news && clock.nanos() < deadlineNanos
                    && !Thread.currentThread().isInterrupted()) {
                clock.parkUntil(deadlineNanos);
            }
        } finally {
            sleeper = null;
        }
    }
}

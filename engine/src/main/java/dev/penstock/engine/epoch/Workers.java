package dev.penstock.engine.epoch;

import dev.penstock.data.sys.Threads;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Threads that all queries share for their large epochs. Small epochs never come here.
///
/// The caller works on its own tasks and on no other's, so an epoch is never held up by what another query has to do; the workers take one task of each
/// caller in turn. With no workers at all everything runs on the callers' threads.
public final class Workers implements AutoCloseable {
    /// The callers that have tasks which nobody has begun, each once.
    private final ConcurrentLinkedQueue<Queue<Runnable>> callers = new ConcurrentLinkedQueue<>();
    private final Semaphore waiting = new Semaphore(0);
    private final int threads;
    private volatile boolean closed;

    /// `count` is how many threads may work for one epoch, the caller included.
    public Workers(int count, Threads threads) {
        this.threads = count - 1;
        for (int i = 1; i < count; i++) {
            threads.start("penstock-worker-" + i, this::work);
        }
    }

    private void work() {
        while (true) {
            waiting.acquireUninterruptibly();
            if (closed) {
                return;
            }
            for (var task = next(); task != null; task = next()) {
                task.run();
            }
        }
    }

    /// A task of the caller whose turn it is, who then waits behind the others.
    private @Nullable Runnable next() {
        for (var tasks = callers.poll(); tasks != null; tasks = callers.poll()) {
            var task = tasks.poll();
            if (task != null) {
                callers.add(tasks);
                return task;
            }
        }
        return null;
    }

    /// Runs all tasks, on the calling thread and on others, and returns when the last one is done.
    ///
    /// @throws RuntimeException what the first task in the list that failed has thrown
    public void run(List<? extends Runnable> all) {
        var done = new CountDownLatch(all.size());
        var failures = new AtomicReference<@Nullable Failure>();
        var tasks = new ConcurrentLinkedQueue<Runnable>();
        for (int i = 0; i < all.size(); i++) {
            tasks.add(guarded(all.get(i), i, done, failures));
        }
        callers.add(tasks);
        waiting.release(Math.min(threads, all.size()));
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        leave(tasks);
        await(done);
        var failure = failures.get();
        if (failure != null) {
            throw failure.cause();
        }
    }

    /// Two queues that look alike belong to two callers.
    @SuppressWarnings("ReferenceEquality")
    private void leave(Queue<Runnable> tasks) {
        callers.removeIf(queue -> queue == tasks);
    }

    private record Failure(int index, RuntimeException cause) {}

    private static Runnable guarded(Runnable task, int index, CountDownLatch done,
            AtomicReference<@Nullable Failure> failures) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                failures.accumulateAndGet(new Failure(index, e), Workers::first);
            } finally {
                done.countDown();
            }
        };
    }

    /// Of two failures the one of the earlier task, so that the error that is reported does not depend on chance.
    private static @Nullable Failure first(@Nullable Failure a, @Nullable Failure b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.index() <= b.index() ? a : b;
    }

    private static void await(CountDownLatch done) {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        waiting.release(threads);
    }
}

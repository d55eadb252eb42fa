package dev.penstock.engine.epoch;

import dev.penstock.data.error.TransientException;
import dev.penstock.data.sys.World;
import dev.penstock.engine.epoch.EpochListener.StateReport;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One run of a streaming query, on a thread of its own, from [#start] to [#stop], the end of its input, or trouble that does not pass.
///
/// The thread makes attempts: a [QueryRun] opens the ledger, recovers and runs epochs. When the world fails it, the attempt is given up
/// and the next one recovers from the ledger, so no epoch is ever half done. Public methods may be called by any thread.
public final class EpochLoop {
    /// Attempts in a row that may fail without an epoch in between before the query gives up.
    private static final int MAX_ATTEMPTS = 6;
    /// Pause before the second attempt; doubled each time.
    private static final long FIRST_PAUSE_NANOS = 100_000_000L;

    private final QueryDefinition definition;
    private final SourceFactory sources;
    private final World world;
    private final Workers workers;
    private final EpochListener listener;
    private final UUID runId;
    private final Control control;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;
    private volatile @Nullable QueryRun current;

    public EpochLoop(QueryDefinition definition, SourceFactory sources, World world,
            Workers workers, EpochListener listener) {
        this.definition = definition;
        this.sources = sources;
        this.world = world;
        this.workers = workers;
        this.listener = listener;
        runId = new UUID(world.randomness().getAsLong(), world.randomness().getAsLong());
        control = new Control(new Waker(world.clock()));
    }

    /// Starts the thread. To be called once.
    public void start() {
        var name = definition.name().isEmpty() ? runId.toString() : definition.name();
        world.threads().start("penstock-query-" + name, this::run);
    }

    private void run() {
        Throwable cause = null;
        try {
            attemptUntilDone();
        } catch (Throwable e) { // an assertion of ours ends this query too, and is reported; the others live on
            cause = e;
            failure = e;
        } finally {
            ended.countDown();
            end(cause);
        }
    }

    /// Whoever waits for input to be processed goes on only when the listener knows why it may not have been.
    private void end(@Nullable Throwable cause) {
        try {
            listener.terminated(cause);
        } finally {
            control.end();
        }
    }

    private void attemptUntilDone() {
        int failed = 0;
        long committed = 0;
        while (true) {
            long before = committed;
            try (var run = QueryRun.of(definition, sources, world, workers, listener, control,
                    runId)) {
                current = run;
                try {
                    run.open();
                    run.runEpochs();
                    return;
                } finally {
                    committed += run.committedEpochs();
                }
            } catch (TransientException e) {
                failed = committed > before ? 1 : failed + 1;
                if (control.stopRequested()) {
                    return;
                }
                if (failed == MAX_ATTEMPTS) {
                    throw e;
                }
                listener.status("Trying again after: " + e.getMessage(), true, false);
                pause(FIRST_PAUSE_NANOS << (failed - 1));
            }
        }
    }

    private void pause(long nanos) {
        long until = world.clock().nanos() + nanos;
        while (!control.stopRequested() && world.clock().nanos() < until) {
            control.waker().clear();
            if (!control.stopRequested()) {
                control.waker().await(until);
            }
        }
    }

    /// Asks the run to stop after the epoch in progress and waits until it has.
    public void stop() {
        control.requestStop();
        awaitUninterruptibly();
    }

    private void awaitUninterruptibly() {
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until the run is over, at most `millis`, and says whether it is.
    public boolean awaitTermination(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /// Waits until all that the sources hold now has been committed, or the run is over.
    public void processAllAvailable() throws InterruptedException {
        control.catchUp().await();
    }

    public boolean isActive() {
        return ended.getCount() > 0;
    }

    public UUID runId() {
        return runId;
    }

    /// Why the run ended, when it did not end well.
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /// How much state each arrangement holds, as of some recent epoch.
    public List<StateReport> state() {
        var run = current;
        return run == null ? List.of() : run.stateReports();
    }
}

package dev.penstock.engine.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// What others ask of the epoch thread. Its methods are for any thread but for those that say otherwise.
final class Control {
    private final Waker waker;
    private final List<CountDownLatch> catchUps = new ArrayList<>();
    private volatile boolean stop;
    private volatile boolean catchUpRequested;
    private boolean ended;

    Control(Waker waker) {
        this.waker = waker;
    }

    Waker waker() {
        return waker;
    }

    void requestStop() {
        stop = true;
        waker.wake();
    }

    boolean stopRequested() {
        return stop;
    }

    /// A latch that opens once everything that the sources hold after this call has been committed.
    synchronized CountDownLatch catchUp() {
        var latch = new CountDownLatch(ended ? 0 : 1);
        if (!ended) {
            catchUps.add(latch);
            catchUpRequested = true;
            waker.wake();
        }
        return latch;
    }

    boolean catchUpRequested() {
        return catchUpRequested;
    }

    /// The latches asked for so far. Epoch thread only.
    synchronized List<CountDownLatch> takeCatchUps() {
        var taken = List.copyOf(catchUps);
        catchUps.clear();
        catchUpRequested = false;
        return taken;
    }

    /// An attempt that ends gives back what it did not get to. Epoch thread only.
    synchronized void putBack(List<CountDownLatch> unanswered) {
        catchUps.addAll(unanswered);
        catchUpRequested = !catchUps.isEmpty();
    }

    /// The run is over: nobody waits any longer.
    synchronized void end() {
        ended = true;
        takeCatchUps().forEach(CountDownLatch::countDown);
    }
}

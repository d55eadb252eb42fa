package dev.penstock.engine.epoch;

import dev.penstock.data.sys.World;
import dev.penstock.io.Sink;
import dev.penstock.store.ledger.Ledger;
import dev.penstock.store.state.Image;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Takes snapshots in the background, one at a time, while epochs go on.
///
/// The epoch thread freezes the state, which takes microseconds, and hands it over; another thread waits until the sink is settled, writes, and
/// lets the ledger forget. Trouble in the background is told to the epoch thread at its next call.
final class Snapshots {
    static final String SINK = "sink";
    static final String SOURCE = "source.";
    static final String CLOCK = "clock";
    static final String WATERMARK = "watermark";
    static final String RESTED = "rested";
    /// How long a run that ends waits for a snapshot in progress; without it the next start replays a little more.
    private static final long CLOSE_SECONDS = 30;

    private final World world;
    private final Ledger ledger;
    private final Sink sink;
    private volatile @Nullable CountDownLatch running;
    private volatile @Nullable RuntimeException failure;
    private volatile @Nullable List<String> settledPositions;

    Snapshots(World world, Ledger ledger, Sink sink) {
        this.world = world;
        this.ledger = ledger;
        this.sink = sink;
    }

    /// State after an epoch, as it is to be written.
    record Moment(long epoch, long clockMicros, long watermarkMicros, boolean rested,
            EventTimeSettings settings, List<String> positions, Map<String, Image> images) {
        Map<String, String> marks(String sinkMark) {
            var marks = new HashMap<>(settings.marks());
            marks.put(SINK, sinkMark);
            marks.put(CLOCK, Long.toString(clockMicros));
            marks.put(WATERMARK, Long.toString(watermarkMicros));
            marks.put(RESTED, Boolean.toString(rested));
            for (int i = 0; i < positions.size(); i++) {
                marks.put(SOURCE + i, positions.get(i));
            }
            return marks;
        }
    }

    /// Writes a snapshot on the calling thread.
    void write(Moment moment) {
        ledger.writeSnapshot(moment.epoch(), moment.images(),
                moment.marks(sink.settle(moment.epoch())));
    }

    boolean busy() {
        return running != null;
    }

    /// Writes a snapshot in the background. Not to be called while [#busy].
    void start(Moment moment) {
        var latch = new CountDownLatch(1);
        running = latch;
        world.threads().start("penstock-snapshot", () -> {
            try {
                write(moment);
                settledPositions = moment.positions();
            } catch (RuntimeException e) {
                failure = e;
            } finally {
                running = null;
                latch.countDown();
            }
        });
    }

    /// The positions that have become safe since the last call, or null. Throws what went wrong in the background.
    @Nullable
    List<String> takeSettled() {
        var trouble = failure;
        if (trouble != null) {
            failure = null;
            throw trouble;
        }
        var positions = settledPositions;
        if (positions != null) {
            settledPositions = null;
        }
        return positions;
    }

    /// Waits for a snapshot in progress, at most `millis`, and says whether there is none any more.
    boolean await(long millis) {
        var latch = running;
        if (latch == null) {
            return true;
        }
        try {
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// Waits for a snapshot in progress.
    void close() {
        boolean done = await(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        assert done || busy() : "either it is done or it goes on";
    }
}

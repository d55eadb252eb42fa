package dev.penstock.engine.epoch;

import dev.penstock.data.error.TransientException;
import dev.penstock.data.sys.World;
import dev.penstock.engine.epoch.EpochListener.EpochReport;
import dev.penstock.engine.epoch.EpochListener.SourceReport;
import dev.penstock.engine.epoch.EpochListener.StateReport;
import dev.penstock.flow.circuit.Circuit;
import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.flow.kernel.KernelContext;
import dev.penstock.flow.lower.Delivery;
import dev.penstock.flow.lower.Lowering;
import dev.penstock.flow.operator.EventTime;
import dev.penstock.flow.operator.Observe;
import dev.penstock.flow.operator.program.Programs;
import dev.penstock.io.Sink;
import dev.penstock.io.Start;
import dev.penstock.store.ledger.Declaration;
import dev.penstock.store.ledger.Ledger;
import dev.penstock.store.ledger.Range;
import dev.penstock.store.ledger.Snapshot;
import dev.penstock.store.ledger.Sync;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Blocks;
import dev.penstock.store.state.Deadlines;
import dev.penstock.store.state.Image;
import dev.penstock.store.state.Layout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/// One attempt at a run: opens the ledger, recovers, and runs epochs until it is to stop. Belongs to the epoch thread.
///
/// The way of an epoch, in this order, is what exactly-once rests on:
/// 1. the ranges are taken from the sources and appended to the ledger, which begins to sync;
/// 2. the rows go through the circuit into the sink, which shows nothing yet;
/// 3. the ledger says that the declaration is durable;
/// 4. the sink commits.
/// Recovery restores the newest snapshot and runs the declared epochs after it in the same way, without step 1.
final class QueryRun implements AutoCloseable {
    /// The most rows that an epoch takes from a source: enough for columnar speed, few enough for epochs of milliseconds.
    private static final long MAX_ROWS = 1 << 16;
    /// After an epoch of more rows than this, the disk syncs the next declaration while the rows are computed; for less the hand-off to
    /// the syncing thread costs more than the overlap gains.
    private static final long LARGE = 2000;
    /// How soon a stop is noticed while the sink confirms.
    private static final long CONFIRMATION_MILLIS = 100;
    private static final long MAX_REST_MICROS = 1_000_000;
    private static final String TABLE = "table";

    private final QueryDefinition definition;
    private final World world;
    private final EpochListener listener;
    private final Control control;
    private final UUID runId;
    private final Ledger ledger;
    private final Circuit circuit;
    private final Feeds feeds;
    private final Sink sink;
    private final SinkFeed feed;
    private final Snapshots snapshots;
    private final EventTimeSettings settings;
    private final Optional<Snapshot> restored;
    private final List<CountDownLatch> catchUps = new ArrayList<>();
    private long nextEpoch;
    private long clockMicros;
    private long watermarkMicros;
    private long committedEpochs;
    private EventTime.Statistics eventTimes = EventTime.Statistics.NONE;
    private long lastSnapshotNanos;
    private long lastRows;
    private boolean aimed;
    private boolean rested;

    /// Opens the ledger and builds the circuit; nothing is read or written yet.
    static QueryRun of(QueryDefinition definition, SourceFactory sources, World world,
            Workers workers, EpochListener listener,
            Control control, UUID runId) {
        var ledger = definition.checkpoint().map(path -> Ledger.open(world, path, sync(definition)))
                .orElseGet(() -> Ledger.inMemory(world));
        try {
            return new QueryRun(ledger, definition, sources, world, workers, listener, control,
                    runId);
        } catch (RuntimeException | Error e) {
            ledger.close();
            throw e;
        }
    }

    private QueryRun(Ledger ledger, QueryDefinition definition, SourceFactory sources, World world,
            Workers workers,
            EpochListener listener, Control control, UUID runId) {
        this.ledger = ledger;
        this.definition = definition;
        this.world = world;
        this.listener = listener;
        this.control = control;
        this.runId = runId;
        restored = ledger.snapshot();
        settings = restored.map(snapshot -> definition.eventTime().from(snapshot.marks()))
                .orElse(definition.eventTime());
        var context = new KernelContext(definition.zone(), new EpochClock());
        sink = definition.sink().get();
        feed = new SinkFeed(sink);
        circuit = Lowering.lower(definition.plan(), delivery(), context, this::arrangement, feed);
        circuit.programs().begin(new Programs.Identity(ledger.queryId(), runId.toString()));
        feeds = new Feeds(circuit, sources, workers, context, definition.checkpoint());
        snapshots = new Snapshots(world, ledger, sink);
    }

    private static Sync sync(QueryDefinition definition) {
        return definition.ledgerSync().equals("os") ? Sync.OS : Sync.DISK;
    }

    private Delivery delivery() {
        if (definition.mode().equals("append")) {
            return Delivery.APPEND;
        }
        if (definition.mode().equals(QueryDefinition.CHANGELOG)) {
            return Delivery.CHANGES;
        }
        boolean update = definition.mode().equals("update");
        if (sink.form() == Sink.Form.CHANGES) {
            return update ? Delivery.CHANGES : Delivery.COMPLETE_CHANGES;
        }
        return update ? Delivery.UPDATE : Delivery.COMPLETE;
    }

    private Arrangement arrangement(String identity, Layout layout) {
        return restored.flatMap(snapshot -> snapshot.blocks(identity))
                .map(blocks -> restore(layout, blocks))
                .orElseGet(() -> new Arrangement(layout));
    }

    private static Arrangement restore(Layout layout, Blocks blocks) {
        try {
            return Arrangement.restore(layout, blocks);
        } catch (IOException e) {
            throw new TransientException("The snapshot in " + blocks.origin() + " cannot be read",
                    e);
        }
    }

    /// Recovers: afterwards state, sink and sources are as after the last declared epoch.
    void open() {
        listener.status("Initializing sources", false, false);
        listener.started(UUID.fromString(ledger.queryId()), runId);
        definition.table().ifPresent(
                table -> table.restore(restored.flatMap(snapshot -> snapshot.blocks(TABLE))));
        var mark = restored.map(snapshot -> snapshot.marks().getOrDefault(Snapshots.SINK, ""))
                .orElse("");
        sink.open(new Start(ledger.queryId(), definition.name(), definition.sinkMode(),
                definition.plan().schema(), List.of(), mark));
        feed.opened();
        if (restored.isPresent()) {
            resume(restored.get());
        } else {
            begin();
        }
        for (var declaration : ledger.declarations()) {
            compute(declaration);
            feed.end(world.clock().nanos());
        }
        feed.commit();
        feeds.open(control.waker()::wake);
        lastSnapshotNanos = world.clock().nanos();
    }

    private void resume(Snapshot snapshot) {
        nextEpoch = snapshot.epoch() + 1;
        clockMicros = Long.parseLong(snapshot.marks().getOrDefault(Snapshots.CLOCK, "0"));
        watermarkMicros = Long.parseLong(snapshot.marks().getOrDefault(Snapshots.WATERMARK, "0"));
        rested = Boolean.parseBoolean(snapshot.marks().get(Snapshots.RESTED));
        var positions = new ArrayList<String>();
        for (var at = snapshot.marks().get(Snapshots.SOURCE + 0); at != null;) {
            positions.add(at);
            at = snapshot.marks().get(Snapshots.SOURCE + positions.size());
        }
        feeds.moveTo(positions);
    }

    /// The first start of a checkpoint: where the sources begin, and what the sink finds, is made durable before anything else.
    private void begin() {
        nextEpoch = Ledger.FIRST_EPOCH;
        feeds.moveTo(feeds.starts());
        snapshots.write(moment());
    }

    private Snapshots.Moment moment() {
        Map<String, Image> images = new LinkedHashMap<>();
        circuit.state()
                .forEach((identity, arrangement) -> images.put(identity, arrangement.freeze()));
        definition.table().ifPresent(table -> images.put(TABLE, table.freeze()));
        return new Snapshots.Moment(nextEpoch - 1, clockMicros, watermarkMicros, rested, settings,
                feeds.positions(), images);
    }

    /// Runs epochs until a stop is requested or, with `AvailableNow`, the input is done.
    void runEpochs() {
        if (definition.pace() instanceof Pace.AvailableNow) {
            feeds.aim();
            aimed = true;
        }
        while (!control.stopRequested()) {
            control.waker().clear();
            tellSettled();
            takeCatchUps();
            long seenNanos = world.clock().nanos();
            var ranges = feeds.available(nextEpoch == Ledger.FIRST_EPOCH, maxRows());
            if (ranges == null) {
                rested |= settings.epochsWithoutData() && circuit.eventTime().endsSomething();
                ranges = timeEndsSomething() ? feeds.nothing() : null;
            }
            if (ranges != null) {
                if (definition.pace() instanceof Pace.Every every && !waitForTick(every)) {
                    continue;
                }
                runEpoch(ranges, seenNanos);
                maybeSnapshot();
            } else if (aimed && feeds.arrived()) {
                arrive();
                if (definition.pace() instanceof Pace.AvailableNow) {
                    break;
                }
            } else {
                rest();
            }
        }
        feed.commit();
    }

    private long maxRows() {
        return definition.pace() instanceof Pace.AvailableNow(boolean single) && single
                ? Long.MAX_VALUE
                : MAX_ROWS;
    }

    private void tellSettled() {
        var positions = snapshots.takeSettled();
        if (positions != null) {
            feeds.committed(positions);
        }
    }

    private void takeCatchUps() {
        if (control.catchUpRequested()) {
            catchUps.addAll(control.takeCatchUps());
            if (!(definition.pace() instanceof Pace.AvailableNow)) {
                feeds.aim();
                aimed = true;
            }
        }
    }

    /// Waits until the destination has confirmed all that was committed, and leaves a snapshot of this moment. Whoever waits for the input to be
    /// done may look at the output next, or end the process.
    private void confirm() {
        feed.commit();
        awaitSnapshot();
        if (!control.stopRequested()) {
            snapshots.start(moment());
            lastSnapshotNanos = world.clock().nanos();
            awaitSnapshot();
        }
    }

    private void awaitSnapshot() {
        while (!control.stopRequested() && !snapshots.await(CONFIRMATION_MILLIS)) {
            listener.status("Waiting for the sink to confirm", true, false);
        }
        tellSettled();
    }

    private void arrive() {
        confirm();
        if (control.stopRequested()) {
            return;
        }
        catchUps.forEach(CountDownLatch::countDown);
        catchUps.clear();
        if (!(definition.pace() instanceof Pace.AvailableNow)) {
            feeds.aimNowhere();
            aimed = false;
        }
    }

    /// Waits for the next multiple of the interval; false when something else came up meanwhile.
    private boolean waitForTick(Pace.Every every) {
        long sinceTick = Math.floorMod(world.clock().epochMicros(), every.micros());
        boolean lateAlready = clockMicros
                / every.micros() < (world.clock().epochMicros() - sinceTick) / every.micros();
        if (sinceTick == 0 || lateAlready) {
            return true;
        }
        listener.status("Waiting for next trigger", true, false);
        long deadline = world.clock().nanos() + (every.micros() - sinceTick) * 1000;
        while (world.clock().nanos() < deadline && !control.stopRequested()
                && !control.catchUpRequested()) {
            control.waker().clear();
            control.waker().await(deadline);
        }
        return !control.stopRequested();
    }

    /// True when the rows so far have moved the watermark over something that waits for it, or some of what it has passed is left to forget, or when the
    /// clock has passed a timer of a program.
    private boolean timeEndsSomething() {
        return settings.epochsWithoutData() && nextEpoch > Ledger.FIRST_EPOCH
                && (circuit.eventTime().isDue(nextWatermark())
                        || untilTimerMicros() <= 0);
    }

    /// How long it is until a program wants to be called by the clock, which need not be for a timer; at most a second.
    private long untilTimerMicros() {
        long next = circuit.programs().nextMicros();
        return next == Deadlines.NONE
                ? MAX_REST_MICROS
                : Math.min(MAX_REST_MICROS, next - world.clock().epochMicros());
    }

    /// The watermark of the epoch to come: what the rows of all epochs before it come to.
    private long nextWatermark() {
        return circuit.eventTime().watermark(settings.policy(), watermarkMicros);
    }

    private void runEpoch(List<Range> available, long seenNanos) {
        var clock = world.clock();
        var ranges = feeds.journalled(available);
        clockMicros = Math.max(clockMicros, clock.epochMicros());
        var declaration = new Declaration(nextEpoch, clockMicros, nextWatermark(), rested, ranges);
        long ticket = ledger.append(declaration);
        if (lastRows > LARGE) {
            ledger.startSync();
        }
        long declaredNanos = clock.nanos();
        long[] rows = compute(declaration);
        lastRows = sum(rows);
        long computedNanos = clock.nanos();
        ledger.awaitDurable(ticket);
        long durableNanos = clock.nanos();
        feed.end(durableNanos);
        long committedNanos = clock.nanos();
        committedEpochs++;
        listener.committed(new EpochReport(declaration.epoch(), clockMicros, watermarkMicros,
                eventTimes, circuit.observations().stream().map(Observe::metrics).toList(),
                lastRows, feed.rows(),
                computedNanos - declaredNanos,
                declaredNanos - seenNanos + durableNanos - computedNanos,
                committedNanos - durableNanos, committedNanos - seenNanos,
                sourceReports(ranges, rows)));
    }

    private List<SourceReport> sourceReports(List<Range> ranges, long[] rows) {
        var descriptions = feeds.descriptions();
        var reports = new ArrayList<SourceReport>(rows.length);
        for (int i = 0; i < rows.length; i++) {
            reports.add(new SourceReport(descriptions.get(i), ranges.get(i).from(),
                    ranges.get(i).to(), rows[i]));
        }
        return reports;
    }

    private static long sum(long[] rows) {
        long sum = 0;
        for (long count : rows) {
            sum += count;
        }
        return sum;
    }

    /// Computes a declared epoch and writes its changes to the sink, uncommitted.
    private long[] compute(Declaration declaration) {
        assert declaration.epoch() == nextEpoch : "epochs run in order";
        clockMicros = declaration.clockMicros();
        long previous = watermarkMicros;
        watermarkMicros = declaration.watermarkMicros();
        rested = false;
        circuit.clock().set(declaration.epoch(), clockMicros, watermarkMicros, previous,
                declaration.rested() ? watermarkMicros : previous);
        feed.begin(declaration.epoch());
        long[] rows = feeds.run(declaration.epoch(), declaration.ranges());
        eventTimes = circuit.eventTime().endEpoch();
        nextEpoch++;
        return rows;
    }

    private void maybeSnapshot() {
        long now = world.clock().nanos();
        if (snapshots.busy()
                || now - lastSnapshotNanos < definition.snapshotIntervalMillis() * 1_000_000L) {
            return;
        }
        feed.commit();
        snapshots.start(moment());
        lastSnapshotNanos = now;
    }

    private void rest() {
        listener.status("Waiting for data to arrive", false, false);
        long deadline = feed.commitDeadlineNanos();
        if (deadline <= world.clock().nanos()) {
            feed.commit();
        } else {
            long rest = settings.epochsWithoutData() ? untilTimerMicros() : MAX_REST_MICROS;
            control.waker()
                    .await(Math.min(deadline, world.clock().nanos() + Math.max(0, rest) * 1000));
        }
    }

    /// How many epochs this attempt has committed, replayed ones not counted.
    long committedEpochs() {
        return committedEpochs;
    }

    /// A look from another thread: sizes may be of different epochs.
    List<StateReport> stateReports() {
        return circuit.state().entrySet().stream()
                .map(entry -> stateReport(entry.getKey(), entry.getValue())).toList();
    }

    private static StateReport stateReport(String identity, Arrangement arrangement) {
        var activity = arrangement.activity();
        return new StateReport(identity, arrangement.size(), arrangement.memoryBytes(),
                activity.updatedEntries(), activity.removedEntries(), activity.droppedRows());
    }

    @Override
    public void close() {
        control.putBack(catchUps);
        try {
            snapshots.close();
        } finally {
            circuit.programs().close();
            feeds.close();
            sink.close();
            ledger.close();
        }
    }
}

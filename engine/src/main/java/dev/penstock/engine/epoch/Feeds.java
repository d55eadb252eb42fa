package dev.penstock.engine.epoch;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.flow.circuit.Circuit;
import dev.penstock.flow.circuit.LocalRows;
import dev.penstock.flow.kernel.KernelContext;
import dev.penstock.flow.operator.Changes;
import dev.penstock.io.Offset;
import dev.penstock.io.ReadLimit;
import dev.penstock.io.Source;
import dev.penstock.store.ledger.Range;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The inputs of a circuit with their sources and how far each has been read. Belongs to the epoch thread.
///
/// Scans that end (a static table in a streaming query) are sources whose whole range is taken in the first epoch.
final class Feeds implements AutoCloseable {
    private final KernelContext context;
    private final List<Feed> feeds = new ArrayList<>();
    private final List<Feed> scans = new ArrayList<>();

    Feeds(Circuit circuit, SourceFactory sources, Workers workers, KernelContext context,
            Optional<Path> checkpoint) {
        this.context = context;
        for (var input : circuit.inputs()) {
            var feed = new Feed(input, workers);
            feeds.add(feed);
            if (input.scan().isPresent()) {
                var scan = input.scan().get();
                var directory = checkpoint.map(
                        path -> path.resolve("sources").resolve(Integer.toString(scans.size())));
                feed.source = sources.source(scan, directory);
                scans.add(feed);
            }
        }
    }

    /// From now on rows are refused when `owner` has been interrupted: for a query that ends, whose result nobody waits for any more.
    void stopWith(Thread owner) {
        for (var feed : feeds) {
            feed.guard = entry -> new Interruptible(owner, entry);
        }
    }

    /// Lets rows pass until a thread is interrupted.
    private record Interruptible(Thread owner, Changes next) implements Changes {
        @Override
        public void accept(Batch changes) {
            if (owner.isInterrupted()) {
                throw new CancellationException();
            }
            next.accept(changes);
        }

        @Override
        public void finish() {
            next.finish();
        }
    }

    private static final class Feed {
        UnaryOperator<Changes> guard = entry -> entry;
        final dev.penstock.flow.circuit.Input input;
        final InputRunner runner;
        @Nullable
        Source source;
        Offset position = new Offset("");
        @Nullable
        Offset target;

        Feed(dev.penstock.flow.circuit.Input input, Workers workers) {
            this.input = input;
            runner = new InputRunner(input, workers);
        }

        Source source() {
            return Objects.requireNonNull(source, "a scan has a source");
        }

        /// The types of the rows that the source gives.
        List<DataType> types() {
            return input.scan().orElseThrow().sourceSchema().types();
        }

        boolean ends() {
            return !input.scan().orElseThrow().streaming();
        }
    }

    /// Asks each source where a new query begins.
    List<String> starts() {
        return scans.stream().map(feed -> feed.source().start().json()).toList();
    }

    /// Sets how far each source has been read.
    void moveTo(List<String> positions) {
        for (int i = 0; i < scans.size(); i++) {
            scans.get(i).position = new Offset(positions.get(i));
        }
    }

    List<String> positions() {
        return scans.stream().map(feed -> feed.position.json()).toList();
    }

    /// Begins to fetch.
    void open(Runnable wake) {
        for (var feed : scans) {
            if (!feed.ends()) {
                feed.source().open(feed.position, wake);
            }
        }
    }

    /// What the next epoch may take, at most `maxRows` a source and nothing beyond the targets; null when nothing waits.
    @Nullable
    List<Range> available(boolean firstEpoch, long maxRows) {
        boolean some = firstEpoch
                && (scans.size() < feeds.size() || scans.stream().anyMatch(Feed::ends));
        var ranges = new ArrayList<Range>(scans.size());
        for (var feed : scans) {
            Offset to;
            if (feed.ends()) {
                to = firstEpoch ? feed.source().latest() : feed.position;
            } else {
                to = feed.source().available(feed.position, new ReadLimit(maxRows, feed.target));
            }
            some |= !to.equals(feed.position);
            ranges.add(new Range(feed.position.json(), to.json()));
        }
        return some ? ranges : null;
    }

    /// Ranges of an epoch without rows.
    List<Range> nothing() {
        return scans.stream()
                .map(feed -> new Range(feed.position.json(), feed.position.json())).toList();
    }

    /// From now on nothing is taken beyond what the sources hold at this moment.
    void aim() {
        for (var feed : scans) {
            feed.target = feed.source().latest();
        }
    }

    /// What [#aim] found, by source.
    List<Optional<Offset>> targets() {
        return scans.stream().map(feed -> Optional.ofNullable(feed.target)).toList();
    }

    void aimNowhere() {
        for (var feed : scans) {
            feed.target = null;
        }
    }

    /// True when all that was there at [#aim] has been taken.
    boolean arrived() {
        return scans.stream().allMatch(
                feed -> feed.ends() || feed.target == null || feed.target.equals(feed.position));
    }

    /// Runs one epoch through the circuit and says how many rows each source gave. Sources that cannot be read again have their rows in
    /// the ranges already, see [Journal].
    long[] run(long epoch, List<Range> ranges) {
        long[] rows = new long[scans.size()];
        int scan = 0;
        for (var feed : feeds) {
            if (feed.source == null) {
                if (epoch == 0) {
                    LocalRows.push(feed.input.leaf(), context,
                            feed.guard.apply(feed.input.entry()));
                }
            } else {
                var range = ranges.get(scan);
                var to = new Offset(range.to());
                rows[scan] = feed.runner.run(splits(feed, range, to), feed.guard);
                feed.position = to;
                scan++;
            }
            feed.input.entry().finish();
        }
        return rows;
    }

    private static List<Source.Split> splits(Feed feed, Range range, Offset to) {
        if (range.from().equals(range.to())) {
            return List.of();
        }
        byte[] journalled = range.rows();
        if (journalled != null) {
            return List.of(Journal.split(feed.types(), journalled));
        }
        return feed.source().plan(new Offset(range.from()), to);
    }

    /// The same ranges, with the rows themselves for sources that cannot be read again.
    List<Range> journalled(List<Range> ranges) {
        List<Range> complete = ranges;
        boolean copied = false;
        for (int i = 0; i < scans.size(); i++) {
            var feed = scans.get(i);
            var range = ranges.get(i);
            if (!feed.source().replayable() && !range.from().equals(range.to())) {
                if (!copied) {
                    complete = new ArrayList<>(ranges);
                    copied = true;
                }
                var splits = feed.source().plan(new Offset(range.from()), new Offset(range.to()));
                byte[] rows = Journal.encode(feed.types(), splits);
                complete.set(i, new Range(range.from(), range.to(), rows));
            }
        }
        return complete;
    }

    /// Tells the sources that all epochs up to these positions are safe.
    void committed(List<String> positions) {
        for (int i = 0; i < scans.size(); i++) {
            scans.get(i).source().committed(new Offset(positions.get(i)));
        }
    }

    List<String> descriptions() {
        return scans.stream().map(feed -> feed.source().description()).toList();
    }

    @Override
    public void close() {
        for (var feed : scans) {
            feed.source().close();
        }
    }
}

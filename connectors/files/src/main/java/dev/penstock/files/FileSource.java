package dev.penstock.files;

import dev.penstock.data.error.TransientException;
import dev.penstock.io.Connector.SourceRequest;
import dev.penstock.io.Offset;
import dev.penstock.io.ReadLimit;
import dev.penstock.io.Source;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The files of a directory or pattern as a stream: each file once, new ones as they land.
///
/// Files should come into the directory whole, by a rename; one that is still written when it is found is read as far as it goes. The source is
/// woken by the operating system, and looks around once a second besides, for file systems that do not tell. Replayable as long as the files are there.
///
/// An offset is `{"logOffset":n}`, an entry of the [FileLog]. The epoch thread only ever looks at what is decided already: finding files and
/// writing the log are the affair of a thread of the source's own, which keeps at most one undelivered entry ahead.
public final class FileSource implements Source {
    private static final Pattern OFFSET = Pattern
            .compile("\\{\\s*\"logOffset\"\\s*:\\s*(-?\\d+)\\s*}");
    private static final long LOOK_AROUND_MILLIS = 1000;

    private final FileTable table;
    private final SourceRequest request;
    private final FileLog log;
    private final FileChoice choice;
    private final FileCleaner cleaner;
    private long taken = -1;
    private long cleaned;
    private long committed = -1;
    private boolean closed;
    private @Nullable RuntimeException failure;
    private @Nullable WatchService watch;

    FileSource(FileTable table, SourceRequest request) {
        this.table = table;
        this.request = request;
        choice = new FileChoice(request.options());
        cleaner = FileCleaner.of(request.options(), table.listing().base());
        try {
            log = new FileLog(request.world().disk(),
                    request.streaming() ? request.workDirectory() : Optional.empty());
        } catch (IOException e) {
            throw new TransientException(
                    "the file log of " + table.listing().base() + " cannot be read", e);
        }
        choice.markSeen(log.between(-1, log.last()));
    }

    private static Offset offset(long entry) {
        return new Offset("{\"logOffset\":" + entry + "}");
    }

    private static long entry(Offset offset) {
        var matcher = OFFSET.matcher(offset.json().strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no offset of a file source: " + offset.json());
        }
        return Long.parseLong(matcher.group(1));
    }

    @Override
    public Offset start() {
        return offset(-1);
    }

    /// Decides about all files that are there now.
    @Override
    public synchronized Offset latest() {
        try {
            while (decide(new ArrayList<>()) > 0) {
                // Each decision takes as many files as one epoch may.
            }
        } catch (IOException e) {
            throw new TransientException(table.listing().base() + " cannot be listed", e);
        }
        return offset(log.last());
    }

    /// Puts what comes next into the log and says how many files that were.
    private synchronized int decide(List<Path> directories) throws IOException {
        var next = List.copyOf(choice.cut(choice.unseen(table.listing().list(directories))));
        if (!next.isEmpty()) {
            log.add(next);
            choice.markSeen(next);
        }
        return next.size();
    }

    @Override
    public void open(Offset from, Runnable wake) {
        synchronized (this) {
            taken = entry(from);
            cleaned = taken + 1;
            committed = taken;
        }
        decideFirst();
        request.world().threads().start("penstock-files", () -> run(wake));
    }

    /// What is there at the start is there for the first epoch, so that the sources of a query begin together.
    private synchronized void decideFirst() {
        try {
            if (log.last() <= taken) {
                decide(new ArrayList<>());
            }
        } catch (IOException e) {
            throw new TransientException(table.listing().base() + " cannot be listed", e);
        }
    }

    private void run(Runnable wake) {
        Set<Path> watched = new HashSet<>();
        try (var watcher = FileSystems.getDefault().newWatchService()) {
            synchronized (this) {
                watch = watcher;
            }
            if (log.last() > taken()) {
                wake.run();
            }
            while (!isClosed()) {
                cleanUp();
                var directories = new ArrayList<Path>();
                boolean found = awaitTaken() && decide(directories) > 0;
                if (found) {
                    wake.run();
                } else if (watchNew(watcher, watched, directories)) {
                    // A directory that is watched only from now on may have got files since it was listed: look again at once.
                } else {
                    var key = watcher.poll(LOOK_AROUND_MILLIS, TimeUnit.MILLISECONDS);
                    if (key != null) {
                        key.pollEvents();
                        if (!key.reset()) {
                            watched.remove((Path) key.watchable());
                        }
                    }
                }
            }
        } catch (ClosedWatchServiceException e) {
            // Closed by close(), which ends this thread.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            fail(new TransientException(table.listing().base() + " cannot be watched", e), wake);
        } catch (RuntimeException e) {
            fail(e, wake);
        }
    }

    private static boolean watchNew(WatchService watcher, Set<Path> watched, List<Path> directories)
            throws IOException {
        boolean added = false;
        for (var directory : directories) {
            if (!watched.contains(directory)) {
                try {
                    directory.register(watcher, StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY);
                } catch (java.nio.file.NoSuchFileException
                        | java.nio.file.NotDirectoryException e) {
                    // Gone again since it was listed.
                    continue;
                }
                watched.add(directory);
                added = true;
            }
        }
        return added;
    }

    private synchronized void fail(RuntimeException trouble, Runnable wake) {
        failure = trouble;
        wake.run();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized long taken() {
        return taken;
    }

    /// Waits until the engine has taken everything in the log; false when the source was closed instead.
    private synchronized boolean awaitTaken() throws InterruptedException {
        while (!closed && log.last() > taken) {
            wait();
        }
        return !closed;
    }

    @Override
    public synchronized Offset available(Offset from, ReadLimit limit) {
        if (failure != null) {
            throw failure;
        }
        long first = entry(from);
        long end = Math.max(first, log.last());
        if (isPaced()) {
            end = Math.min(end, first + 1);
        }
        if (limit.until() != null) {
            end = Math.min(end, Math.max(first, entry(limit.until())));
        }
        taken = Math.max(taken, end);
        notifyAll();
        return end == first ? from : offset(end);
    }

    /// True when each epoch is to have one entry, and not all that wait.
    private boolean isPaced() {
        return request.streaming() && (table.options().find("maxFilesPerTrigger").isPresent()
                || table.options().find("maxBytesPerTrigger").isPresent());
    }

    @Override
    public List<Split> plan(Offset from, Offset to) {
        var splits = new ArrayList<Split>();
        for (var file : log.between(entry(from), entry(to))) {
            splits.add(into -> new FileRows(table, file.path(), into).read());
        }
        return splits;
    }

    @Override
    public synchronized void committed(Offset upTo) {
        committed = Math.max(committed, entry(upTo));
    }

    private void cleanUp() {
        long end;
        synchronized (this) {
            end = committed;
        }
        if (cleaner.isOn() && cleaned <= end) {
            log.between(cleaned - 1, end).forEach(file -> cleaner.clean(file.path()));
            cleaned = end + 1;
        }
    }

    @Override
    public String description() {
        return "FileStreamSource[" + table.listing().base().toUri() + "]";
    }

    @Override
    public void close() {
        WatchService open;
        synchronized (this) {
            closed = true;
            open = watch;
            notifyAll();
        }
        cleanUp();
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new TransientException(
                        "the watch on " + table.listing().base() + " cannot be closed", e);
            }
        }
    }
}

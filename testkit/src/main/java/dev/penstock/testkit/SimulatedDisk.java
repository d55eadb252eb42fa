package dev.penstock.testkit;

import dev.penstock.data.sys.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A disk in memory that forgets, as a real one may, what was not synced when the machine goes down.
///
/// Every operation that changes something counts as one step ([#steps]); [#crashAt] makes the machine go down in the middle of a step,
/// [#failAt] makes one step fail as a full disk does. After [#crash] all open files and locks are dead and the disk holds what survived: what was
/// synced, and of the rest what the seed decides, in sectors of 512 bytes and in any order; names likewise. [#kill] is the death of the process
/// only: everything written survives. Safe for use by several threads.
public final class SimulatedDisk implements Disk {
    private static final int SECTOR = 512;

    private final Gen gen;
    private TreeMap<Path, Content> names = new TreeMap<>();
    private TreeMap<Path, Content> durableNames = new TreeMap<>();
    private final Set<Path> directories = new HashSet<>();
    private final Set<Path> locks = new HashSet<>();
    private int life;
    private long steps;
    private long crashStep = -1;
    private long failStep = -1;
    private int failures;
    private long capacity = Long.MAX_VALUE;

    public SimulatedDisk(Gen gen) {
        this.gen = gen;
    }

    /// The machine is down; nothing that was open then can be used again.
    public static final class CrashedException extends IOException {
        private static final long serialVersionUID = 1;

        public CrashedException() {
            super("the simulated machine is down");
        }
    }

    /// What a file holds, and what of it a crash cannot take away.
    private static final class Content {
        byte[] bytes = new byte[0];
        int size;
        byte[] durable = new byte[0];
        /// Sectors written since the last sync, by number.
        final Set<Integer> unsynced = new HashSet<>();

        void resize(int newSize) {
            if (newSize > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(newSize, bytes.length * 2));
            } else if (newSize < size) {
                Arrays.fill(bytes, newSize, size, (byte) 0);
            }
            size = newSize;
        }

        void sync() {
            durable = Arrays.copyOf(bytes, size);
            unsynced.clear();
        }
    }

    /// How many changing operations there have been so far.
    public synchronized long steps() {
        return steps;
    }

    /// The machine goes down in the middle of the step with this number, counted from the first step ever.
    public synchronized void crashAt(long step) {
        crashStep = step;
    }

    /// The step with this number, and `times - 1` after it, fail as on a full disk; a write may be half done then.
    public synchronized void failAt(long step, int times) {
        failStep = step;
        failures = times;
    }

    /// The sum of all files' sizes above which writes fail.
    public synchronized void limitTo(long bytes) {
        capacity = bytes;
    }

    /// True when the machine has gone down and [#restart] has not been called.
    public synchronized boolean isDown() {
        return life % 2 == 1;
    }

    /// The machine goes down now and comes up again.
    public synchronized void crash() {
        if (!isDown()) {
            goDown();
        }
        restart();
    }

    /// After a crash that [#crashAt] caused: the machine comes up again with what survived.
    public synchronized void restart() {
        if (isDown()) {
            life++;
        }
        crashStep = -1;
    }

    /// The process dies: open files and locks are gone, all that was written stays.
    public synchronized void kill() {
        life += 2;
        locks.clear();
    }

    private void goDown() {
        life++;
        locks.clear();
        var survived = new TreeMap<>(durableNames);
        for (var path : changedNames()) {
            if (gen.flip()) {
                var content = names.get(path);
                if (content == null) {
                    survived.remove(path);
                } else {
                    survived.put(path, content);
                }
            }
        }
        names = survived;
        durableNames = new TreeMap<>(survived);
        new HashSet<>(names.values()).stream().sorted((a, b) -> Integer.compare(a.size, b.size))
                .forEach(this::tear);
    }

    private List<Path> changedNames() {
        var all = new TreeMap<>(names);
        all.putAll(durableNames);
        return all.keySet().stream().filter(path -> names.get(path) != durableNames.get(path))
                .toList();
    }

    /// Of what was not synced, each sector survives by chance, and the size with the last one that does.
    private void tear(Content content) {
        var survivor = Arrays.copyOf(content.durable,
                Math.max(content.size, content.durable.length));
        int size = content.durable.length;
        boolean shrunk = content.size < content.durable.length && gen.flip();
        if (shrunk) {
            Arrays.fill(survivor, content.size, survivor.length, (byte) 0);
            size = content.size;
        }
        for (int sector : content.unsynced.stream().sorted().toList()) {
            int from = sector * SECTOR;
            int to = Math.min(from + SECTOR, content.size);
            if (from < to && gen.flip()) {
                System.arraycopy(content.bytes, from, survivor, from, to - from);
                size = Math.max(size, to);
            }
        }
        content.bytes = Arrays.copyOf(survivor, size);
        content.size = size;
        content.sync();
    }

    /// Counts a step. True when the step is to be half done and then the machine is down.
    private boolean step() throws IOException {
        long number = steps++;
        if (number == crashStep) {
            return true;
        }
        if (failStep >= 0 && number >= failStep && number < failStep + failures) {
            throw new IOException("No space left on device (simulated)");
        }
        return false;
    }

    private void alive(int opened) throws IOException {
        if (opened != life || isDown()) {
            throw new CrashedException();
        }
    }

    private void change(int opened, Runnable action) throws IOException {
        alive(opened);
        boolean crash = step();
        if (!crash || gen.flip()) {
            action.run();
        }
        if (crash) {
            goDown();
            throw new CrashedException();
        }
    }

    @Override
    public synchronized File open(Path path) throws IOException {
        alive(life);
        var content = names.get(path);
        if (content == null) {
            var created = new Content();
            change(life, () -> names.put(path, created));
            content = created;
        }
        return new SimulatedFile(content, life);
    }

    @Override
    public synchronized boolean exists(Path path) {
        return names.containsKey(path) || directories.contains(path);
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        alive(life);
        var found = new ArrayList<String>();
        for (var path : names.keySet()) {
            if (directory.equals(path.getParent())) {
                found.add(path.getFileName().toString());
            }
        }
        for (var path : directories) {
            if (directory.equals(path.getParent())) {
                found.add(path.getFileName().toString());
            }
        }
        return found.stream().sorted().toList();
    }

    /// Directories survive a crash at once: what is in them does not.
    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        alive(life);
        for (@Nullable
        Path path = directory; path != null; path = path.getParent()) {
            directories.add(path);
        }
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        change(life, () -> {
            names.remove(path);
            directories.remove(path);
        });
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        alive(life);
        if (!names.containsKey(from)) {
            throw new IOException("no such file: " + from);
        }
        change(life, () -> {
            var content = names.remove(from);
            if (content != null) {
                names.put(to, content);
            }
        });
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        change(life, () -> {
            durableNames.keySet().removeIf(path -> directory.equals(path.getParent()));
            names.forEach((path, content) -> {
                if (directory.equals(path.getParent())) {
                    durableNames.put(path, content);
                }
            });
        });
    }

    @Override
    public synchronized AutoCloseable lock(Path path) throws IOException {
        alive(life);
        if (!locks.add(path)) {
            throw new LockedException(path);
        }
        int taken = life;
        return () -> unlock(path, taken);
    }

    private synchronized void unlock(Path path, int taken) {
        if (taken == life) {
            locks.remove(path);
        }
    }

    /// Changes one byte of a file where it lies, as a failing disk does.
    public synchronized void damage(Path path, long position) {
        var content = names.get(path);
        if (content == null || position >= content.size) {
            throw new IllegalArgumentException("nothing to damage at " + position + " of " + path);
        }
        content.bytes[(int) position] ^= 0x55;
        content.sync();
    }

    /// A copy of what a file holds now.
    public synchronized byte[] contents(Path path) {
        var content = names.get(path);
        if (content == null) {
            throw new IllegalArgumentException("no such file: " + path);
        }
        return Arrays.copyOf(content.bytes, content.size);
    }

    /// Puts a durable file in place.
    public synchronized void put(Path path, byte[] bytes) {
        var content = new Content();
        content.bytes = bytes.clone();
        content.size = bytes.length;
        content.sync();
        names.put(path, content);
        durableNames.put(path, content);
        for (@Nullable
        Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
            directories.add(parent);
        }
    }

    private long used() {
        return names.values().stream().mapToLong(content -> content.size).sum();
    }

    private final class SimulatedFile implements File {
        private final Content content;
        private final int opened;

        SimulatedFile(Content content, int opened) {
            this.content = content;
            this.opened = opened;
        }

        @Override
        public long size() throws IOException {
            synchronized (SimulatedDisk.this) {
                alive(opened);
                return content.size;
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                alive(opened);
                if (position >= content.size) {
                    return -1;
                }
                int length = (int) Math.min(target.remaining(), content.size - position);
                target.put(content.bytes, (int) position, length);
                return length;
            }
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                alive(opened);
                int length = source.remaining();
                boolean crash;
                try {
                    crash = step();
                    long growth = Math.max(0, position + length - content.size);
                    if (growth > 0 && capacity != Long.MAX_VALUE && used() + growth > capacity) {
                        throw new IOException("No space left on device (simulated)");
                    }
                } catch (IOException e) {
                    put(source, (int) position, gen.below(length + 1));
                    throw e;
                }
                put(source, (int) position, crash ? gen.below(length + 1) : length);
                if (crash) {
                    goDown();
                    throw new CrashedException();
                }
            }
        }

        private void put(ByteBuffer source, int position, int length) {
            if (length == 0) {
                return;
            }
            content.resize(Math.max(content.size, position + length));
            source.get(content.bytes, position, length);
            for (int sector = position / SECTOR; sector <= (position + length - 1)
                    / SECTOR; sector++) {
                content.unsynced.add(sector);
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (SimulatedDisk.this) {
                change(opened, content::sync);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (SimulatedDisk.this) {
                if (size < content.size) {
                    change(opened, () -> content.resize((int) size));
                }
            }
        }

        @Override
        public void close() {}
    }
}

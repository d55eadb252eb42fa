package dev.penstock.connect.server.artifact;

import dev.penstock.data.error.TransientException;
import dev.penstock.data.error.UserException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The artifacts of one session. Safe for use by any thread.
///
/// Names come from outside and are never part of a path: files are numbered.
public final class Artifacts implements AutoCloseable {
    /// Rows of a client under the hash of their bytes.
    public static final String CACHE = "cache/";
    /// What one session may have on disk: three local relations of the largest size that Spark's clients send.
    private static final long MAX_BYTES = 10L << 30;

    private final Path directory;
    private final long maxLoadedBytes;
    private final Map<String, Path> files = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicLong used = new AtomicLong();

    /// `directory` is made when it is needed and removed at the end; `maxLoadedBytes` is how much of a file may be brought into memory.
    public Artifacts(Path directory, long maxLoadedBytes) {
        this.directory = directory;
        this.maxLoadedBytes = maxLoadedBytes;
    }

    /// Whether an artifact of this name is here.
    public boolean exists(String name) {
        return files.containsKey(name);
    }

    /// Looks whether the cached rows of these hashes are here and may be brought into memory together.
    ///
    /// @throws UserException when they are not, or may not
    public void requireFits(List<String> hashes) {
        requireFits(hashes.stream().mapToLong(this::cachedBytes).sum());
    }

    private void requireFits(long bytes) {
        if (bytes > maxLoadedBytes) {
            throw new UserException("CONNECT_INVALID_PLAN.LOCAL_RELATION_SIZE_LIMIT_EXCEEDED",
                    Map.of("actualSize", Long.toString(bytes), "limit",
                            Long.toString(maxLoadedBytes)));
        }
    }

    private long cachedBytes(String hash) {
        try {
            return Files.size(cachedPath(hash));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Path cachedPath(String hash) {
        var path = files.get(CACHE + hash);
        if (path == null) {
            throw new UserException("CONNECT_INVALID_PLAN.NOT_FOUND_CACHED_LOCAL_RELATION",
                    Map.of("hash", hash, "sessionUUID", directory.getFileName().toString()));
        }
        return path;
    }

    /// The cached rows of this hash: the bytes that the client sent.
    ///
    /// @throws UserException when they are not here, or larger than may be brought into memory
    public byte[] cached(String hash) {
        requireFits(cachedBytes(hash));
        try {
            return Files.readAllBytes(cachedPath(hash));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static TransientException unreadable(IOException cause) {
        return new TransientException("An artifact cannot be read or written", cause);
    }

    /// Begins to receive an artifact.
    ///
    /// @throws UserException when the name is no name of an artifact
    public Incoming begin(String name) {
        if (name.isEmpty() || name.startsWith("/") || name.contains("..") || name.length() > 1000) {
            throw new UserException("CONNECT_INVALID_PLAN.ASSERTION_FAILURE",
                    Map.of("message", "an artifact cannot be called '" + name + "'"));
        }
        try {
            Files.createDirectories(directory);
            var path = directory.resolve(Integer.toString(numbers.incrementAndGet()));
            return new Incoming(name, path, Files.newOutputStream(path));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// An artifact that is being received. Belongs to one call.
    public final class Incoming implements AutoCloseable {
        private final String name;
        private final Path path;
        private final OutputStream out;
        private boolean finished;

        private Incoming(String name, Path path, OutputStream out) {
            this.name = name;
            this.path = path;
            this.out = out;
        }

        public String name() {
            return name;
        }

        /// Writes the next bytes.
        ///
        /// @throws UserException when the session has too much on disk
        public void write(com.google.protobuf.ByteString bytes) {
            if (used.addAndGet(bytes.size()) > MAX_BYTES) {
                throw new UserException("LOCAL_RELATION_SIZE_LIMIT_EXCEEDED",
                        Map.of("actualSize", Long.toString(used.get()), "sizeLimit",
                                Long.toString(MAX_BYTES)));
            }
            try {
                bytes.writeTo(out);
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        /// The artifact is complete and replaces one of the same name.
        public void finish() {
            try {
                out.close();
                finished = true;
                delete(files.put(name, path));
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        /// Gives up what has not been finished.
        @Override
        public void close() {
            if (finished) {
                return;
            }
            try {
                out.close();
            } catch (IOException e) {
                throw unreadable(e);
            } finally {
                delete(path);
            }
        }
    }

    private void delete(@Nullable Path path) {
        try {
            if (path != null && Files.exists(path)) {
                used.addAndGet(-Files.size(path));
                Files.delete(path);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// Gives another session the same artifacts.
    public void copyTo(Artifacts other) {
        try {
            for (var name : new ArrayList<>(files.keySet())) {
                Files.createDirectories(other.directory);
                var path = other.directory
                        .resolve(Integer.toString(other.numbers.incrementAndGet()));
                Files.copy(files.get(name), path, StandardCopyOption.REPLACE_EXISTING);
                other.used.addAndGet(Files.size(path));
                other.files.put(name, path);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// Removes all artifacts.
    @Override
    public void close() throws IOException {
        files.clear();
        if (Files.exists(directory)) {
            try (var left = Files.list(directory)) {
                for (var path : left.toList()) {
                    Files.deleteIfExists(path);
                }
            }
            Files.deleteIfExists(directory);
        }
    }
}

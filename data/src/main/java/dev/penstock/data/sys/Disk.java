package dev.penstock.data.sys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// Files, as far as Penstock's own storage needs them. Safe for use by any thread; a [File] belongs to one.
///
/// What has been written survives the death of the process at once, and of the machine only after [File#sync]; a file's name
/// survives the machine only after [#syncDirectory] of the directory that holds it. [#rename] replaces its target in one step.
public interface Disk {
    /// Opens a file for reading and writing, and creates it when it does not exist.
    File open(Path path) throws IOException;

    boolean exists(Path path);

    /// The names in a directory in alphabetical order; none when it does not exist.
    List<String> list(Path directory) throws IOException;

    void createDirectories(Path directory) throws IOException;

    /// Removes a file, or an empty directory; nothing happens when it does not exist.
    void delete(Path path) throws IOException;

    void rename(Path from, Path to) throws IOException;

    void syncDirectory(Path directory) throws IOException;

    /// Takes the lock that `path` stands for, for this process alone, until it is closed or the process ends.
    ///
    /// @throws LockedException when another owner, in this process or another, holds it
    AutoCloseable lock(Path path) throws IOException;

    /// The files of this machine.
    static Disk system() {
        return SystemDisk.INSTANCE;
    }

    /// An open file. Not safe for use by two threads at once.
    interface File extends AutoCloseable {
        long size() throws IOException;

        /// Reads up to `target.remaining()` bytes at `position` and says how many, -1 at the end of the file.
        int read(ByteBuffer target, long position) throws IOException;

        /// Writes all of `source` at `position`; the file grows when needed.
        void write(ByteBuffer source, long position) throws IOException;

        /// Makes what was written durable (`fdatasync`: contents and size, not times).
        void sync() throws IOException;

        void truncate(long size) throws IOException;

        @Override
        void close() throws IOException;
    }

    /// Somebody else holds the lock.
    final class LockedException extends IOException {
        private static final long serialVersionUID = 1;

        public LockedException(Path path) {
            super(path + " is locked by another owner");
        }
    }
}

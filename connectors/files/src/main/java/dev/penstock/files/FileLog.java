package dev.penstock.files;

import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which files belong to which offset of a source: entry `n` holds the files between offsets `n - 1` and `n`.
///
/// An entry is decided once, and is on disk before its offset is offered to anyone. Each is a small file named by its number: a line `v1`, then a
/// line a file with modification time, size and path. Without a directory (batch queries) the log is in memory only.
/// Safe for use by any thread.
final class FileLog {
    private static final String VERSION = "v1";

    private final Disk disk;
    private final Optional<Path> directory;
    private final List<List<FoundFile>> entries = new ArrayList<>();

    FileLog(Disk disk, Optional<Path> directory) throws IOException {
        this.disk = disk;
        this.directory = directory;
        if (directory.isPresent()) {
            disk.createDirectories(directory.get());
            for (var path = path(0); disk.exists(path); path = path(entries.size())) {
                entries.add(parse(path, DurableText.read(disk, path)));
            }
        }
    }

    private Path path(int entry) {
        return directory.orElseThrow().resolve("files-" + entry);
    }

    private static List<FoundFile> parse(Path path, String text) {
        var lines = text.lines().toList();
        if (!lines.getFirst().equals(VERSION)) {
            throw new UserException("CHECKPOINT_CORRUPT", Map.of("file", path.toString(),
                    "position", "0", "reason", "it is no list of files"));
        }
        var files = new ArrayList<FoundFile>();
        for (var line : lines.subList(1, lines.size())) {
            var words = line.split("\t", -1);
            files.add(new FoundFile(Path.of(DurableText.unescape(words[2])),
                    Long.parseLong(words[0]), Long.parseLong(words[1])));
        }
        return files;
    }

    /// The number of the last entry, -1 when there is none.
    synchronized long last() {
        return entries.size() - 1L;
    }

    /// The files after offset `from` up to and including `to`.
    synchronized List<FoundFile> between(long from, long to) {
        var files = new ArrayList<FoundFile>();
        for (long n = from + 1; n <= to; n++) {
            files.addAll(entries.get((int) n));
        }
        return files;
    }

    /// Decides the next entry; durable when this returns.
    synchronized void add(List<FoundFile> files) throws IOException {
        if (directory.isPresent()) {
            var text = new StringBuilder(VERSION).append('\n');
            for (var file : files) {
                text.append(file.modifiedMillis()).append('\t').append(file.bytes()).append('\t')
                        .append(DurableText.escape(file.path().toString())).append('\n');
            }
            DurableText.write(disk, path(entries.size()), text.toString());
        }
        entries.add(List.copyOf(files));
    }
}

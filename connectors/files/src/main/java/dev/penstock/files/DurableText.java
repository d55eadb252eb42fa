package dev.penstock.files;

import dev.penstock.data.sys.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/// Small files that are there whole, or not at all, after a crash.
final class DurableText {
    private DurableText() {}

    /// Writes beside the target, then renames; durable when this returns.
    static void write(Disk disk, Path path, String text) throws IOException {
        var temporary = path.resolveSibling("." + path.getFileName() + ".tmp");
        try (var file = disk.open(temporary)) {
            file.truncate(0);
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
            file.sync();
        }
        disk.rename(temporary, path);
        disk.syncDirectory(Objects.requireNonNull(path.toAbsolutePath().getParent()));
    }

    static String read(Disk disk, Path path) throws IOException {
        try (var file = disk.open(path)) {
            var bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
            while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
                // A read may give less than was asked for.
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    /// Makes a name or path one word of a line.
    static String escape(String text) {
        return text.replace("%", "%25").replace("\n", "%0A").replace("\t", "%09").replace("\r",
                "%0D");
    }

    static String unescape(String text) {
        return text.replace("%0A", "\n").replace("%09", "\t").replace("%0D", "\r").replace("%25",
                "%");
    }
}

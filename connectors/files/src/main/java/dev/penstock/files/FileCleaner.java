package dev.penstock.files;

import dev.penstock.io.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/// What happens to files that have been processed for good: the option `cleanSource`.
///
/// Trouble is passed over: a file that cannot be moved or removed stays, and is not read again for it.
record FileCleaner(boolean deletes, Optional<Path> archive) {
    static FileCleaner of(Options options, Path base) {
        return switch (options.get("cleanSource", "off").toLowerCase(Locale.ROOT)) {
            case "off" -> new FileCleaner(false, Optional.empty());
            case "delete" -> new FileCleaner(true, Optional.empty());
            case "archive" -> {
                var archive = Path.of(options.require("sourceArchiveDir", "cleanSource is archive"))
                        .toAbsolutePath().normalize();
                if (archive.startsWith(base) || base.startsWith(archive)) {
                    throw options.invalid("sourceArchiveDir",
                            "it overlaps the directory that is read");
                }
                yield new FileCleaner(false, Optional.of(archive));
            }
            default -> throw options.invalid("cleanSource", "it has to be off, delete or archive");
        };
    }

    boolean isOn() {
        return deletes || archive.isPresent();
    }

    void clean(Path file) {
        try {
            if (deletes) {
                Files.deleteIfExists(file);
            } else if (archive.isPresent() && Files.exists(file)) {
                var target = archive.get().resolve(file.getRoot().relativize(file));
                Files.createDirectories(target.getParent());
                Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            // Passed over, as said above: the rows are where they belong, and only the tidying failed.
            return;
        }
    }
}

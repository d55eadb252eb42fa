package dev.penstock.store.ledger;

import dev.penstock.data.error.UserException;
import java.nio.file.Path;
import java.util.Map;

/// The errors of a checkpoint that cannot be gone on with.
final class Damage {
    private Damage() {}

    static UserException at(Path file, long position, String reason) {
        return new UserException("CHECKPOINT_CORRUPT",
                Map.of("file", file.toString(), "position", Long.toString(position), "reason",
                        reason));
    }

    static UserException version(Path file, int version) {
        return new UserException("CHECKPOINT_INCOMPATIBLE",
                Map.of("path", file.toString(), "reason",
                        "its format is version " + version + ", which this release does not read"));
    }
}

package dev.penstock.bench;

import java.nio.file.Path;

/// What a benchmark runs in: the root of the project, a directory for what is thrown away afterwards, whether it has to be quick, which
/// of its parts are wanted (empty for all), and where results go.
public record Setting(Path home, Path scratch, boolean quick, String only, Report report) {
    /// True when a part of the benchmark is wanted.
    public boolean wants(String part) {
        return only.isEmpty() || only.equals(part);
    }
}

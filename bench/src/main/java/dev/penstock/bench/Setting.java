package dev.penstock.bench;

import java.nio.file.Path;
import java.util.List;

/// What a benchmark runs in: the root of the project, a directory for what is thrown away afterwards, whether it has to be quick, which
/// of its parts are wanted (empty for all), and where results go.
///
/// `query` and `events` are for benchmarks that are made of queries over events: which queries, separated by commas (empty for all), and how many events
/// (0 for as many as the benchmark chooses).
public record Setting(Path home, Path scratch, boolean quick, String only, String query,
        long events, Report report) {
    /// True when a part of the benchmark is wanted.
    public boolean wants(String part) {
        return only.isEmpty() || only.equals(part);
    }

    /// True when a query is wanted.
    public boolean wantsQuery(String name) {
        return query.isEmpty() || List.of(query.split(",")).contains(name);
    }
}

package dev.penstock.engine.session;

import dev.penstock.data.sys.World;
import dev.penstock.engine.catalog.Connectors;
import dev.penstock.engine.catalog.Tables;
import dev.penstock.engine.epoch.Workers;
import dev.penstock.engine.query.Queries;
import java.nio.file.Path;
import java.util.Optional;

/// What all sessions of a Penstock share. Safe for use by any thread.
public final class Instance implements AutoCloseable {
    private final World world;
    private final Optional<Path> dataDirectory;
    private final Connectors connectors = new Connectors();
    private final Tables tables = new Tables();
    private final Keepers keepers = new Keepers();
    private final Workers workers;
    private final Queries queries;

    /// `threads` is how many a large epoch may use.
    public Instance(World world, Optional<Path> dataDirectory, int threads) {
        this.world = world;
        this.dataDirectory = dataDirectory;
        workers = new Workers(Math.max(1, threads), world.threads());
        queries = new Queries(world, workers);
    }

    /// A new session.
    public SessionState newSession() {
        return new SessionState(this);
    }

    World world() {
        return world;
    }

    Connectors connectors() {
        return connectors;
    }

    Tables tables() {
        return tables;
    }

    /// Which queries keep which tables up to date.
    Keepers keepers() {
        return keepers;
    }

    Workers workers() {
        return workers;
    }

    public Queries queries() {
        return queries;
    }

    /// Where the query of this name keeps what it has done, when there is a data directory.
    Optional<Path> checkpointOf(String queryName) {
        return dataDirectory.map(directory -> directory.resolve("queries").resolve(queryName));
    }

    /// Stops all queries, then the workers.
    @Override
    public void close() {
        queries.close();
        workers.close();
    }
}

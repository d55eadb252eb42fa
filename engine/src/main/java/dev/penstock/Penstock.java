package dev.penstock;

import dev.penstock.data.sys.World;
import dev.penstock.engine.session.Instance;
import java.nio.file.Path;
import java.util.Optional;

/// A streaming engine in this process. Its sessions share tables, connectors and running queries.
///
/// Most programs need one session only and get it, with a Penstock of its own, from [Session#builder]. Safe for use by any thread.
public final class Penstock implements AutoCloseable {
    private final Instance instance;

    private Penstock(Instance instance) {
        this.instance = instance;
    }

    /// A Penstock with default options.
    public static Penstock open() {
        return builder().open();
    }

    /// A Penstock with options to be given.
    public static Builder builder() {
        return new Builder();
    }

    /// A new session. It sees the tables of the others, and has temporary views and a configuration of its own.
    public Session newSession() {
        return new Session(instance.newSession());
    }

    /// Stops all queries, each after the epoch in progress, and ends the threads of this Penstock.
    @Override
    public void close() {
        instance.close();
    }

    /// The options of a [Penstock].
    public static final class Builder {
        private Optional<Path> dataDirectory = Optional.empty();
        private int threads = Runtime.getRuntime().availableProcessors();
        private World world = World.system();

        private Builder() {}

        /// Where named queries keep what they have done when they are given no `checkpointLocation`: in `directory/queries/<name>`.
        /// The same program, started again, goes on where it was. Without it such queries begin anew.
        public Builder dataDirectory(Path directory) {
            dataDirectory = Optional.of(directory);
            return this;
        }

        /// How many threads a large epoch may use; as many as there are processors when not given. Results do not depend on it.
        public Builder threads(int count) {
            threads = count;
            return this;
        }

        /// The clock, disk, threads and randomness to use instead of the machine's: for simulations.
        public Builder world(World newWorld) {
            world = newWorld;
            return this;
        }

        /// The Penstock.
        public Penstock open() {
            return new Penstock(new Instance(world, dataDirectory, threads));
        }
    }
}

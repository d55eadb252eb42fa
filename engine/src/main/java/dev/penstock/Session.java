package dev.penstock;

import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import dev.penstock.data.Values;
import dev.penstock.data.Vectors;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.Backend;
import dev.penstock.engine.session.RemoteBackend;
import dev.penstock.engine.session.SessionState;
import dev.penstock.engine.session.Sql;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Statement;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Where work with Penstock begins: `Session.builder().appName("app").getOrCreate()`.
///
/// A session reads tables and streams, carries out SQL, and has a configuration and temporary views of its own. Safe for use by any thread.
public final class Session implements AutoCloseable {
    private static @Nullable Session shared;

    private final Backend backend;
    private final RuntimeConfig conf;
    private final StreamingQueryManager streams;
    private volatile PrintStream out = System.out;

    Session(Backend backend) {
        this.backend = backend;
        conf = new RuntimeConfig(backend.configuration());
        streams = new StreamingQueryManager(this, backend.queries());
    }

    /// A session whose work a Spark cluster does: `sc://host:15002`, with `;token=...`, `;use_ssl=true` and `;user_id=...` after a slash. Needs
    /// `penstock-connect-client` on the class path.
    ///
    /// @throws UserException for a wrong address
    public static Session remote(String address) {
        return remote(address, Map.of());
    }

    private static Session remote(String address, Map<String, String> configuration) {
        var found = ServiceLoader.load(RemoteBackend.class).findFirst()
                .orElseThrow(() -> new UserException("INVALID_CALL", Map.of("reason",
                        "a session at " + address
                                + " needs penstock-connect-client on the class path")));
        return new Session(found.open(address, configuration));
    }

    /// A session with options to be given.
    public static Builder builder() {
        return new Builder();
    }

    private static synchronized Session sharedOr(Builder builder) {
        var session = shared;
        if (session == null) {
            session = builder.create();
            shared = session;
        } else {
            builder.configuration.forEach(session.conf::set);
        }
        return session;
    }

    private static synchronized void forget(Session session) {
        if (shared == session) {
            shared = null;
        }
    }

    /// The options of a [Session].
    public static final class Builder {
        private final Map<String, String> configuration = new LinkedHashMap<>();

        private String remote = "";

        private Builder() {}

        /// A name for the program. Kept as `spark.app.name`.
        public Builder appName(String name) {
            return config("spark.app.name", name);
        }

        /// Accepted for programs written for Spark; there is one process.
        public Builder master(String master) {
            return config("spark.master", master);
        }

        /// Where a Spark cluster does the work: `sc://host:15002`. Without it, the system property `spark.remote` or the environment variable
        /// `SPARK_REMOTE` may name one, so that a program moves without a change.
        public Builder remote(String address) {
            remote = address;
            return this;
        }

        /// A key of the configuration.
        public Builder config(String key, String value) {
            configuration.put(key, value);
            return this;
        }

        /// As [#config(String, String)].
        public Builder config(String key, boolean value) {
            return config(key, String.valueOf(value));
        }

        /// As [#config(String, String)].
        public Builder config(String key, long value) {
            return config(key, String.valueOf(value));
        }

        /// The session of this process, made when there is none; it gets the given configuration.
        public Session getOrCreate() {
            return sharedOr(this);
        }

        private String address() {
            return remote.isEmpty()
                    ? System.getProperty("spark.remote",
                            Objects.requireNonNullElse(System.getenv("SPARK_REMOTE"), ""))
                    : remote;
        }

        /// A new session with a [Penstock] of its own, or on a cluster.
        public Session create() {
            if (!address().isEmpty()) {
                return Session.remote(address(), configuration);
            }
            var session = Penstock.open().newSession();
            configuration.forEach(session.conf::set);
            return session;
        }
    }

    /// What does the work; for front ends.
    public Backend backend() {
        return backend;
    }

    /// What a session of this process is made of; for front ends.
    ///
    /// @throws IllegalStateException for a session on a cluster
    public SessionState state() {
        if (backend instanceof SessionState state) {
            return state;
        }
        throw new IllegalStateException("The session is on a cluster");
    }

    /// Another session that begins with the configuration and the temporary views that this one has now.
    public Session fork() {
        return new Session(state().fork());
    }

    /// Another session that shares the tables and queries of this one.
    public Session newSession() {
        return new Session(backend.newSession());
    }

    /// The configuration.
    public RuntimeConfig conf() {
        return conf;
    }

    /// The streaming queries.
    public StreamingQueryManager streams() {
        return streams;
    }

    /// Reads what is there now.
    public DataFrameReader read() {
        return new DataFrameReader(this);
    }

    /// Reads streams.
    public StreamReader readStream() {
        return new StreamReader(this);
    }

    /// Carries out a statement of SQL. A query is run when rows of the result are asked for; everything else is done at once.
    ///
    /// @throws UserException when the statement is wrong, with the place
    public DataFrame sql(String text) {
        return new DataFrame(this, backend.sql(text, Map.of()));
    }

    /// Carries out a statement with values for its parameters `:name`.
    public DataFrame sql(String text, Map<String, ?> args) {
        var values = new LinkedHashMap<String, Expression>();
        args.forEach((name, value) -> values.put(name, Column.literal(value).expression()));
        return new DataFrame(this, backend.sql(text, values));
    }

    /// Carries out a statement with values for its parameters `?`.
    public DataFrame sql(String text, Object... args) {
        var values = new LinkedHashMap<String, Expression>();
        for (int i = 0; i < args.length; i++) {
            values.put(String.valueOf(i), Column.literal(args[i]).expression());
        }
        return new DataFrame(this, backend.sql(text, values));
    }

    /// Carries out a statement that a front end has built.
    public DataFrame execute(Statement statement) {
        return new DataFrame(this, state().execute(statement));
    }

    /// A table or view.
    public DataFrame table(String name) {
        return read().table(name);
    }

    /// The numbers from 0 below `end`, in column `id`.
    public DataFrame range(long end) {
        return range(0, end);
    }

    /// The numbers from `start` below `end`, in column `id`.
    public DataFrame range(long start, long end) {
        return range(start, end, 1);
    }

    /// The numbers from `start` below `end` in steps, in column `id`.
    public DataFrame range(long start, long end, long step) {
        return new DataFrame(this, new Relation.Range(start, end, step));
    }

    /// A data frame without rows and columns.
    public DataFrame emptyDataFrame() {
        return createDataFrame(List.of(), new Schema(List.of()));
    }

    /// A data frame of given rows. Each row has a value a column, of the class that [Values] lists for its type.
    public DataFrame createDataFrame(List<Row> rows, Schema schema) {
        var batches = new ArrayList<Batch>();
        for (int from = 0; from < rows.size(); from += Batch.CAPACITY) {
            batches.add(batch(rows.subList(from, Math.min(rows.size(), from + Batch.CAPACITY)),
                    schema));
        }
        return new DataFrame(this, new Relation.LocalData(schema, batches));
    }

    /// As [#createDataFrame(List, Schema)], with columns as in `CREATE TABLE`: `id BIGINT, name STRING`.
    public DataFrame createDataFrame(List<Row> rows, String ddl) {
        return createDataFrame(rows, Sql.schema(ddl));
    }

    private static Batch batch(List<Row> rows, Schema schema) {
        var columns = Vectors.allocate(schema.types(), rows.size());
        for (int row = 0; row < rows.size(); row++) {
            var values = rows.get(row);
            if (values.size() != schema.size()) {
                throw new UserException("INVALID_CALL", Map.of("reason",
                        "row " + row + " has " + values.size() + " values for the " + schema.size()
                                + " columns of " + schema));
            }
            for (int column = 0; column < schema.size(); column++) {
                Values.set(columns[column], schema.type(column), row,
                        Row.unwrapped(values.get(column)));
            }
        }
        return Batch.of(rows.size(), columns);
    }

    /// Where [DataFrame#show], [DataFrame#explain] and the like print; the process's output when not set.
    public void setOut(PrintStream stream) {
        out = stream;
    }

    void print(String text) {
        out.print(text);
        out.flush();
    }

    /// The version of Penstock.
    public String version() {
        return SessionState.VERSION;
    }

    /// As [#close].
    public void stop() {
        close();
    }

    /// Stops the queries of all sessions that share tables with this one, each after the epoch in progress.
    @Override
    public void close() {
        forget(this);
        backend.close();
    }
}

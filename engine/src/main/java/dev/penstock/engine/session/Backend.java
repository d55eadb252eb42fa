package dev.penstock.engine.session;

import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.query.StartedQueries;
import dev.penstock.engine.query.StartedQuery;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Where the work of a session is done: in this process ([SessionState]), or on a cluster that a [RemoteBackend] found.
///
/// The public API builds specs and hands them over here; it does not know which of the two it has. Every method may throw [UserException] for
/// whatever is wrong with a query. Safe for use by any thread.
public interface Backend extends AutoCloseable {
    /// Another session with a configuration and temporary views of its own, which shares tables and queries with this one where it can.
    Backend newSession();

    SessionSettings configuration();

    /// The streaming queries that the session can see.
    StartedQueries queries();

    /// The format, or the session's default when it is empty.
    String format(String given);

    /// The columns of the query's result.
    Schema schema(Relation relation);

    /// True when some source of the query never ends.
    boolean streaming(Relation relation);

    /// Runs a query that ends and gives its rows.
    Result run(Relation relation);

    /// The first rows as a table of characters, as Spark's `show` draws it.
    String shown(Relation relation, int rows, int truncate, boolean vertical);

    /// How the query is run: `simple`, `extended`, `codegen`, `cost` or `formatted`.
    String explained(Relation relation, String mode);

    /// Gives a query a name in this session.
    void createTemporaryView(String name, Relation query, boolean replace);

    /// Carries out a statement of SQL and gives its result as a query: a query's own, which is not run yet, or the rows of a command.
    /// `arguments` are the values of its parameters, by name, or by number from 0 for `?`.
    Relation sql(String text, Map<String, Expression> arguments);

    /// The statements of a script in their order. Each is carried out, as by [#sql], when its result is asked for.
    List<Supplier<Relation>> script(String text);

    /// Starts a query as a stream.
    StartedQuery start(StreamRequest request);

    /// Runs a query that ends and writes its rows.
    void write(WriteRequest request);

    /// Runs a query that ends, or starts one that does not, and adds its rows to a table.
    void insert(Relation query, List<String> target, boolean overwrite);

    /// Ends the session, and with the last one whatever it started.
    @Override
    void close();
}

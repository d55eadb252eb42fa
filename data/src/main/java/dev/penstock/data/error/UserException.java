package dev.penstock.data.error;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something that the user can mend: a wrong query, option, record or file.
///
/// It carries the name of an error condition of Spark's catalogue (or of ours, for what Spark has no name for), the values for the
/// condition's message and, when it is about a piece of query text, the [Position]. Its message reads as Spark's does:
/// `[CONDITION] text. SQLSTATE: 42703`, followed by the marked piece of the query.
public final class UserException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String condition;
    private final transient Map<String, String> parameters;
    private final transient @Nullable Position position;

    public UserException(String condition, Map<String, String> parameters) {
        this(condition, parameters, null, null);
    }

    public UserException(String condition, Map<String, String> parameters,
            @Nullable Position position, @Nullable Throwable cause) {
        super(Conditions.message(condition, parameters, position), cause);
        this.condition = condition;
        this.parameters = Map.copyOf(parameters);
        this.position = position;
    }

    private UserException(String message, String condition, Map<String, String> parameters,
            @Nullable Throwable cause) {
        super(message, cause);
        this.condition = condition;
        this.parameters = Map.copyOf(parameters);
        this.position = null;
    }

    /// An error that another program has found and put into words; its message stays as it is.
    public static UserException reported(String message, String condition,
            Map<String, String> parameters, @Nullable Throwable cause) {
        return new UserException(message, condition, parameters, cause);
    }

    /// The same trouble with a place in the query, when it has none yet.
    public UserException at(Position place) {
        return position != null
                ? this
                : new UserException(condition, parameters, place, getCause());
    }

    /// The condition's name, with its sub-condition after a dot.
    public String condition() {
        return condition;
    }

    public String sqlState() {
        return Conditions.sqlState(condition);
    }

    public Map<String, String> parameters() {
        return parameters;
    }

    public Optional<Position> position() {
        return Optional.ofNullable(position);
    }
}

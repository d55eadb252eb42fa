package dev.penstock.flow.operator.program;

import dev.penstock.data.Schema;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A program of the user that can be run. It may keep what it likes between calls, but what it gives may depend only on the rows, on its
/// [KeyedState] and on the times that this tells: after a crash some epochs are computed again.
public interface GroupProgram {
    /// By which time a program sets timers.
    enum TimersBy {
        NOTHING, CLOCK, WATERMARK
    }

    /// Its kind, as errors name it.
    String operator();

    /// The columns of the rows that it gives.
    Schema output();

    /// Begins to run: says what state there is. Called once for each attempt of a query, before any row.
    Run begin(KeyedState state);

    /// One run of the program, by one thread. During a call [KeyedState] is that of the key. Rows and keys are lists of values.
    interface Run {
        /// The rows of a key in an epoch, in the order in which they came; the iterator is valid during the call. `out` takes rows of the result.
        void rows(List<@Nullable Object> key, Iterator<List<@Nullable Object>> rows,
                Consumer<List<@Nullable Object>> out);

        /// A row of the initial state of a key.
        void initial(List<@Nullable Object> key, List<@Nullable Object> row);

        /// A timer of a key has expired, and is there until this returns.
        void expired(List<@Nullable Object> key, long timeMillis,
                Consumer<List<@Nullable Object>> out);

        /// The run is over.
        void close();
    }
}

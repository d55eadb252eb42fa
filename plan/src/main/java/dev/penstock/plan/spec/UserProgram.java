package dev.penstock.plan.spec;

import dev.penstock.data.Schema;
import java.util.Optional;

/// A program of the user over the rows of each key. Analysis knows what it gives and how it uses time, and does not look into it.
public interface UserProgram {
    /// By which time the program sets timers.
    enum Time {
        NONE, PROCESSING, EVENT
    }

    /// Its kind, as Spark calls it: `transformWithState`, `mapGroupsWithState`, `flatMapGroupsWithState`.
    String operator();

    /// The columns of the rows that it gives.
    Schema output();

    Time time();

    /// True when rows that are late by the watermark do not come to it.
    boolean dropsLateRows();

    /// The only output mode in which a query with this program makes sense, in lower case, if there is only one.
    Optional<String> outputMode();
}

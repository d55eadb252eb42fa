package dev.penstock;

import dev.penstock.data.error.UserException;
import java.util.Locale;
import java.util.Map;

/// What to do when there already is what a [DataFrameWriter] is to write: `Append` adds the rows, `Overwrite` puts them in the place of what
/// is there, `ErrorIfExists` fails, `Ignore` leaves it as it is and writes nothing.
public enum SaveMode {
    Append, Overwrite, ErrorIfExists, Ignore;

    /// The mode of this name.
    ///
    /// @throws UserException with condition `INVALID_SAVE_MODE`
    static SaveMode of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "append" -> Append;
            case "overwrite" -> Overwrite;
            case "ignore" -> Ignore;
            case "error", "errorifexists", "default" -> ErrorIfExists;
            default ->
                throw new UserException("INVALID_SAVE_MODE", Map.of("mode", "\"" + name + "\""));
        };
    }
}

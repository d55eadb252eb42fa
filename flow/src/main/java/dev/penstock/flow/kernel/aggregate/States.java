package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.error.UserException;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import java.util.Map;

/// What the aggregators have in common.
final class States {
    static final int ENTRY_MASK = (1 << Layout.ENTRY_BITS) - 1;
    /// What a loop has before it looked up its first page.
    static final long[] NO_PAGE = new long[0];

    private States() {}

    /// A column of one word that is never null: 0 in a new entry.
    static Field word(DataType type) {
        return Field.of("", type).withNullable(false);
    }

    /// Adds a column of one integer word.
    static void addWords(Arrangement groups, int column, int[] entries, Arrangement from,
            int fromColumn, int[] fromEntries, int count) {
        int word = groups.layout().word(column);
        int fromWord = from.layout().word(fromColumn);
        for (int i = 0; i < count; i++) {
            long added = from.page(fromEntries[i])[from.base(fromEntries[i]) + fromWord];
            groups.writable(entries[i])[groups.base(entries[i]) + word] += added;
        }
    }

    static UserException overflow(String message) {
        return new UserException("ARITHMETIC_OVERFLOW", Map.of("message", message, "alternative",
                " Use 'try_sum' to tolerate overflow and return NULL instead.", "config",
                "\"spark.sql.ansi.enabled\""));
    }
}

package dev.penstock.flow.lower;

import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import dev.penstock.data.Values;
import dev.penstock.flow.operator.Changes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sums up changes: rows, with how often each is there.
final class ZSet implements Changes {
    private final Schema schema;
    final Map<List<@Nullable Object>, Long> rows = new HashMap<>();

    ZSet(Schema schema) {
        this.schema = schema;
    }

    @Override
    public void accept(Batch changes) {
        for (int i = 0; i < changes.count(); i++) {
            int row = changes.rows().at(i);
            var values = new ArrayList<@Nullable Object>();
            for (int column = 0; column < schema.size(); column++) {
                values.add(Values.get(changes.column(column), schema.type(column), row));
            }
            rows.merge(values, changes.weight(row), Long::sum);
            rows.remove(values, 0L);
        }
    }

    @Override
    public void finish() {}
}

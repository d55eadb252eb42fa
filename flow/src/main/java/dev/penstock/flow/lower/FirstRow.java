package dev.penstock.flow.lower;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Values;
import dev.penstock.flow.operator.Changes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes the one row of a result, as values.
final class FirstRow implements Changes {
    private final List<DataType> types;
    private final List<@Nullable Object> values = new ArrayList<>();

    FirstRow(List<DataType> types) {
        this.types = types;
    }

    List<@Nullable Object> values() {
        return values;
    }

    @Override
    public void accept(Batch changes) {
        if (!values.isEmpty() || changes.isEmpty()) {
            return;
        }
        int row = changes.rows().at(0);
        for (int i = 0; i < types.size(); i++) {
            values.add(Values.get(changes.column(i), types.get(i), row));
        }
    }

    @Override
    public void finish() {}
}

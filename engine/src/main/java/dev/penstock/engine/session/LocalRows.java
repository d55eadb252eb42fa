package dev.penstock.engine.session;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.Values;
import dev.penstock.data.Vectors;
import dev.penstock.plan.spec.Relation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Relations of a few rows that are given as objects, of the classes that [Values] lists.
public final class LocalRows {
    private LocalRows() {}

    /// No rows and no columns, as most commands give.
    public static Relation nothing() {
        return new Relation.LocalData(new Schema(List.of()), List.of());
    }

    /// One value.
    public static Relation value(String name, DataType type, @Nullable Object value) {
        var columns = Vectors.allocate(List.of(type), 1);
        Values.set(columns[0], type, 0, value);
        return new Relation.LocalData(Schema.of(new Field(name, type, value == null)),
                List.of(Batch.of(1, columns)));
    }

    /// One text.
    public static Relation text(String name, String value) {
        return value(name, DataType.STRING, value);
    }

    /// Rows of a schema, a value a column.
    public static Relation of(Schema schema,
            List<? extends List<? extends @Nullable Object>> rows) {
        var result = result(schema, rows);
        return new Relation.LocalData(result.schema(), result.batches());
    }

    static Result result(Schema schema,
            List<? extends List<? extends @Nullable Object>> rows) {
        if (rows.isEmpty()) {
            return new Result(schema, List.of());
        }
        var columns = Vectors.allocate(schema.types(), rows.size());
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < columns.length; column++) {
                Values.set(columns[column], schema.type(column), row, rows.get(row).get(column));
            }
        }
        return new Result(schema, List.of(Batch.of(rows.size(), columns)));
    }
}

package dev.penstock;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Schema;
import dev.penstock.data.Values;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.Result;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A row of a result. Values are of the classes that [Values] lists for their types; structs are rows, too. Never changes.
public final class Row {
    private final Schema schema;
    private final List<@Nullable Object> values;

    private Row(Schema schema, List<@Nullable Object> values) {
        this.schema = schema;
        this.values = values;
    }

    /// A row of these values, as they are: for [Session#createDataFrame]. Its columns have no names.
    public static Row of(@Nullable Object... values) {
        var list = new ArrayList<@Nullable Object>();
        Collections.addAll(list, values);
        return new Row(new Schema(List.of()), Collections.unmodifiableList(list));
    }

    /// The rows of a result, each as often as its weight says.
    static List<Row> rows(Result result) {
        var rows = new ArrayList<Row>();
        var types = result.schema().types();
        for (var batch : result.batches()) {
            for (int i = 0; i < batch.count(); i++) {
                int at = batch.rows().at(i);
                var values = new ArrayList<@Nullable Object>(types.size());
                for (int column = 0; column < types.size(); column++) {
                    values.add(wrapped(Values.get(batch.column(column), types.get(column), at),
                            types.get(column)));
                }
                var row = new Row(result.schema(), Collections.unmodifiableList(values));
                for (long copies = batch.weight(at); copies > 0; copies--) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    /// A row of values as [Values] has them, structs as lists.
    static Row of(Schema schema, List<@Nullable Object> values) {
        return (Row) java.util.Objects.requireNonNull(wrapped(values, schema.asStruct()));
    }

    /// Rows of values as [Values] has them.
    static Iterator<Row> iterator(Schema schema, Iterator<List<@Nullable Object>> rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                return of(schema, rows.next());
            }
        };
    }

    /// The values of a row as [Values] has them, structs as lists.
    static List<@Nullable Object> unwrapped(Row row) {
        return row.values.stream().<@Nullable Object>map(Row::unwrapped).toList();
    }

    /// A value as [Values] has it: rows in it become lists.
    static @Nullable Object unwrapped(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Row row -> unwrapped(row);
            case List<?> list -> list.stream().<@Nullable Object>map(Row::unwrapped).toList();
            case Map<?, ?> map -> {
                var unwrapped = new java.util.LinkedHashMap<@Nullable Object, @Nullable Object>();
                map.forEach((k, v) -> unwrapped.put(unwrapped(k), unwrapped(v)));
                yield unwrapped;
            }
            default -> value;
        };
    }

    /// A value that [Values] gave, with rows for structs.
    static @Nullable Object wrapped(@Nullable Object value, DataType type) {
        if (value == null) {
            return null;
        }
        return switch (type) {
            case StructType struct -> {
                var fields = (List<?>) value;
                var wrapped = new ArrayList<@Nullable Object>();
                for (int i = 0; i < fields.size(); i++) {
                    wrapped.add(wrapped(fields.get(i), struct.fields().get(i).type()));
                }
                yield new Row(Schema.of(struct), Collections.unmodifiableList(wrapped));
            }
            case DataType.ArrayType(var element, _) -> {
                var wrapped = new ArrayList<@Nullable Object>();
                ((List<?>) value).forEach(v -> wrapped.add(wrapped(v, element)));
                yield Collections.unmodifiableList(wrapped);
            }
            case DataType.MapType(var keyType, var valueType, _) -> {
                var wrapped = new java.util.LinkedHashMap<@Nullable Object, @Nullable Object>();
                ((Map<?, ?>) value)
                        .forEach((k, v) -> wrapped.put(wrapped(k, keyType), wrapped(v, valueType)));
                yield Collections.unmodifiableMap(wrapped);
            }
            default -> value;
        };
    }

    /// The columns.
    public Schema schema() {
        return schema;
    }

    /// How many columns there are.
    public int size() {
        return values.size();
    }

    /// As [#size].
    public int length() {
        return size();
    }

    /// The value of a column, from 0; null when it is null.
    public @Nullable Object get(int column) {
        return values.get(column);
    }

    /// As [#get].
    public @Nullable Object apply(int column) {
        return get(column);
    }

    /// True when the value of a column is null.
    public boolean isNullAt(int column) {
        return values.get(column) == null;
    }

    /// The value of a column, as the class that is asked for.
    ///
    /// @throws ClassCastException when it is of another class
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends @Nullable Object> T getAs(int column) {
        return (T) values.get(column);
    }

    /// The value of the column of this name, as the class that is asked for.
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <T extends @Nullable Object> T getAs(String name) {
        return getAs(fieldIndex(name));
    }

    /// The position of the column of this name.
    ///
    /// @throws UserException with condition `FIELD_NOT_FOUND` when there is none
    public int fieldIndex(String name) {
        int exact = schema.names().indexOf(name);
        int index = exact >= 0 ? exact : schema.indexOf(name);
        if (index < 0) {
            throw new UserException("FIELD_NOT_FOUND", Map.of("fieldName", "`" + name + "`",
                    "fields", String.join(", ", schema.names())));
        }
        return index;
    }

    private Object present(int column) {
        var value = values.get(column);
        if (value == null) {
            throw new UserException("ROW_VALUE_IS_NULL", Map.of("index", String.valueOf(column)));
        }
        return value;
    }

    /// A `BOOLEAN`, which must not be null.
    public boolean getBoolean(int column) {
        return (Boolean) present(column);
    }

    /// A `TINYINT`, which must not be null.
    public byte getByte(int column) {
        return (Byte) present(column);
    }

    /// A `SMALLINT`, which must not be null.
    public short getShort(int column) {
        return (Short) present(column);
    }

    /// An `INT`, which must not be null.
    public int getInt(int column) {
        return (Integer) present(column);
    }

    /// A `BIGINT`, which must not be null.
    public long getLong(int column) {
        return (Long) present(column);
    }

    /// A `FLOAT`, which must not be null.
    public float getFloat(int column) {
        return (Float) present(column);
    }

    /// A `DOUBLE`, which must not be null.
    public double getDouble(int column) {
        return (Double) present(column);
    }

    /// Text, or null.
    public @Nullable String getString(int column) {
        return (String) values.get(column);
    }

    /// A `DECIMAL`, or null.
    public @Nullable BigDecimal getDecimal(int column) {
        return (BigDecimal) values.get(column);
    }

    /// A `DATE`, or null.
    public @Nullable LocalDate getLocalDate(int column) {
        return (LocalDate) values.get(column);
    }

    /// A `TIMESTAMP`, or null.
    public @Nullable Instant getInstant(int column) {
        return (Instant) values.get(column);
    }

    /// A struct, or null.
    public @Nullable Row getStruct(int column) {
        return (Row) values.get(column);
    }

    /// An array, or null.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> @Nullable List<T> getList(int column) {
        return (List<T>) values.get(column);
    }

    /// A map, or null.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <K, V> @Nullable Map<K, V> getJavaMap(int column) {
        return (Map<K, V>) values.get(column);
    }

    /// The values in order.
    public List<@Nullable Object> toSeq() {
        return values;
    }

    /// The values as text with a separator.
    public String mkString(String separator) {
        return String.join(separator, values.stream().map(Row::text).toList());
    }

    private static String text(@Nullable Object value) {
        return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row
                && Arrays.deepEquals(values.toArray(), row.values.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values.toArray());
    }

    /// As Spark shows a row: `[1,a,null]`.
    @Override
    public String toString() {
        return "[" + mkString(",") + "]";
    }
}

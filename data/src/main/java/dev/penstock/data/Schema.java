package dev.penstock.data;

import dev.penstock.data.DataType.StructType;
import java.util.ArrayList;
import java.util.List;

/// The columns of a table, in order. Names may repeat (a join gives such schemas); look-ups by name say what they do then.
public record Schema(List<Field> fields) {
    public Schema {
        fields = List.copyOf(fields);
    }

    public static Schema of(Field... fields) {
        return new Schema(List.of(fields));
    }

    public static Schema of(StructType type) {
        return new Schema(type.fields());
    }

    public StructType asStruct() {
        return new StructType(fields);
    }

    public int size() {
        return fields.size();
    }

    public Field field(int index) {
        return fields.get(index);
    }

    public DataType type(int index) {
        return fields.get(index).type();
    }

    public List<DataType> types() {
        return fields.stream().map(Field::type).toList();
    }

    public List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    /// The first column of this name, without regard to case as in Spark's default, or -1.
    public int indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /// This schema followed by another.
    public Schema concat(Schema other) {
        var all = new ArrayList<>(fields);
        all.addAll(other.fields);
        return new Schema(all);
    }

    /// `name: type` lines as Spark's `printSchema` writes them are made elsewhere; this is the one-line form.
    @Override
    public String toString() {
        return asStruct().simpleString();
    }
}

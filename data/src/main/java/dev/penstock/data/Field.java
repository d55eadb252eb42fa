package dev.penstock.data;

/// A named column of a schema. `metadata` is a JSON object as text, `{}` when there is none.
public record Field(String name, DataType type, boolean nullable, String metadata) {
    public static final String NO_METADATA = "{}";

    public Field(String name, DataType type, boolean nullable) {
        this(name, type, nullable, NO_METADATA);
    }

    /// A column that may hold nulls.
    public static Field of(String name, DataType type) {
        return new Field(name, type, true);
    }

    public Field withName(String newName) {
        return new Field(newName, type, nullable, metadata);
    }

    public Field withNullable(boolean newNullable) {
        return new Field(name, type, newNullable, metadata);
    }
}

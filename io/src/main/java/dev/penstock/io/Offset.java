package dev.penstock.io;

/// A place in a source, as JSON in the form that Spark's source of the same name uses, e.g. `{"topic":{"0":42}}`.
/// A range of rows lies after one offset, up to and including another. Only the source that made an offset can read it.
public record Offset(String json) {}

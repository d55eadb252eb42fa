package dev.penstock.connect.wire;

/// A complete Arrow stream of a schema and one record batch of `rows` rows. The bytes belong to the receiver.
public record ArrowRows(byte[] bytes, int rows) {}

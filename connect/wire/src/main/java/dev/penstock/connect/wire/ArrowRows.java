package dev.penstock.connect.wire;

/// A complete Arrow stream of a schema and one record batch of `rows` rows. The bytes belong to the receiver.
@SuppressWarnings("ArrayRecordComponent") // nobody compares pieces, and a copy would be waste
public record ArrowRows(byte[] bytes, int rows) {}

package dev.penstock.data.error;

/// A piece of query text: characters `start` to `end` (exclusive) of `text`, the first of them at `line` (from 1) and `column` (from 0).
public record Position(String text, int start, int end, int line, int column) {}

package dev.penstock.data;

/// A value of `INTERVAL`: months, days and microseconds, each signed and kept apart.
public record CalendarInterval(int months, int days, long micros) {}

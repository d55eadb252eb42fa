package dev.penstock.connect.server.rpc;

import java.time.Duration;

/// How long and how large things may be. Values are Spark's where Spark has them.
///
/// @param sessionIdle how long a session lives of which nothing is heard
/// @param operationDetached how long an operation lives that no client listens to
/// @param progressInterval how often a client hears of an operation that takes long
/// @param messageBytes the largest message that a client may send
public record Limits(Duration sessionIdle, Duration operationDetached, Duration progressInterval,
        int messageBytes) {
    /// How deep messages may nest. A relation takes two levels and an expression as many, so plans of 500 steps pass.
    public static final int NESTING = 1024;
    /// What a compressed plan may become.
    static final int PLAN_BYTES = 512 << 20;

    public static final Limits STANDARD = new Limits(Duration.ofMinutes(60), Duration.ofMinutes(5),
            Duration.ofSeconds(2), 128 << 20);
}

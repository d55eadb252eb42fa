package dev.penstock.flow.kernel;

import java.time.ZoneId;

/// What kernels know beside their arguments: the session's time zone and the epoch that is being computed.
public record KernelContext(ZoneId zone, EpochClock epoch) {}

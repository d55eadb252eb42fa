package dev.penstock.engine.epoch;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Hears nothing.
final class SilentListener implements EpochListener {
    @Override
    public void started(UUID queryId, UUID runId) {}

    @Override
    public void committed(EpochReport report) {}

    @Override
    public void status(String message, boolean dataAvailable, boolean triggerActive) {}

    @Override
    public void terminated(@Nullable Throwable cause) {}
}

package dev.penstock.store.state;

import java.io.IOException;

/// The blocks of an [Image] as snapshots hold them, the newest version of each.
public interface Blocks {
    /// Where they come from, for error messages.
    String origin();

    /// Sends the description (block 0 of kind 0), then every other block, to `receiver`.
    void sendTo(BlockWriter receiver) throws IOException;
}

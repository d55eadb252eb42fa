package dev.penstock.store.state;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Takes the blocks of an [Image], to write them or to restore from them.
public interface BlockWriter {
    /// The block with this kind and number; a later block replaces an earlier one of the same kind and number. Block 0 of kind 0 describes the
    /// whole: it is the first one when blocks are restored. The buffer may be used again after the call.
    void block(int kind, int number, ByteBuffer content) throws IOException;
}

package dev.penstock.store.state;

import java.io.IOException;

/// An immutable state that a snapshot can hold whole or, when it holds an earlier one of the same thing, by what has changed since.
/// May be written by another thread than the one that goes on changing the thing itself.
public interface Image {
    /// The generation of this state. Generations of one thing rise; a later image passes this number to [#writeTo] to say since when.
    long generation();

    /// Writes a description of everything and the blocks that changed after `since`; with -1 all blocks.
    void writeTo(BlockWriter target, long since) throws IOException;
}

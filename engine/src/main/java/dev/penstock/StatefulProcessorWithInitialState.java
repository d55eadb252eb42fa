package dev.penstock;

/// A [StatefulProcessor] that makes state of rows before the stream begins.
public abstract class StatefulProcessorWithInitialState extends StatefulProcessor {
    /// A row of the initial state of a key. Called in the first epoch of a checkpoint, before any row of the stream.
    public abstract void handleInitialState(Row key, Row initialState, TimerValues timerValues);
}

package dev.penstock.flow.lower;

/// In which form the sink of a circuit takes the result. BATCH: there is one epoch, and all rows of its result. APPEND: rows that never
/// change; what may change still is held back until the watermark has passed it. UPDATE: the new form of rows that changed, for output mode `update` to a sink of
/// rows. COMPLETE: all rows after each epoch, for output mode `complete` to a sink of rows. CHANGES: changes with weights, for a sink that holds a
/// table. COMPLETE_CHANGES: the same for output mode `complete`: no group is ever forgotten.
public enum Delivery {
    BATCH, APPEND, UPDATE, COMPLETE, CHANGES, COMPLETE_CHANGES
}

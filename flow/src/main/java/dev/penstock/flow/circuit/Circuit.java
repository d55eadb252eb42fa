package dev.penstock.flow.circuit;

import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.store.state.Arrangement;
import java.util.List;
import java.util.Map;

/// The operators of one query, ready to run. Belongs to the epoch thread.
///
/// In each epoch every input, in the order of `inputs`, gets its changes and is then finished. Inputs whose rows came with the query
/// (see [LocalRows]) get them in epoch 0 only. `state` holds every arrangement under its stable identity, in plan order.
public record Circuit(List<Input> inputs, EpochClock clock, Map<String, Arrangement> state) {}

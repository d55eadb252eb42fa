package dev.penstock.flow.circuit;

import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.flow.operator.EventTime;
import dev.penstock.flow.operator.Observe;
import dev.penstock.flow.operator.program.Programs;
import dev.penstock.store.state.Arrangement;
import java.util.List;
import java.util.Map;

/// The operators of one query, ready to run. Belongs to the epoch thread.
///
/// In each epoch every input, in the order of `inputs`, gets its changes and is then finished. Inputs whose rows came with the query
/// (see [LocalRows]) get them in epoch 0 only. `state` holds every arrangement under its stable identity, in plan order. After the last input of an epoch,
/// [EventTime#endEpoch] is called, and `observations` have their metrics. Before the first epoch [Programs#begin] is called, once, and in the end
/// [Programs#close].
public record Circuit(List<Input> inputs, EpochClock clock, EventTime eventTime,
        List<Observe> observations, Programs programs, Map<String, Arrangement> state) {}

/// Programs of the user over the rows of each key, and the state that they keep: `transformWithState` and its kin.
///
/// A [dev.penstock.flow.operator.program.ProgramOperator] gathers the rows of an epoch by key and gives them to the program, key by key, then the timers
/// that are due. What the program keeps lies in arrangements, under the number of its key's entry in
/// [dev.penstock.flow.operator.program.Groups], so it is part of snapshots and comes back by replay. Time is that of the epoch. All belongs to the epoch
/// thread. Values are Java objects as [dev.penstock.data.Values] has them: a program is an edge. Start at
/// [dev.penstock.flow.operator.program.GroupProgram].
@NullMarked
package dev.penstock.flow.operator.program;

import org.jspecify.annotations.NullMarked;

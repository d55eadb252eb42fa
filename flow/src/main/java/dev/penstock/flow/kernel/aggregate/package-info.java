/// Aggregate functions: a batch of rows and the group of each row in, one value for each group out.
///
/// An [dev.penstock.flow.kernel.aggregate.Aggregator] keeps its state in columns of the arrangement that holds the groups, which belongs to the operator;
/// it has no state of its own beside scratch space. The state of a new group is all zeros, so nothing has to be initialised. Loops run over the
/// words of the arrangement's pages, without a call or an object for a row. [dev.penstock.flow.kernel.aggregate.Aggregators] makes them.
///
/// Not safe for use by two threads at once, as kernels are.
@NullMarked
package dev.penstock.flow.kernel.aggregate;

import org.jspecify.annotations.NullMarked;

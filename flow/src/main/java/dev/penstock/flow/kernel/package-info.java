/// Expressions and aggregates over vectors.
///
/// A [dev.penstock.flow.kernel.Kernel] computes one expression for a whole batch: a static loop over primitive arrays for one
/// combination of types. Kernels are interpreted, a batch at a time; one tree of kernels belongs to one operator and so to one
/// thread. [dev.penstock.flow.kernel.Kernels] makes them from [dev.penstock.plan.logical.Expr].
@NullMarked
package dev.penstock.flow.kernel;

import org.jspecify.annotations.NullMarked;

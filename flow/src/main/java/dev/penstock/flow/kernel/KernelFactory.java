package dev.penstock.flow.kernel;

import dev.penstock.plan.logical.Expr;
import java.util.List;

/// Makes the kernel of one call of a function from the kernels of its arguments.
///
/// The types of the arguments are those of `call.arguments()`; the kernel of a [Expr.Lambda] argument computes its body, see [Lambdas].
@FunctionalInterface
interface KernelFactory {
    Kernel create(Expr.Call call, List<Kernel> arguments, KernelContext context);
}

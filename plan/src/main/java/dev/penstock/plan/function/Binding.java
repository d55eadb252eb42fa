package dev.penstock.plan.function;

import dev.penstock.plan.logical.Expr;

/// Makes the typed expression of a call, for functions whose types or form no signature can say.
@FunctionalInterface
public interface Binding {
    Expr bind(CallSite call);
}

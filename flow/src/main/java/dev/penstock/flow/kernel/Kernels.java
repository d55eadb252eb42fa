package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.Values;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes kernels of typed expressions.
public final class Kernels {
    private final KernelContext context;
    /// How many lambda parameters are in scope; they are the last columns of the batch.
    private final int parameters;

    private Kernels(KernelContext context, int parameters) {
        this.context = context;
        this.parameters = parameters;
    }

    /// The kernel of an expression over the columns of the batches that it will be given. It belongs to one thread.
    ///
    /// @throws UserException when no kernel for a function exists yet
    public static Kernel compile(Expr expr, KernelContext context) {
        return new Kernels(context, 0).kernel(expr);
    }

    /// Kernels of several expressions over the same input.
    public static List<Kernel> compile(List<Expr> exprs, KernelContext context) {
        return exprs.stream().map(expr -> compile(expr, context)).toList();
    }

    /// The value, as [Values] has it, of an expression without columns and without functions that look at the epoch.
    ///
    /// @throws UserException when ANSI mode demands an error
    public static @Nullable Object evaluateConstant(Expr expr, ZoneId zone) {
        var rows = Batch.of(1);
        var kernel = compile(expr, new KernelContext(zone, new EpochClock()));
        return Values.get(kernel.evaluate(rows, rows.rows()), expr.type(), 0);
    }

    private Kernel kernel(Expr expr) {
        return switch (expr) {
            case Expr.Column(int index, _, _) -> (input, _) -> input.column(index);
            case Expr.Literal(var value, var type) -> new LiteralKernel(value, type);
            case Expr.Call call -> call(call);
            case Expr.Cast cast -> Casts.kernel(cast, kernel(cast.child()), context);
            case Expr.Case branches -> caseKernel(branches);
            case Expr.FieldOf(var struct, int index, var type, _) ->
                new FieldKernel(kernel(struct), index, type);
            case Expr.Lambda lambda ->
                new Kernels(context, lambda.first() + lambda.parameters().size())
                        .kernel(lambda.body());
            case Expr.Parameter(int index, _, _) -> {
                int fromEnd = parameters - index;
                yield (input, _) -> input.column(input.width() - fromEnd);
            }
            case Expr.Outer _,Expr.Subquery _ ->
                throw new AssertionError("a rule has made joins of subqueries: " + expr);
        };
    }

    private Kernel call(Expr.Call call) {
        var negated = Comparison.negated(call);
        if (negated.isPresent()) {
            var inner = (Expr.Call) call.arguments().getFirst();
            return Comparison.kernel(negated.get(), inner.arguments(),
                    inner.arguments().stream().map(this::kernel).toList());
        }
        var factory = Families.find(call.function());
        if (factory == null) {
            throw new UserException("NOT_YET_SUPPORTED",
                    Map.of("feature", "The function `" + call.function() + "`", "hint", ""));
        }
        return factory.create(call, call.arguments().stream().map(this::kernel).toList(), context);
    }

    private Kernel caseKernel(Expr.Case branches) {
        var conditions = branches.branches().stream().map(when -> kernel(when.condition()))
                .toList();
        var values = branches.branches().stream().map(when -> kernel(when.value())).toList();
        return new CaseKernel(conditions, values, kernel(branches.otherwise()), branches.type());
    }
}

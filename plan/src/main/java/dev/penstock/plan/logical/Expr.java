package dev.penstock.plan.logical;

import dev.penstock.data.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A typed expression over the columns of one input.
public sealed interface Expr {
    DataType type();

    /// False when the value is never null.
    boolean nullable();

    /// Column `index` of the input; of a join's condition: of the left columns followed by the right ones.
    record Column(int index, DataType type, boolean nullable) implements Expr {}

    /// A constant; see [dev.penstock.data.Values] for the class of its value.
    record Literal(@Nullable Object value, DataType type) implements Expr {
        @Override
        public boolean nullable() {
            return value == null;
        }
    }

    /// A call of the function of this name in the catalogue, with arguments of exactly the types that its kernel takes.
    record Call(String function, List<Expr> arguments, DataType type, boolean nullable,
            ErrorMode mode) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /// What a function does where its value does not exist (overflow, division by zero, a string that is no number): ANSI raises the
    /// error, LEGACY does what Spark did before and wraps around or gives null, TRY (the `try_` functions) gives null.
    enum ErrorMode {
        ANSI, LEGACY, TRY
    }

    record Cast(Expr child, DataType type, boolean nullable, ErrorMode mode) implements Expr {}

    /// The value of the first branch whose condition is true, else `otherwise`. Only the branch taken is evaluated.
    record Case(List<When> branches, Expr otherwise, DataType type,
            boolean nullable) implements Expr {
        public Case {
            branches = List.copyOf(branches);
        }
    }

    /// A branch of [Case].
    record When(Expr condition, Expr value) {}

    /// Field `index` of a struct; null when the struct is.
    record FieldOf(Expr struct, int index, DataType type, boolean nullable) implements Expr {}

    /// A function as an argument of another. Its parameters are [Parameter]s numbered from `first` on.
    record Lambda(int first, List<DataType> parameters, Expr body) implements Expr {
        public Lambda {
            parameters = List.copyOf(parameters);
        }

        @Override
        public DataType type() {
            return body.type();
        }

        @Override
        public boolean nullable() {
            return body.nullable();
        }
    }

    /// A parameter of an enclosing [Lambda].
    record Parameter(int index, DataType type, boolean nullable) implements Expr {}

    /// A column of the query around a subquery: the value of expression `index` of [Subquery#outer], or of [Logical.Apply#outer]. A rule
    /// removes all of them.
    record Outer(int index, DataType type, boolean nullable) implements Expr {}

    /// A query within an expression. `outer` are the expressions of this query that `plan` reads as [Outer]; `values` those before `IN`.
    /// A rule makes joins of them, so that operators never see one.
    record Subquery(SubqueryKind kind, Logical plan, List<Expr> outer, List<Expr> values,
            DataType type, boolean nullable) implements Expr {
        public Subquery {
            outer = List.copyOf(outer);
            values = List.copyOf(values);
        }
    }

    /// `SCALAR` gives the one value of the one row, `EXISTS` whether there is a row, `IN` whether a row equals the values.
    enum SubqueryKind {
        SCALAR, EXISTS, IN
    }

    /// The expressions directly within, in order; of a [Case], its conditions and values by branch, then `otherwise`.
    default List<Expr> children() {
        return switch (this) {
            case Column _,Literal _,Parameter _,Outer _ -> List.of();
            case Call call -> call.arguments();
            case Cast cast -> List.of(cast.child());
            case FieldOf field -> List.of(field.struct());
            case Lambda lambda -> List.of(lambda.body());
            case Subquery subquery -> {
                var all = new ArrayList<>(subquery.outer());
                all.addAll(subquery.values());
                yield all;
            }
            case Case choice -> {
                var all = new ArrayList<Expr>();
                for (var branch : choice.branches()) {
                    all.add(branch.condition());
                    all.add(branch.value());
                }
                all.add(choice.otherwise());
                yield all;
            }
        };
    }

    /// This expression over changed children; `change` is asked once for each, in the order of [#children()].
    default Expr mapChildren(UnaryOperator<Expr> change) {
        return switch (this) {
            case Column _,Literal _,Parameter _,Outer _ -> this;
            case Call(var function, var arguments, var type, var nullable, var mode) ->
                new Call(function, arguments.stream().map(change).toList(), type, nullable, mode);
            case Cast(var child, var type, var nullable, var mode) ->
                new Cast(change.apply(child), type, nullable, mode);
            case FieldOf(var struct, var index, var type, var nullable) ->
                new FieldOf(change.apply(struct), index, type, nullable);
            case Lambda(var first, var parameters, var body) ->
                new Lambda(first, parameters, change.apply(body));
            case Subquery(var kind, var plan, var outer, var values, var type, var nullable) ->
                new Subquery(kind, plan, outer.stream().map(change).toList(),
                        values.stream().map(change).toList(), type, nullable);
            case Case(var branches, var otherwise, var type, var nullable) -> {
                var changed = branches.stream()
                        .map(b -> new When(change.apply(b.condition()), change.apply(b.value())))
                        .toList();
                yield new Case(changed, change.apply(otherwise), type, nullable);
            }
        };
    }

    /// This expression with `change` applied to every part of it, inner parts first.
    default Expr mapUp(UnaryOperator<Expr> change) {
        return change.apply(mapChildren(child -> child.mapUp(change)));
    }

    /// True when some part of this expression, or all of it, passes the test.
    default boolean anyMatch(Predicate<Expr> test) {
        return test.test(this) || children().stream().anyMatch(child -> child.anyMatch(test));
    }

    /// An aggregate function over the rows of a group. `distinct` counts equal arguments once; only rows that pass `filter` count.
    /// Stands in [Logical.Aggregate] only, never within another expression. `ignoreNulls` is for `first`, `last` and the like.
    record AggregateCall(String function, List<Expr> arguments, boolean distinct,
            Optional<Expr> filter, boolean ignoreNulls,
            DataType type, boolean nullable, ErrorMode mode) {
        public AggregateCall {
            arguments = List.copyOf(arguments);
        }

        /// The same call with `change` applied to each argument and to the filter.
        public AggregateCall map(UnaryOperator<Expr> change) {
            return new AggregateCall(function, arguments.stream().map(change).toList(), distinct,
                    filter.map(change), ignoreNulls, type,
                    nullable, mode);
        }
    }

    /// An order of rows by a value.
    record Order(Expr expression, boolean ascending, boolean nullsFirst) {
        /// The same order by a changed expression.
        public Order map(UnaryOperator<Expr> change) {
            return new Order(change.apply(expression), ascending, nullsFirst);
        }
    }
}

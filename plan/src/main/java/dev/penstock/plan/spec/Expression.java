package dev.penstock.plan.spec;

import dev.penstock.data.DataType;
import dev.penstock.data.error.Position;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An expression as the user wrote it.
public sealed interface Expression {
    /// The same expression with the place in the text where it was read.
    record At(Expression expression, Position position) implements Expression {}

    /// A constant. `value` is of the Java class that [dev.penstock.data.Values] lists for `type`, or null.
    record Literal(@Nullable Object value, DataType type) implements Expression {}

    /// A column, or a field of one: `a`, `t.a`, `t.a.field`. `planId` names the relation it comes from, as DataFrame columns of Connect do.
    record Attribute(List<String> name, Optional<Long> planId) implements Expression {
        public Attribute {
            name = List.copyOf(name);
        }

        public static Attribute of(String... name) {
            return new Attribute(List.of(name), Optional.empty());
        }
    }

    /// `*`, `t.*` or `struct.*`, without the columns named after `EXCEPT`.
    record Star(List<String> target, List<List<String>> except) implements Expression {
        public Star {
            target = List.copyOf(target);
            except = List.copyOf(except);
        }

        public static final Star ALL = new Star(List.of(), List.of());
    }

    /// All columns whose name matches a Java regular expression.
    record ColumnsMatching(String regex, Optional<Long> planId) implements Expression {}

    /// A call of a function or an operator. `filter` and `orderWithin` belong to aggregates (`FILTER (WHERE ...)`,
    /// `WITHIN GROUP (ORDER BY ...)`); `ignoreNulls` is absent when not said.
    record Function(List<String> name, List<Expression> arguments, boolean distinct,
            Optional<Expression> filter,
            List<SortOrder> orderWithin, Optional<Boolean> ignoreNulls) implements Expression {
        public Function {
            name = List.copyOf(name);
            arguments = List.copyOf(arguments);
            orderWithin = List.copyOf(orderWithin);
        }

        public static Function of(String name, List<Expression> arguments) {
            return new Function(List.of(name), arguments, false, Optional.empty(), List.of(),
                    Optional.empty());
        }

        public static Function of(String name, Expression... arguments) {
            return of(name, List.of(arguments));
        }

        public static Function distinct(String name, List<Expression> arguments) {
            return new Function(List.of(name), arguments, true, Optional.empty(), List.of(),
                    Optional.empty());
        }
    }

    /// `name => value`, as an argument.
    record NamedArgument(String name, Expression value) implements Expression {}

    record Cast(Expression child, DataType type, Mode mode) implements Expression {
        /// What a value that does not fit becomes: what the session says, or null (`TRY_CAST`).
        public enum Mode {
            SESSION, TRY
        }
    }

    /// A name for a column; several for a generator that gives several. `metadata` is JSON text, empty when not given.
    record Alias(Expression child, List<String> names, String metadata) implements Expression {
        public Alias {
            names = List.copyOf(names);
        }

        public static Alias of(Expression child, String name) {
            return new Alias(child, List.of(name), "");
        }
    }

    /// `CASE [operand] WHEN ... THEN ... [ELSE ...] END`.
    record Case(Optional<Expression> operand, List<When> branches,
            Optional<Expression> otherwise) implements Expression {
        public Case {
            branches = List.copyOf(branches);
        }
    }

    /// A branch of [Case].
    record When(Expression condition, Expression value) {}

    /// `child[key]` or `child.key`: an element of an array or map, or a field of a struct.
    record Extract(Expression child, Expression key) implements Expression {}

    /// `(x, y) -> body`.
    record Lambda(List<String> parameters, Expression body) implements Expression {
        public Lambda {
            parameters = List.copyOf(parameters);
        }
    }

    /// A variable of an enclosing [Lambda], when the front end knows it to be one.
    record LambdaVariable(String name) implements Expression {}

    /// A function `OVER` a window. `name` refers to a window of the `WINDOW` clause.
    record Over(Expression function, Window window) implements Expression {}

    /// A window: what it is split and ordered by, and its frame; or the name of one.
    record Window(Optional<String> name, List<Expression> partitionBy, List<SortOrder> orderBy,
            Optional<Frame> frame) {
        public Window {
            partitionBy = List.copyOf(partitionBy);
            orderBy = List.copyOf(orderBy);
        }
    }

    /// The frame of a window.
    record Frame(boolean rows, Bound lower, Bound upper) {}

    /// An end of a frame; `offset` only for PRECEDING and FOLLOWING.
    record Bound(BoundKind kind, Optional<Expression> offset) {}

    enum BoundKind {
        UNBOUNDED_PRECEDING, PRECEDING, CURRENT_ROW, FOLLOWING, UNBOUNDED_FOLLOWING
    }

    /// A struct with one field replaced, added, or, without a value, dropped.
    record UpdateField(Expression struct, List<String> field,
            Optional<Expression> value) implements Expression {
        public UpdateField {
            field = List.copyOf(field);
        }
    }

    /// A query in brackets that gives one value.
    record ScalarSubquery(Relation query) implements Expression {}

    /// `EXISTS (query)`.
    record Exists(Relation query) implements Expression {}

    /// `values IN (query)`.
    record InSubquery(List<Expression> values, Relation query) implements Expression {
        public InSubquery {
            values = List.copyOf(values);
        }
    }

    /// A parameter of SQL text: `:name`, or `?` with its number from 0 as name.
    record Parameter(String name) implements Expression {}

    /// An order of rows. Without `nullsFirst` nulls come first in ascending and last in descending order.
    record SortOrder(Expression expression, boolean ascending,
            boolean nullsFirst) implements Expression {
        public static SortOrder ascending(Expression expression) {
            return new SortOrder(expression, true, true);
        }

        public static SortOrder descending(Expression expression) {
            return new SortOrder(expression, false, false);
        }
    }
}

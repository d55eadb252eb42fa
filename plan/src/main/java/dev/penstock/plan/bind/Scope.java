package dev.penstock.plan.bind;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.function.Types;
import dev.penstock.plan.logical.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The names that the columns of a relation answer to, in the order of `*`.
public record Scope(List<Column> columns) {
    /// Column `index` of the relation under a name. `qualifier` is what may stand before it (`t`, or `spark_catalog.default.t`, part
    /// by part). A hidden column is not part of `*`: the sides of a `USING` column. `plans` are the numbers of relations it came through,
    /// the last one first.
    public record Column(String name, List<String> qualifier, int index, DataType type,
            boolean nullable, boolean hidden,
            List<Long> plans) {
        public Column {
            qualifier = List.copyOf(qualifier);
            plans = List.copyOf(plans);
        }

        Expr expression() {
            return new Expr.Column(index, Types.plain(type), nullable);
        }

        Column at(int newIndex) {
            return new Column(name, qualifier, newIndex, type, nullable, hidden, plans);
        }

        Column named(String newName) {
            return new Column(newName, qualifier, index, type, nullable, hidden, plans);
        }

        Column of(List<String> newQualifier) {
            return new Column(name, newQualifier, index, type, nullable, hidden, plans);
        }

        Column asHidden() {
            return new Column(name, qualifier, index, type, nullable, true, plans);
        }

        Column orNull(boolean mayBeNull) {
            return new Column(name, qualifier, index, type, nullable || mayBeNull, hidden, plans);
        }

        Column from(long plan) {
            var all = new ArrayList<Long>();
            all.add(plan);
            all.addAll(plans);
            return new Column(name, qualifier, index, type, nullable, hidden, all);
        }

        /// The name with its qualifier.
        List<String> path() {
            return Stream.concat(qualifier.stream(), Stream.of(name)).toList();
        }
    }

    public static final Scope NOTHING = new Scope(List.of());

    public Scope {
        columns = List.copyOf(columns);
    }

    /// The columns of a schema, in order, all under one qualifier.
    static Scope of(Schema schema, List<String> qualifier) {
        var columns = new ArrayList<Column>();
        for (int i = 0; i < schema.size(); i++) {
            columns.add(column(schema.field(i), qualifier, i));
        }
        return new Scope(columns);
    }

    static Column column(Field field, List<String> qualifier, int index) {
        return new Column(field.name(), qualifier, index, field.type(), field.nullable(), false,
                List.of());
    }

    /// The columns of `*`.
    List<Column> visible() {
        return columns.stream().filter(c -> !c.hidden()).toList();
    }

    Scope map(java.util.function.UnaryOperator<Column> change) {
        return new Scope(columns.stream().map(change).toList());
    }

    Scope with(List<Column> more) {
        return new Scope(Stream.concat(columns.stream(), more.stream()).toList());
    }
}

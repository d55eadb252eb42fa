package dev.penstock.plan.bind;

import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Brings the sides of `UNION BY NAME` into the same order of columns.
record ByName(BindContext context) {
    /// Both sides with the columns of the left one, followed, where columns may miss, by those that only the right one has.
    List<Logical> align(Logical left, Logical right, boolean mayMiss) {
        var names = new ArrayList<>(left.schema().names());
        if (!mayMiss) {
            names.stream().filter(name -> indexOf(right.schema(), name) < 0).findFirst()
                    .ifPresent(name -> {
                        throw missing(name, right.schema());
                    });
        }
        for (var name : right.schema().names()) {
            if (names.stream().noneMatch(n -> context.same(n, name))) {
                if (!mayMiss) {
                    throw BindErrors.columnCount("UNION", left.schema().size(), 1,
                            right.schema().size());
                }
                names.add(name);
            }
        }
        return List.of(ordered(left, right.schema(), names),
                ordered(right, left.schema(), names));
    }

    private Logical ordered(Logical input, Schema other, List<String> names) {
        var columns = new ArrayList<Expr>();
        var fields = new ArrayList<Field>();
        for (var name : names) {
            int index = indexOf(input.schema(), name);
            var field = index < 0
                    ? other.field(indexOf(other, name)).withNullable(true)
                    : input.schema().field(index);
            columns.add(index < 0
                    ? new Expr.Literal(null, field.type())
                    : new Expr.Column(index, field.type(), field.nullable()));
            fields.add(field);
        }
        return BlockOutput.project(input, columns, new Schema(fields));
    }

    private static UserException missing(String name, Schema among) {
        return new UserException("UNRESOLVED_COLUMN_AMONG_FIELD_NAMES",
                Map.of("colName", name, "fieldNames", String.join(", ", among.names())));
    }

    private int indexOf(Schema schema, String name) {
        for (int i = 0; i < schema.size(); i++) {
            if (context.same(schema.field(i).name(), name)) {
                return i;
            }
        }
        return -1;
    }
}

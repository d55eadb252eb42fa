package dev.penstock.engine.session;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.function.FunctionErrors;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Attribute;
import dev.penstock.plan.spec.Expression.Cast;
import dev.penstock.plan.spec.Expression.Function;
import dev.penstock.plan.spec.Expression.Literal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Small pieces that queries made of others are written with.
final class Parts {
    private Parts() {}

    static Attribute column(Field field) {
        return Attribute.of(field.name());
    }

    static Literal text(String value) {
        return new Literal(value, DataType.STRING);
    }

    static Expression cast(Expression value, DataType type) {
        return new Cast(value, type, Cast.Mode.SESSION);
    }

    /// The value cast, or null where that cannot be.
    static Expression tryCast(Expression value, DataType type) {
        return new Cast(value, type, Cast.Mode.TRY);
    }

    static Expression call(String function, Expression... arguments) {
        return Function.of(function, arguments);
    }

    static boolean isFraction(DataType type) {
        return type.equals(DataType.FLOAT) || type.equals(DataType.DOUBLE);
    }

    /// The columns of these names; of a schema that has a name several times, the first.
    ///
    /// @throws UserException for a name that the schema does not have
    static List<Field> fields(Schema schema, List<String> names) {
        return names.stream().map(name -> field(schema, name)).toList();
    }

    static Field field(Schema schema, String name) {
        var exact = Optional.of(schema.indexOf(name)).filter(i -> i >= 0)
                .or(() -> Optional.of(DottedName.parts(name)).filter(parts -> parts.size() == 1)
                        .map(parts -> schema.indexOf(parts.getFirst())).filter(i -> i >= 0));
        return exact.map(schema::field)
                .orElseThrow(() -> new UserException("UNRESOLVED_COLUMN.WITH_SUGGESTION",
                        Map.of("objectName", FunctionErrors.identifier(name), "proposal",
                                String.join(", ", schema.names().stream()
                                        .map(n -> FunctionErrors.identifier(n)).toList()))));
    }
}

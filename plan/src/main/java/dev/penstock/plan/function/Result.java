package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.plan.logical.Expr;
import java.util.List;

/// The type of a call by its arguments, whose types are those of the signature.
@FunctionalInterface
public interface Result {
    DataType of(List<Expr> arguments);

    static Result fixed(DataType type) {
        return _ -> type;
    }

    /// The type of the argument at `index`.
    static Result like(int index) {
        return arguments -> arguments.get(index).type();
    }

    /// The type of the elements of the array at `index`, or of the values of the map.
    static Result elementOf(int index) {
        return arguments -> switch (arguments.get(index).type()) {
            case ArrayType(var element, _) -> element;
            case MapType(_, var value, _) -> value;
            case DataType other -> other;
        };
    }

    /// An array of the type of the argument at `index`.
    static Result arrayOf(int index) {
        return arguments -> new ArrayType(arguments.get(index).type(),
                arguments.get(index).nullable());
    }
}

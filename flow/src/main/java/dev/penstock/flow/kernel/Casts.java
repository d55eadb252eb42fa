package dev.penstock.flow.kernel;

import dev.penstock.data.ByteBuilder;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.data.text.NumberText;
import dev.penstock.data.text.TextFormatter;
import dev.penstock.data.text.TextParser;
import dev.penstock.plan.logical.Expr;
import java.util.List;
import java.util.stream.IntStream;

/// `CAST` between types: chooses the kernel. Numbers are in [NumericCasts], dates and times in [TimeCasts], arrays, maps and structs
/// in [NestedCasts].
final class Casts {
    private Casts() {}

    static Kernel kernel(Expr.Cast cast, Kernel child, KernelContext context) {
        return kernel(child, CastRows.of(cast, context));
    }

    static Kernel kernel(Kernel child, CastRows cast) {
        var from = cast.from();
        var to = cast.to();
        if (from.equals(to) || sameForm(from, to)) {
            return child;
        }
        if (from instanceof NullType) {
            return new LiteralKernel(null, to);
        }
        if (to.isText()) {
            return toText(child, cast);
        }
        if (from.isText()) {
            return fromText(child, cast);
        }
        return switch (to) {
            case ArrayType _,MapType _,StructType _ -> NestedCasts.kernel(child, cast);
            case DateType _,TimestampType _,TimestampNtzType _,TimeType _,YearMonthIntervalType _,DayTimeIntervalType _,CalendarIntervalType _ ->
                TimeCasts.kernel(child, cast);
            case BinaryType _ -> NumericCasts.toBinary(child, cast);
            default -> NumericCasts.kernel(child, cast);
        };
    }

    static boolean sameForm(DataType from, DataType to) {
        if ((from.isText() || from instanceof BinaryType) && to.isText()) {
            return true;
        }
        return switch (to) {
            case BinaryType _ -> from.isText();
            case ArrayType(var element, _) ->
                from instanceof ArrayType(var other, _) && same(other, element);
            case MapType(var key, var value, _) ->
                from instanceof MapType(var otherKey, var otherValue, _) && same(otherKey, key)
                        && same(otherValue, value);
            case StructType(var fields) ->
                from instanceof StructType(var others) && others.size() == fields.size()
                        && IntStream.range(0, fields.size())
                                .allMatch(i -> same(others.get(i).type(), fields.get(i).type()));
            default -> false;
        };
    }

    private static boolean same(DataType from, DataType to) {
        return from.equals(to) || sameForm(from, to);
    }

    private static Kernel toText(Kernel child, CastRows cast) {
        var formatter = TextFormatter.of(cast.from(), cast.zone());
        var text = new ByteBuilder();
        Shapes.Loop<BytesVector> loop = (in, result, rows) -> {
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.at(i);
                text.clear();
                formatter.format(in[0], row, text);
                result.append(row, text.array(), 0, text.size());
            }
        };
        return new LoopKernel<>(List.of(child), new BytesVector(0), loop, true);
    }

    private static Kernel fromText(Kernel child, CastRows cast) {
        if (cast.to() instanceof ArrayType || cast.to() instanceof MapType
                || cast.to() instanceof StructType) {
            throw Errors.notYet("CAST from " + cast.from().sql() + " to " + cast.to().sql());
        }
        var parser = TextParser.of(cast.to(), cast.zone(),
                cast.legacy() ? TextParser.Mode.LEGACY : TextParser.Mode.ANSI);
        Shapes.Loop<Vector> loop = (in, result, rows) -> {
            var texts = (BytesVector) in[0];
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.at(i);
                if (!parser.parse(texts.buffer(), texts.offset(row), texts.length(row), result,
                        row)) {
                    malformed(texts, row, result, cast);
                }
            }
        };
        return new LoopKernel<>(List.of(child), Vectors.allocate(cast.to(), 0), loop, true);
    }

    private static void malformed(BytesVector texts, int row, Vector result, CastRows cast) {
        if (cast.ansi() && cast.to() instanceof DecimalType decimal) {
            var number = NumberText.parseDecimal(texts.buffer(), texts.offset(row),
                    texts.length(row));
            if (number != null) {
                throw Errors.decimalOverflow(number, decimal);
            }
        }
        cast.invalid(texts, row, result);
    }
}

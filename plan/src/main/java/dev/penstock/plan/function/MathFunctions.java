package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.scalar;
import static dev.penstock.plan.function.Patterns.*;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.DecimalType;
import dev.penstock.plan.logical.Expr;
import java.util.ArrayList;
import java.util.List;

/// Functions of numbers.
final class MathFunctions {
    static final List<FunctionDefinition> ROWS = rows();

    private MathFunctions() {}

    private static List<FunctionDefinition> rows() {
        var rows = new ArrayList<FunctionDefinition>(List.of(
                scalar("ceil").alias("ceiling").maybeNull()
                        .takes(EXACT_NUMBER, constant(WHOLE)).returns(DataType.NULL).takes(BIG)
                        .returns(DataType.LONG)
                        .takes(EXACT_NUMBER).returns(MathFunctions::whole).takes(REAL)
                        .returns(DataType.LONG).binds(MathFunctions::wholeOrSame)
                        .says("The smallest whole number not below.", "SELECT ceil(1.2)"),
                scalar("floor").maybeNull().takes(EXACT_NUMBER, constant(WHOLE))
                        .returns(DataType.NULL).takes(BIG).returns(DataType.LONG)
                        .takes(EXACT_NUMBER)
                        .returns(MathFunctions::whole).takes(REAL)
                        .returns(DataType.LONG).binds(MathFunctions::wholeOrSame)
                        .says("The largest whole number not above.", "SELECT floor(1.8)"),
                scalar("round").maybeNull().takes(NUMBER, perhaps(constant(WHOLE)))
                        .returns(DataType.NULL)
                        .binds(MathFunctions::round)
                        .says("Rounded half up to so many digits.", "SELECT round(2.5, 0)"),
                scalar("bround").maybeNull().takes(NUMBER, perhaps(constant(WHOLE)))
                        .returns(DataType.NULL)
                        .binds(MathFunctions::round)
                        .says("Rounded half even to so many digits.", "SELECT bround(2.5, 0)"),
                scalar("log").takes(REAL, REAL).returns(DataType.DOUBLE).takes(REAL)
                        .returns(DataType.DOUBLE).maybeNull()
                        .binds(call -> call.size() == 1
                                ? call.call("ln", DataType.DOUBLE, call.argument(0))
                                : call.call("log", call.arguments(), DataType.DOUBLE))
                        .says("The logarithm to a base, or the natural one.",
                                "SELECT log(10, 100)"),
                scalar("pow").alias("power").takes(REAL, REAL).returns(DataType.DOUBLE)
                        .says("One to the power of the other.", "SELECT pow(2, 3)"),
                scalar("atan2").takes(REAL, REAL).returns(DataType.DOUBLE)
                        .says("The angle of a point.", "SELECT atan2(0, 0)"),
                scalar("hypot").takes(REAL, REAL).returns(DataType.DOUBLE)
                        .says("The length of the hypotenuse.", "SELECT hypot(3, 4)"),
                scalar("pi").takes().returns(DataType.DOUBLE).says("Pi.", "SELECT pi()"),
                scalar("e").takes().returns(DataType.DOUBLE).says("Euler's number.", "SELECT e()"),
                scalar("sign").alias("signum").maybeNull().takes(REAL).returns(DataType.DOUBLE)
                        .says("-1, 0 or 1.", "SELECT sign(-4)"),
                scalar("factorial").takes(WHOLE).returns(DataType.LONG).maybeNull()
                        .says("The factorial, of 0 to 20.", "SELECT factorial(5)"),
                scalar("hex").takes(BIG).returns(DataType.STRING).takes(BYTES)
                        .returns(DataType.STRING).takes(TEXT).returns(DataType.STRING)
                        .says("Hexadecimal digits.", "SELECT hex(17)"),
                scalar("unhex").takes(TEXT).returns(DataType.BINARY).maybeNull()
                        .says("Bytes of hexadecimal digits.", "SELECT unhex('4A')"),
                scalar("bin").takes(BIG).returns(DataType.STRING).says("Binary digits.",
                        "SELECT bin(13)"),
                scalar("conv").takes(TEXT, WHOLE, WHOLE).returns(DataType.STRING).maybeNull().says(
                        "A number in another base.",
                        "SELECT conv('100', 2, 10)"),
                scalar("width_bucket").takes(REAL, REAL, REAL, BIG).returns(DataType.LONG)
                        .maybeNull().says("The number of a value's bucket.",
                                "SELECT width_bucket(5.3, 0.2, 10.6, 5)")));
        for (var name : List.of("sqrt", "cbrt", "exp", "expm1", "sin", "cos", "tan", "asin", "acos",
                "atan", "sinh", "cosh", "tanh", "asinh",
                "acosh", "atanh", "degrees", "radians", "rint", "sec", "csc", "cot")) {
            rows.add(scalar(name).takes(REAL).returns(DataType.DOUBLE).maybeNull()
                    .says("The function of this name.", "SELECT " + name + "(1)"));
        }
        for (var name : List.of("ln", "log10", "log2", "log1p")) {
            rows.add(scalar(name).takes(REAL).returns(DataType.DOUBLE).maybeNull().says(
                    "A logarithm; null where there is none.",
                    "SELECT " + name + "(1)"));
        }
        return List.copyOf(rows);
    }

    private static DataType whole(List<Expr> arguments) {
        var type = (DecimalType) arguments.getFirst().type();
        return new DecimalType(
                Math.min(DecimalType.MAX_PRECISION, type.precision() - type.scale() + 1), 0);
    }

    /// A whole number is its own floor and ceiling.
    private static Expr wholeOrSame(CallSite call) {
        if (call.size() == 2) {
            return rounded(call, call.function().name() + "_to");
        }
        return switch (call.type(0)) {
            case DataType.LongType _ -> call.argument(0);
            case DecimalType _ ->
                call.call(call.function().name(), whole(call.arguments()), call.argument(0));
            default -> call.call(call.function().name(), DataType.LONG, call.argument(0));
        };
    }

    /// Bound with two arguments always: the number and how many digits, a constant.
    private static Expr round(CallSite call) {
        return rounded(call, call.function().name());
    }

    private static Expr rounded(CallSite call, String target) {
        int digits = call.size() == 1 ? 0 : (Integer) call.constant(1).orElse(0);
        var type = call.type(0);
        if (type instanceof DecimalType(int precision, int scale)) {
            int whole = precision - scale + 1;
            type = digits < 0
                    ? Decimals.bounded(Math.max(whole, -digits + 1), 0)
                    : Decimals.bounded(whole + Math.min(scale, digits), Math.min(scale, digits));
        }
        return call.call(target, type, call.argument(0), new Expr.Literal(digits, DataType.INT));
    }
}

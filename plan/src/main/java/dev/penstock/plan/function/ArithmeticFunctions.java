package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.scalar;
import static dev.penstock.plan.function.Patterns.*;

import dev.penstock.data.DataType;
import dev.penstock.plan.function.TypePattern.Same;
import dev.penstock.plan.function.TypePattern.Group;
import java.util.List;

/// Operators on numbers, dates and intervals. Their types are found in [Arithmetic].
final class ArithmeticFunctions {
    static final List<FunctionDefinition> ROWS = List.of(
            scalar("add").alias("+").binds(Arithmetic::add)
                    .says("The sum; also of dates and intervals.", "SELECT 1 + 2"),
            scalar("subtract").alias("-").binds(Arithmetic::subtract)
                    .says("The difference; also of dates and intervals.", "SELECT 2 - 1"),
            scalar("multiply").alias("*").binds(Arithmetic::multiply).says("The product.",
                    "SELECT 2 * 3"),
            scalar("divide").alias("/").binds(Arithmetic::divide)
                    .says("The quotient, as a fraction.", "SELECT 3 / 2"),
            scalar("div").binds(Arithmetic::wholeDivide).says("The quotient as a whole number.",
                    "SELECT 3 div 2"),
            scalar("mod").alias("%").binds(Arithmetic::modulo)
                    .says("The remainder, with the sign of the dividend.", "SELECT 5 % 3"),
            scalar("pmod").binds(Arithmetic::modulo).says("The remainder, never negative.",
                    "SELECT pmod(-5, 3)"),
            scalar("negative").takes(NUMBER).returns(Result.like(0)).takes(SPAN)
                    .returns(Result.like(0)).says("The number with its sign turned.",
                            "SELECT negative(1)"),
            scalar("positive").takes(NUMBER).returns(Result.like(0)).takes(SPAN)
                    .returns(Result.like(0)).binds(call -> call.argument(0))
                    .says("The number itself.", "SELECT positive(1)"),
            scalar("abs").takes(NUMBER).returns(Result.like(0)).takes(SPAN).returns(Result.like(0))
                    .says("The number without its sign.",
                            "SELECT abs(-1)"),
            scalar("try_add").tries("add").binds(Arithmetic::add).says("As +, null on overflow.",
                    "SELECT try_add(1, 2)"),
            scalar("try_subtract").tries("subtract").binds(Arithmetic::subtract)
                    .says("As -, null on overflow.", "SELECT try_subtract(2, 1)"),
            scalar("try_multiply").tries("multiply").binds(Arithmetic::multiply)
                    .says("As *, null on overflow.", "SELECT try_multiply(2, 3)"),
            scalar("try_divide").tries("divide").binds(Arithmetic::divide)
                    .says("As /, null when divided by zero.", "SELECT try_divide(3, 0)"),
            scalar("try_mod").tries("mod").binds(Arithmetic::modulo)
                    .says("As %, null when divided by zero.", "SELECT try_mod(3, 0)"),
            scalar("bit_and_op").alias("&")
                    .takes(new Same("T", Group.INTEGRAL), new Same("T", Group.INTEGRAL))
                    .returns(Result.like(0))
                    .says("Bitwise and.", "SELECT 3 & 5"),
            scalar("bit_or_op").alias("|")
                    .takes(new Same("T", Group.INTEGRAL), new Same("T", Group.INTEGRAL))
                    .returns(Result.like(0))
                    .says("Bitwise or.", "SELECT 3 | 5"),
            scalar("bit_xor_op").alias("^")
                    .takes(new Same("T", Group.INTEGRAL), new Same("T", Group.INTEGRAL))
                    .returns(Result.like(0))
                    .says("Bitwise exclusive or.", "SELECT 3 ^ 5"),
            scalar("bit_not_op").alias("~").takes(INTEGER).returns(Result.like(0))
                    .says("Bitwise not.", "SELECT ~0"),
            scalar("bit_count").takes(INTEGER).returns(DataType.INT).takes(BOOL)
                    .returns(DataType.INT).says("How many bits are set.",
                            "SELECT bit_count(7)"),
            scalar("shiftleft").alias("<<").takes(WHOLE, WHOLE).returns(DataType.INT)
                    .takes(BIG, WHOLE).returns(DataType.LONG)
                    .says("Bits shifted to the left.", "SELECT shiftleft(2, 1)"),
            scalar("shiftright").alias(">>").takes(WHOLE, WHOLE).returns(DataType.INT)
                    .takes(BIG, WHOLE).returns(DataType.LONG)
                    .says("Bits shifted to the right, the sign kept.", "SELECT shiftright(4, 1)"),
            scalar("shiftrightunsigned").alias(">>>").takes(WHOLE, WHOLE).returns(DataType.INT)
                    .takes(BIG, WHOLE).returns(DataType.LONG)
                    .says("Bits shifted to the right, zeros shifted in.",
                            "SELECT shiftrightunsigned(4, 1)"));

    private ArithmeticFunctions() {}
}

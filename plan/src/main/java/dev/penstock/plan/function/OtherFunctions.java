package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.scalar;
import static dev.penstock.plan.function.Patterns.*;

import dev.penstock.data.DataType;
import dev.penstock.plan.logical.Expr;
import java.util.List;

/// Hashes, random values, and facts about the session.
final class OtherFunctions {
    private static final DataType STRING = DataType.STRING;

    static final List<FunctionDefinition> ROWS = List.of(
            scalar("hash").neverNull().takes(ANY, many(ANY)).returns(DataType.INT)
                    .says("A hash of 32 bits (Murmur 3).", "SELECT hash('a', 1)"),
            scalar("xxhash64").neverNull().takes(ANY, many(ANY)).returns(DataType.LONG)
                    .says("A hash of 64 bits.", "SELECT xxhash64('a', 1)"),
            scalar("crc32").takes(BYTES).returns(DataType.LONG).says("A checksum.",
                    "SELECT crc32('a')"),
            scalar("md5").takes(BYTES).returns(STRING).says("The MD5 hash, in hexadecimal.",
                    "SELECT md5('a')"),
            scalar("sha1").alias("sha").takes(BYTES).returns(STRING)
                    .says("The SHA-1 hash, in hexadecimal.", "SELECT sha1('a')"),
            scalar("sha2").maybeNull().takes(BYTES, WHOLE).returns(STRING).says(
                    "A SHA-2 hash of so many bits, in hexadecimal.",
                    "SELECT sha2('a', 256)"),
            scalar("rand").alias("random").neverNull().nondeterministic()
                    .takes(perhaps(constant(BIG))).returns(DataType.DOUBLE)
                    .says("A random number from 0 to 1, drawn from the epoch's seed.",
                            "SELECT rand(0)"),
            scalar("randn").neverNull().nondeterministic().takes(perhaps(constant(BIG)))
                    .returns(DataType.DOUBLE)
                    .says("A random number of the normal distribution.", "SELECT randn(0)"),
            scalar("uuid").neverNull().nondeterministic().takes().returns(STRING)
                    .says("A random UUID.", "SELECT uuid()"),
            scalar("typeof").takes(ANY).returns(STRING)
                    .binds(call -> text(call.type(0).simpleString())).says("The name of the type.",
                            "SELECT typeof(1)"),
            scalar("assert_true").maybeNull().takes(BOOL, perhaps(TEXT)).returns(DataType.NULL)
                    .says("An error when not true, else null.",
                            "SELECT assert_true(true)"),
            scalar("raise_error").maybeNull().takes(TEXT).returns(DataType.NULL).says(
                    "An error with this message.",
                    "SELECT raise_error('no')"),
            scalar("version").takes().returns(STRING).binds(_ -> text("4.2.0")).says(
                    "The version of Spark whose language this is.",
                    "SELECT version()"),
            scalar("current_user").alias("user", "session_user").neverNull().takes().returns(STRING)
                    .binds(_ -> text("penstock"))
                    .says("Who asks.", "SELECT current_user()"),
            scalar("current_catalog").neverNull().takes().returns(STRING)
                    .binds(_ -> text("spark_catalog")).says("The current catalog.",
                            "SELECT current_catalog()"),
            scalar("current_database").alias("current_schema").neverNull().takes().returns(STRING)
                    .binds(_ -> text("default"))
                    .says("The current database.", "SELECT current_database()"),
            scalar("spark_partition_id").neverNull().takes().returns(DataType.INT)
                    .binds(_ -> new Expr.Literal(0, DataType.INT))
                    .says("0: results do not show how rows are spread.",
                            "SELECT spark_partition_id()"));

    private OtherFunctions() {}

    private static Expr text(String value) {
        return new Expr.Literal(value, STRING);
    }
}

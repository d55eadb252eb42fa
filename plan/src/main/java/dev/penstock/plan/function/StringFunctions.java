package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.scalar;
import static dev.penstock.plan.function.Patterns.*;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.plan.logical.Expr;
import java.util.ArrayList;
import java.util.List;

/// Functions of text and bytes.
final class StringFunctions {
    private static final DataType STRING = DataType.STRING;
    private static final DataType BOOLEAN = DataType.BOOLEAN;
    private static final DataType INT = DataType.INT;
    private static final DataType STRINGS = new ArrayType(STRING, false);

    static final List<FunctionDefinition> ROWS = List.of(
            scalar("length").alias("char_length", "character_length", "len").takes(TEXT)
                    .returns(INT).takes(BYTES).returns(INT)
                    .says("How many characters, or bytes.", "SELECT length('abc')"),
            scalar("octet_length").takes(TEXT).returns(INT).takes(BYTES).returns(INT)
                    .says("How many bytes.", "SELECT octet_length('abc')"),
            scalar("bit_length").takes(TEXT).returns(INT).takes(BYTES).returns(INT)
                    .says("How many bits.", "SELECT bit_length('abc')"),
            scalar("upper").alias("ucase").takes(TEXT).returns(STRING).says("In capital letters.",
                    "SELECT upper('a')"),
            scalar("lower").alias("lcase").takes(TEXT).returns(STRING).says("In small letters.",
                    "SELECT lower('A')"),
            scalar("trim").takes(TEXT, perhaps(TEXT)).returns(STRING)
                    .binds(StringFunctions::trimCharactersFirst)
                    .says("Without blanks at both ends.", "SELECT trim(' a ')"),
            scalar("btrim").as("trim").takes(TEXT, perhaps(TEXT)).returns(STRING)
                    .binds(StringFunctions::trim)
                    .says("Without the given characters at both ends.", "SELECT btrim('xax', 'x')"),
            scalar("ltrim").takes(TEXT, perhaps(TEXT)).returns(STRING)
                    .binds(StringFunctions::trimCharactersFirst)
                    .says("Without blanks in front.", "SELECT ltrim(' a')"),
            scalar("rtrim").takes(TEXT, perhaps(TEXT)).returns(STRING)
                    .binds(StringFunctions::trimCharactersFirst)
                    .says("Without blanks at the end.", "SELECT rtrim('a ')"),
            scalar("substring").alias("substr").takes(TEXT, WHOLE, perhaps(WHOLE)).returns(STRING)
                    .takes(BYTES, WHOLE, perhaps(WHOLE))
                    .returns(DataType.BINARY).says("A part, from a position counted from 1.",
                            "SELECT substring('abcd', 2, 2)"),
            scalar("left").takes(TEXT, WHOLE).returns(STRING).says("The first characters.",
                    "SELECT left('abc', 2)"),
            scalar("right").maybeNull().takes(TEXT, WHOLE).returns(STRING).says(
                    "The last characters.",
                    "SELECT right('abc', 2)"),
            scalar("concat").alias("||").binds(StringFunctions::concat)
                    .says("One after the other; also of arrays.", "SELECT concat('a', 'b')"),
            scalar("concat_ws").binds(StringFunctions::concatWithSeparator).says(
                    "One after the other with a separator, nulls passed over.",
                    "SELECT concat_ws(',', 'a', 'b')"),
            scalar("replace").takes(TEXT, TEXT, perhaps(TEXT)).returns(STRING)
                    .says("With a text replaced.", "SELECT replace('abc', 'b', 'x')"),
            scalar("translate").takes(TEXT, TEXT, TEXT).returns(STRING).says(
                    "With characters replaced one by one.",
                    "SELECT translate('abc', 'b', 'x')"),
            scalar("lpad").takes(TEXT, WHOLE, perhaps(TEXT)).returns(STRING)
                    .says("Filled in front to a length.", "SELECT lpad('a', 3, '-')"),
            scalar("rpad").takes(TEXT, WHOLE, perhaps(TEXT)).returns(STRING)
                    .says("Filled at the end to a length.", "SELECT rpad('a', 3, '-')"),
            scalar("repeat").takes(TEXT, WHOLE).returns(STRING).says("So many times.",
                    "SELECT repeat('ab', 2)"),
            scalar("reverse").takes(TEXT).returns(STRING).takes(LIST).returns(Result.like(0)).says(
                    "Back to front; also of arrays.",
                    "SELECT reverse('abc')"),
            scalar("instr").takes(TEXT, TEXT).returns(INT).says(
                    "Where a text first occurs, from 1; 0 when not.", "SELECT instr('abc', 'b')"),
            scalar("locate").alias("position").takes(TEXT, TEXT, perhaps(WHOLE)).returns(INT).says(
                    "Where a text occurs from a position on.",
                    "SELECT locate('b', 'abcb', 3)"),
            scalar("substring_index").takes(TEXT, TEXT, WHOLE).returns(STRING).says(
                    "All before the n-th separator.",
                    "SELECT substring_index('a.b.c', '.', 2)"),
            scalar("split").takes(TEXT, TEXT, perhaps(WHOLE)).returns(STRINGS).says(
                    "The parts between matches of a regular expression.",
                    "SELECT split('a,b', ',')"),
            scalar("split_part").maybeNull().takes(TEXT, TEXT, WHOLE).returns(STRING).says(
                    "The n-th part between separators.",
                    "SELECT split_part('a,b', ',', 2)"),
            scalar("startswith").takes(TEXT, TEXT).returns(BOOLEAN).takes(BYTES, BYTES)
                    .returns(BOOLEAN).says("True when it begins so.",
                            "SELECT startswith('abc', 'a')"),
            scalar("endswith").takes(TEXT, TEXT).returns(BOOLEAN).takes(BYTES, BYTES)
                    .returns(BOOLEAN).says("True when it ends so.",
                            "SELECT endswith('abc', 'c')"),
            scalar("contains").takes(TEXT, TEXT).returns(BOOLEAN).takes(BYTES, BYTES)
                    .returns(BOOLEAN).says("True when it occurs within.",
                            "SELECT contains('abc', 'b')"),
            scalar("like").takes(TEXT, TEXT, perhaps(constant(TEXT))).returns(BOOLEAN)
                    .binds(StringFunctions::like)
                    .says("True when a pattern of % and _ matches.", "SELECT 'abc' LIKE 'a%'"),
            scalar("ilike").takes(TEXT, TEXT, perhaps(constant(TEXT))).returns(BOOLEAN)
                    .binds(StringFunctions::like)
                    .says("As LIKE, without regard to case.", "SELECT 'abc' ILIKE 'A%'"),
            scalar("rlike").alias("regexp", "regexp_like").takes(TEXT, TEXT).returns(BOOLEAN).says(
                    "True when a regular expression matches.",
                    "SELECT 'abc' RLIKE 'b.'"),
            scalar("regexp_extract").takes(TEXT, TEXT, perhaps(WHOLE)).returns(STRING).says(
                    "A group of the first match.",
                    "SELECT regexp_extract('a12', '([0-9]+)', 1)"),
            scalar("regexp_extract_all").takes(TEXT, TEXT, perhaps(WHOLE))
                    .returns(new ArrayType(STRING, true)).says(
                            "A group of all matches.",
                            "SELECT regexp_extract_all('1 2', '([0-9])', 1)"),
            scalar("regexp_replace").takes(TEXT, TEXT, TEXT, perhaps(WHOLE)).returns(STRING).says(
                    "With all matches replaced.",
                    "SELECT regexp_replace('a1', '[0-9]', 'x')"),
            scalar("regexp_count").takes(TEXT, TEXT).returns(INT).says("How many matches.",
                    "SELECT regexp_count('aba', 'a')"),
            scalar("regexp_substr").takes(TEXT, TEXT).returns(STRING).maybeNull().says(
                    "The first match, or null.",
                    "SELECT regexp_substr('a12', '[0-9]+')"),
            scalar("regexp_instr").takes(TEXT, TEXT, perhaps(WHOLE)).returns(INT).says(
                    "Where the first match begins, from 1.",
                    "SELECT regexp_instr('a12', '[0-9]')"),
            scalar("initcap").takes(TEXT).returns(STRING).says("Each word with a capital letter.",
                    "SELECT initcap('a b')"),
            scalar("ascii").takes(TEXT).returns(INT).says("The code of the first character.",
                    "SELECT ascii('a')"),
            scalar("chr").alias("char").takes(BIG).returns(STRING).says("The character of a code.",
                    "SELECT chr(65)"),
            scalar("space").takes(WHOLE).returns(STRING).says("So many blanks.", "SELECT space(2)"),
            scalar("base64").takes(BYTES).returns(STRING).says("Bytes as base 64.",
                    "SELECT base64('a')"),
            scalar("unbase64").takes(TEXT).returns(DataType.BINARY).says("Bytes of base 64.",
                    "SELECT unbase64('YQ==')"),
            scalar("encode").maybeNull().takes(TEXT, TEXT).returns(DataType.BINARY)
                    .says("Text as bytes of a character set.", "SELECT encode('a', 'utf-8')"),
            scalar("decode").maybeNull().takes(BYTES, TEXT).returns(STRING)
                    .says("Text of bytes of a character set.", "SELECT decode(X'61', 'utf-8')"),
            scalar("to_binary").maybeNull().takes(TEXT, perhaps(constant(TEXT)))
                    .returns(DataType.BINARY).binds(StringFunctions::toBinary)
                    .says("Bytes of text in a format.", "SELECT to_binary('616263', 'hex')"),
            scalar("try_to_binary").tries("to_binary").takes(TEXT, perhaps(constant(TEXT)))
                    .returns(DataType.BINARY).binds(StringFunctions::toBinary)
                    .says("As to_binary, null for other text.",
                            "SELECT try_to_binary('x', 'hex')"),
            scalar("mask").maybeNull()
                    .takes(TEXT, perhaps(TEXT), perhaps(TEXT), perhaps(TEXT), perhaps(TEXT))
                    .returns(STRING).says("Letters and digits replaced.", "SELECT mask('Ab1')"),
            scalar("format_number").takes(NUMBER, WHOLE).returns(STRING).maybeNull()
                    .takes(NUMBER, TEXT).returns(STRING)
                    .says("A number with commas and so many digits.",
                            "SELECT format_number(12332.123, 2)"),
            scalar("format_string").alias("printf").takes(TEXT, many(ANY)).returns(STRING).says(
                    "Text from a format.",
                    "SELECT format_string('%d', 1)"),
            scalar("levenshtein").takes(TEXT, TEXT, perhaps(WHOLE)).returns(INT).says(
                    "How many edits apart.",
                    "SELECT levenshtein('kitten', 'sitting')"),
            scalar("soundex").takes(TEXT).returns(STRING).says("A code of how it sounds.",
                    "SELECT soundex('Miller')"),
            scalar("overlay").takes(TEXT, TEXT, WHOLE, perhaps(WHOLE)).returns(STRING)
                    .takes(BYTES, BYTES, WHOLE, perhaps(WHOLE))
                    .returns(DataType.BINARY).binds(StringFunctions::overlay)
                    .says("With a part replaced.", "SELECT overlay('abcd', 'x', 2)"),
            scalar("find_in_set").takes(TEXT, TEXT).returns(INT).says(
                    "Where a text stands in a list with commas.",
                    "SELECT find_in_set('b', 'a,b')"),
            scalar("elt").takes(WHOLE, TEXT, many(TEXT)).returns(STRING).maybeNull()
                    .says("The n-th argument.", "SELECT elt(1, 'a', 'b')"),
            scalar("parse_url").takes(TEXT, TEXT, perhaps(TEXT)).returns(STRING).maybeNull().says(
                    "A part of a URL.",
                    "SELECT parse_url('http://a.b/c', 'HOST')"),
            scalar("url_encode").maybeNull().takes(TEXT).returns(STRING).says("Escaped for a URL.",
                    "SELECT url_encode('a b')"),
            scalar("url_decode").maybeNull().takes(TEXT).returns(STRING).says(
                    "Unescaped from a URL.",
                    "SELECT url_decode('a+b')"),
            scalar("quote").takes(TEXT).returns(STRING).says("In quotes, for SQL.",
                    "SELECT quote('a')"));

    private StringFunctions() {}

    /// As in Spark the characters come first in `trim`, `ltrim` and `rtrim`, unlike in `btrim`; the kernel wants them last.
    private static Expr trimCharactersFirst(CallSite call) {
        var arguments = call.size() == 2 ? call.arguments().reversed() : call.arguments();
        return call.call(call.function().name(), arguments, STRING);
    }

    /// The format is hexadecimal unless it is said.
    private static Expr toBinary(CallSite call) {
        var format = call.size() == 2
                ? String.valueOf(call.constant(1).orElse("")).toUpperCase(java.util.Locale.ROOT)
                : "HEX";
        var target = switch (format) {
            case "HEX" -> "unhex_strictly";
            case "UTF-8", "UTF8" -> "encode";
            case "BASE64" -> "unbase64";
            default -> throw new dev.penstock.data.error.UserException(
                    "DATATYPE_MISMATCH.INVALID_ARG_VALUE",
                    java.util.Map.of("sqlExpr", FunctionErrors.quoted(call.sql()), "inputName",
                            "`fmt`", "requireType", "case-insensitive \"STRING\"", "validValues",
                            "'hex', 'utf-8', 'utf8', 'base64'", "inputValue", "'" + format + "'"));
        };
        return target.equals("encode")
                ? call.call(target, DataType.BINARY, call.argument(0),
                        new Expr.Literal("UTF-8", STRING))
                : call.call(target, DataType.BINARY, call.argument(0));
    }

    private static Expr trim(CallSite call) {
        return call.call("trim", call.arguments(), STRING);
    }

    /// Bound with three arguments always; the escape character is a constant.
    private static Expr like(CallSite call) {
        var escape = call.size() == 3 ? call.argument(2) : new Expr.Literal("\\", STRING);
        return call.call(call.function().name(), BOOLEAN, call.argument(0), call.argument(1),
                escape);
    }

    /// Bound with four arguments always; a negative length means that of the replacement.
    private static Expr overlay(CallSite call) {
        var length = call.size() == 4 ? call.argument(3) : new Expr.Literal(-1, INT);
        return call.call("overlay", call.type(0), call.argument(0), call.argument(1),
                call.argument(2), length);
    }

    private static Expr concat(CallSite call) {
        if (call.size() == 0) {
            return new Expr.Literal("", STRING);
        }
        var types = call.arguments().stream().map(Expr::type).toList();
        boolean arrays = types.stream().anyMatch(t -> t instanceof ArrayType);
        boolean bytes = types.stream().allMatch(t -> t instanceof DataType.BinaryType);
        DataType type = bytes ? DataType.BINARY : STRING;
        if (arrays) {
            type = call.coercion().widest(types)
                    .orElseThrow(() -> FunctionErrors.differentTypes(call));
        }
        return call.call("concat", castAll(call, 0, type), type);
    }

    private static List<Expr> castAll(CallSite call, int from, DataType type) {
        var cast = new ArrayList<Expr>();
        for (int i = from; i < call.size(); i++) {
            var own = call.type(i);
            if (call.coercion().implicit(own, type).isEmpty()
                    && !(own instanceof DataType.BinaryType && type.isText())) {
                throw call.unexpectedType(i, FunctionErrors.quoted(type));
            }
            cast.add(call.cast(i, type));
        }
        return cast;
    }

    private static Expr concatWithSeparator(CallSite call) {
        if (call.size() == 0) {
            throw FunctionErrors.wrongCount(call, "> 0");
        }
        var arguments = new ArrayList<Expr>();
        for (int i = 0; i < call.size(); i++) {
            boolean list = call.type(i) instanceof ArrayType && i > 0;
            var wanted = list ? new ArrayType(STRING, true) : STRING;
            if (call.coercion().implicit(call.type(i), wanted).isEmpty()) {
                throw call.unexpectedType(i, "(\"ARRAY<STRING>\" or \"STRING\")");
            }
            arguments.add(call.cast(i, wanted));
        }
        return new Expr.Call("concat_ws", arguments, STRING, call.argument(0).nullable(),
                call.mode());
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.BinaryType;
import dev.penstock.plan.logical.Expr;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Functions of strings and binaries, of patterns, and between text and bytes.
///
/// All work on UTF-8 bytes in place; a `java.lang.String` is made only where the JDK asks for one (regular expressions, letters beyond ASCII,
/// formats). Positions and lengths are in code points. The primitives are in [Utf8].
final class StringFunctions {
    private StringFunctions() {}

    /// The factory for a canonical name, or null when this family does not have it.
    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "length" -> (call, arguments,
                    context) -> (binary(call) ? StringCase.bytes(1) : StringCase.characters())
                            .create(call, arguments, context);
            case "octet_length" -> StringCase.bytes(1);
            case "bit_length" -> StringCase.bytes(8);
            case "quote" -> Shapes.unary((BytesVector a, int row, BytesVector out) -> out.append(
                    row, "'" + a.string(row).replace("'", "\\'") + "'"));
            case "upper" -> StringCase.upper();
            case "lower" -> StringCase.lower();
            case "initcap" -> StringCase.initcap();
            case "ascii" -> StringCase.ascii();
            case "chr" -> StringCase.chr();
            case "space" -> StringCase.space();
            case "trim" -> StringParts.trim(true, true);
            case "ltrim" -> StringParts.trim(true, false);
            case "rtrim" -> StringParts.trim(false, true);
            case "substring" -> (call, arguments, context) -> StringParts.substring(binary(call))
                    .create(call, arguments, context);
            case "left" -> (call, arguments, context) -> StringParts.left(binary(call)).create(call,
                    arguments, context);
            case "right" -> (call, arguments, context) -> StringParts.right(binary(call))
                    .create(call, arguments, context);
            case "split_part" -> StringParts.splitPart();
            case "substring_index" -> StringParts.substringIndex();
            default -> findOfSeveral(function);
        };
    }

    private static @Nullable KernelFactory findOfSeveral(String function) {
        return switch (function) {
            case "concat" -> (call, arguments,
                    context) -> (call.type() instanceof ArrayType
                            ? StringJoining.concatArrays()
                            : StringJoining.concat()).create(call, arguments, context);
            case "reverse" -> (call, arguments,
                    context) -> (call.type() instanceof ArrayType
                            ? StringJoining.reverseArray()
                            : StringJoining.reverse()).create(call, arguments, context);
            case "concat_ws" -> (_, arguments, _) -> new StringJoining.WithSeparator(arguments);
            case "lpad" -> (call, arguments, context) -> StringJoining.pad(true, binary(call))
                    .create(call, arguments, context);
            case "rpad" -> (call, arguments, context) -> StringJoining.pad(false, binary(call))
                    .create(call, arguments, context);
            case "repeat" -> StringJoining.repeat();
            case "replace" -> StringJoining.replace();
            case "translate" -> StringJoining.translate();
            case "overlay" -> (call, arguments, context) -> StringJoining.overlay(binary(call))
                    .create(call, arguments, context);
            case "elt" -> (call, arguments, _) -> new StringJoining.Element(call, arguments);
            case "instr" -> StringSearch.instr();
            case "locate" -> StringSearch.locate();
            case "find_in_set" -> StringSearch.findInSet();
            case "startswith" -> StringSearch.startsWith();
            case "endswith" -> StringSearch.endsWith();
            case "contains" -> StringSearch.contains();
            case "levenshtein" -> StringSearch.levenshtein();
            case "soundex" -> StringSearch.soundex();
            case "mask" -> StringCase.mask();
            default -> findOfPatterns(function);
        };
    }

    private static @Nullable KernelFactory findOfPatterns(String function) {
        return switch (function) {
            case "like" -> perKernel(() -> Patterns.like(false));
            case "ilike" -> perKernel(() -> Patterns.like(true));
            case "rlike" -> perKernel(() -> Patterns.rlike());
            case "regexp_extract" -> perKernel(() -> Patterns.extract());
            case "regexp_extract_all" -> perKernel(() -> Patterns.extractAll());
            case "regexp_replace" -> perKernel(() -> Patterns.replace());
            case "regexp_count" -> perKernel(() -> Patterns.count());
            case "regexp_substr" -> perKernel(() -> Patterns.substring());
            case "regexp_instr" -> perKernel(() -> Patterns.position());
            case "split" -> perKernel(() -> Patterns.split());
            case "format_number" -> (call, arguments, context) -> StringFormats.number(call)
                    .create(call, arguments, context);
            case "format_string" ->
                (call, arguments, _) -> new StringFormats.Printf(call, arguments);
            default -> findOfEncodings(function);
        };
    }

    private static @Nullable KernelFactory findOfEncodings(String function) {
        return switch (function) {
            case "md5" -> perKernel(() -> Encodings.digest("MD5"));
            case "sha1" -> perKernel(() -> Encodings.digest("SHA-1"));
            case "sha2" -> perKernel(() -> Encodings.sha2());
            case "crc32" -> perKernel(() -> Encodings.crc32());
            case "base64" -> Encodings.base64();
            case "unbase64" -> (call, arguments, context) -> Encodings.unbase64(call.mode())
                    .create(call, arguments, context);
            case "encode" -> Encodings.encode();
            case "decode" -> Encodings.decode();
            case "url_encode" -> Encodings.urlEncode();
            case "url_decode" -> (call, arguments, context) -> Encodings.urlDecode(call.mode())
                    .create(call, arguments, context);
            case "parse_url" -> (call, arguments, context) -> Encodings.parseUrl(call.mode())
                    .create(call, arguments, context);
            default -> null;
        };
    }

    /// For functions that keep something between rows, so that kernels do not share it.
    private static KernelFactory perKernel(Supplier<KernelFactory> factory) {
        return (call, arguments, context) -> factory.get().create(call, arguments, context);
    }

    private static boolean binary(Expr.Call call) {
        return call.arguments().getFirst().type() instanceof BinaryType;
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.BytesVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Digests, and texts in other forms: Base64, character sets, addresses of the web.
final class Encodings {
    private static final List<String> CHARSETS = List.of("US-ASCII", "ISO-8859-1", "UTF-8",
            "UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32");

    private Encodings() {}

    /// `md5` and `sha1`, as hexadecimal digits.
    static KernelFactory digest(String algorithm) {
        var digest = messageDigest(algorithm);
        return Shapes.unary((BytesVector bytes, int row, BytesVector result) -> {
            digest.update(bytes.buffer(), bytes.offset(row), bytes.length(row));
            result.append(row, HexFormat.of().formatHex(digest.digest()));
        });
    }

    /// `sha2(bytes, bits)`; null for a number of bits that does not exist.
    static KernelFactory sha2() {
        var digests = Map.of(0, messageDigest("SHA-256"), 224, messageDigest("SHA-224"), 256,
                messageDigest("SHA-256"), 384,
                messageDigest("SHA-384"), 512, messageDigest("SHA-512"));
        return Shapes.binary((BytesVector bytes, IntVector bits, int row, BytesVector result) -> {
            var digest = digests.get(bits.get(row));
            if (digest == null) {
                result.setNull(row);
                return;
            }
            digest.update(bytes.buffer(), bytes.offset(row), bytes.length(row));
            result.append(row, HexFormat.of().formatHex(digest.digest()));
        });
    }

    private static MessageDigest messageDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has " + algorithm, e);
        }
    }

    static KernelFactory crc32() {
        var crc = new CRC32();
        return Shapes.unary((BytesVector bytes, int row, LongVector result) -> {
            crc.reset();
            crc.update(bytes.buffer(), bytes.offset(row), bytes.length(row));
            result.set(row, crc.getValue());
        });
    }

    static KernelFactory base64() {
        return Shapes.unary((BytesVector bytes, int row, BytesVector result) -> result.append(row,
                Base64.getEncoder().encode(bytes.bytes(row))));
    }

    static KernelFactory unbase64(ErrorMode mode) {
        return Shapes.unary((BytesVector text, int row, BytesVector result) -> {
            try {
                result.append(row, Base64.getMimeDecoder().decode(text.bytes(row)));
            } catch (IllegalArgumentException e) {
                if (mode == ErrorMode.TRY) {
                    result.setNull(row);
                    return;
                }
                throw new UserException("CONVERSION_INVALID_INPUT",
                        Map.of("str", "'" + text.string(row) + "'", "fmt", "'BASE64'",
                                "targetType", "\"BINARY\"", "suggestion", "`try_to_binary`"),
                        null, e);
            }
        });
    }

    private static Charset charset(String function, Vector names, int row) {
        var name = ((BytesVector) names).string(row);
        if (!CHARSETS.contains(name.toUpperCase(Locale.ROOT))) {
            throw new UserException("INVALID_PARAMETER_VALUE.CHARSET",
                    Map.of("functionName", "`" + function + "`", "parameter",
                            "`charset`", "charset", name, "charsets", String.join(", ", CHARSETS)));
        }
        return Charset.forName(name);
    }

    private static UserException malformed(String function, Charset charset,
            CharacterCodingException cause) {
        return new UserException("MALFORMED_CHARACTER_CODING",
                Map.of("function", "`" + function + "`", "charset", charset.name()), null, cause);
    }

    /// `encode(text, charset)`.
    static KernelFactory encode() {
        return Shapes.binary((BytesVector text, BytesVector name, int row, BytesVector result) -> {
            var charset = charset("encode", name, row);
            try {
                var encoded = charset.newEncoder().encode(CharBuffer.wrap(text.string(row)));
                result.append(row, encoded.array(), encoded.arrayOffset(), encoded.limit());
            } catch (CharacterCodingException e) {
                throw malformed("encode", charset, e);
            }
        });
    }

    /// `decode(bytes, charset)`.
    static KernelFactory decode() {
        return Shapes.binary((BytesVector bytes, BytesVector name, int row, BytesVector result) -> {
            var charset = charset("decode", name, row);
            try {
                var decoded = charset.newDecoder().decode(
                        ByteBuffer.wrap(bytes.buffer(), bytes.offset(row), bytes.length(row)));
                result.append(row, decoded.toString());
            } catch (CharacterCodingException e) {
                throw malformed("decode", charset, e);
            }
        });
    }

    static KernelFactory urlEncode() {
        return Shapes.unary((BytesVector text, int row, BytesVector result) -> result.append(row,
                URLEncoder.encode(text.string(row), StandardCharsets.UTF_8)));
    }

    static KernelFactory urlDecode(ErrorMode mode) {
        return Shapes.unary((BytesVector text, int row, BytesVector result) -> {
            try {
                result.append(row, URLDecoder.decode(text.string(row), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                if (mode != ErrorMode.TRY) {
                    throw new UserException("CANNOT_DECODE_URL", Map.of("url", text.string(row)),
                            null, e);
                }
                result.setNull(row);
            }
        });
    }

    /// `parse_url(url, part [, key])`; the key names a parameter of the part `QUERY`.
    static KernelFactory parseUrl(ErrorMode mode) {
        return Shapes.rows((Vector[] values, int row, BytesVector result) -> {
            var url = ((BytesVector) values[0]).string(row);
            String part = null;
            try {
                part = part(new URI(url), ((BytesVector) values[1]).string(row));
            } catch (URISyntaxException e) {
                if (mode == ErrorMode.ANSI) {
                    throw new UserException("INVALID_URL", Map.of("url", url), null, e);
                }
            }
            if (part != null && values.length == 3) {
                boolean query = Arrays.equals(((BytesVector) values[1]).bytes(row),
                        "QUERY".getBytes(StandardCharsets.UTF_8));
                part = query ? parameter(part, ((BytesVector) values[2]).string(row)) : null;
            }
            if (part == null) {
                result.setNull(row);
            } else {
                result.append(row, part);
            }
        });
    }

    private static @Nullable String part(URI url, String part) {
        return switch (part) {
            case "HOST" -> url.getHost();
            case "PATH" -> url.getRawPath();
            case "QUERY" -> url.getRawQuery();
            case "REF" -> url.getRawFragment();
            case "PROTOCOL" -> url.getScheme();
            case "FILE" -> url.getRawQuery() == null
                    ? url.getRawPath()
                    : url.getRawPath() + "?" + url.getRawQuery();
            case "AUTHORITY" -> url.getRawAuthority();
            case "USERINFO" -> url.getRawUserInfo();
            default -> null;
        };
    }

    private static @Nullable String parameter(String query, String key) {
        var matcher = Pattern.compile("(&|^)" + key + "=([^&]*)").matcher(query);
        return matcher.find() ? matcher.group(2) : null;
    }
}

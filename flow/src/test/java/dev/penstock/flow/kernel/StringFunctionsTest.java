package dev.penstock.flow.kernel;

import static dev.penstock.data.DataType.BINARY;
import static dev.penstock.data.DataType.INT;
import static dev.penstock.data.DataType.STRING;
import static dev.penstock.flow.kernel.Example.call;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.Batch;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.IntVector;
import dev.penstock.data.Selection;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StringFunctionsTest {
    private static final DataType STRINGS = new DataType.ArrayType(STRING, true);

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void lengthsAndCases() {
        call("length", "Spark SQL ").gives(10);
        call("length", "größe und mehr").gives(14);
        call("length", "😀a").gives(2);
        call("length", bytes("größe")).gives(7);
        call("octet_length", "größe").gives(7);
        call("bit_length", "Spark SQL").gives(72);
        call("length", (Object) null).givesNull(INT);
        call("upper", "SparkSql").gives("SPARKSQL");
        call("upper", "größe@[`{").gives("GRÖSSE@[`{");
        call("lower", "SparkSql@[`{").gives("sparksql@[`{");
        call("lower", "ÄÖÜ").gives("äöü");
        call("initcap", "sPark sql").gives("Spark Sql");
        call("ascii", "222").gives(50);
        call("ascii", "").gives(0);
        call("ascii", "€").gives(0x20AC);
        call("chr", 65L).gives("A");
        call("chr", -1L).gives("");
        call("chr", 256L + 66).gives("B");
        call("space", 2).gives("  ");
    }

    @Test
    void substrings() {
        call("substring", "Spark SQL", 5).gives("k SQL");
        call("substring", "Spark SQL", -3).gives("SQL");
        call("substring", "Spark SQL", 5, 1).gives("k");
        call("substring", "Spark SQL", 0, 2).gives("Sp");
        call("substring", "abc", -5, 3).gives("a");
        call("substring", "abc", 4).gives("");
        call("substring", "abc", 2, -1).gives("");
        call("substring", "größe", 3, 2).gives("öß");
        call("substring", "größe", -3, 2).gives("öß");
        call("substring", "größe", 2, Integer.MAX_VALUE).gives("röße");
        call("substring", bytes("Spark SQL"), 5, 3).gives(bytes("k S"));
        call("left", "Spark SQL", 3).gives("Spa");
        call("left", "Spark SQL", -1).gives("");
        call("right", "Spark SQL", 3).gives("SQL");
        call("right", "ab", 5).gives("ab");
        call("right", "ab", 0).gives("");
    }

    @Test
    void trims() {
        call("trim", "    SparkSQL   ").gives("SparkSQL");
        call("trim", "\tx ").gives("\tx");
        call("ltrim", "    SparkSQL   ").gives("SparkSQL   ");
        call("rtrim", "    SparkSQL   ").gives("    SparkSQL");
        call("trim", "SSparkSQLS", "SL").gives("parkSQ");
        call("trim", "ööaö", "ö").gives("a");
        call("trim", "   ", " ").gives("");
    }

    @Test
    void partsBetweenDelimiters() {
        call("split_part", "11.12.13", ".", 3).gives("13");
        call("split_part", "11.12.13", ".", -3).gives("11");
        call("split_part", "11.12.13", ".", 4).gives("");
        call("split_part", "11.12.13", "", 1).gives("11.12.13");
        call("split_part", "11.12.13", "", -1).gives("11.12.13");
        call("split_part", "11.12.13", ".", 0).fails(STRING, "INVALID_INDEX_OF_ZERO");
        call("substring_index", "www.apache.org", ".", 2).gives("www.apache");
        call("substring_index", "www.apache.org", ".", -2).gives("apache.org");
        call("substring_index", "www.apache.org", ".", 5).gives("www.apache.org");
        call("substring_index", "www.apache.org", ".", -5).gives("www.apache.org");
        call("substring_index", "www||apache||org", "||", -1).gives("org");
        call("substring_index", "www", "", 2).gives("");
        call("split", "oneAtwoBthreeC", "[ABC]").gives(STRINGS, List.of("one", "two", "three", ""));
        call("split", "oneAtwoBthreeC", "[ABC]", 2).gives(STRINGS, List.of("one", "twoBthreeC"));
        call("split", "a,b,,", ",").gives(STRINGS, List.of("a", "b", "", ""));
        call("split", "a,b,,", ",", 2).gives(STRINGS, List.of("a", "b,,"));
        call("split", "", ",").gives(STRINGS, List.of(""));
        call("split", "abc", "").gives(STRINGS, List.of("a", "b", "c"));
    }

    @Test
    void joins() {
        call("concat", "Spark", "SQL").gives("SparkSQL");
        call("concat", "Spark", null).givesNull(STRING);
        call("concat", List.of("a"), List.of("b", "c")).gives(STRINGS, List.of("a", "b", "c"));
        call("reverse", "Spark öß").gives("ßö krapS");
        call("reverse", List.of("a", "b", "c")).gives(STRINGS, List.of("c", "b", "a"));
        call("concat_ws", " ", "Spark", "SQL").gives("Spark SQL");
        call("concat_ws", "s").gives("");
        call("concat_ws", ",", "foo", null, List.of("x", "y")).gives("foo,x,y");
        call("concat_ws", null, "Spark", "SQL").givesNull(STRING);
        call("lpad", "hi", 5, "??").gives("???hi");
        call("lpad", "hi", 1, "??").gives("h");
        call("lpad", "hi", 5).gives("   hi");
        call("rpad", "hi", 5, "äb").gives("hiäbä");
        call("rpad", "hi", 5, "").gives("hi");
        call("rpad", "hi", -1, "x").gives("");
        call("repeat", "123", 2).gives("123123");
        call("repeat", "123", -1).gives("");
        call("replace", "ABCabc", "abc", "DEF").gives("ABCDEF");
        call("replace", "aXbXc", "X").gives("abc");
        call("replace", "abc", "", "x").gives("abc");
        call("translate", "AaBbCc", "abc", "123").gives("A1B2C3");
        call("translate", "translate", "rnlt", "123").gives("1a2s3ae");
        call("overlay", "Spark SQL", "_", 6).gives("Spark_SQL");
        call("overlay", "Spark SQL", "CORE", 7).gives("Spark CORE");
        call("overlay", "Spark SQL", "ANSI ", 7, 0).gives("Spark ANSI SQL");
        call("overlay", "Spark SQL", "tructured", 2, 4).gives("Structured SQL");
        call("elt", 1, "scala", "java").gives("scala");
        call("elt", 3, "scala", "java").fails(STRING, "INVALID_ARRAY_INDEX");
        call("elt", 3, "scala", "java").mode(ErrorMode.LEGACY).givesNull(STRING);
    }

    @Test
    void searches() {
        call("instr", "SparkSQL", "SQL").gives(6);
        call("instr", "größe", "e").gives(5);
        call("instr", "abc", "x").gives(0);
        call("instr", "abc", "").gives(1);
        call("locate", "bar", "foobarbar").gives(4);
        call("locate", "bar", "foobarbar", 5).gives(7);
        call("locate", "bar", "foobarbar", 0).gives(0);
        call("find_in_set", "ab", "abc,b,ab,c,def").gives(3);
        call("find_in_set", "x", "abc,b").gives(0);
        call("find_in_set", "", "a,,b").gives(2);
        call("startswith", "Spark SQL", "Spark").gives(true);
        call("endswith", "Spark SQL", "Spark").gives(false);
        call("contains", "Spark SQL", "k S").gives(true);
        call("levenshtein", "kitten", "sitting").gives(3);
        call("levenshtein", "kitten", "sitting", 2).gives(-1);
        call("soundex", "Miller").gives("M460");
        call("soundex", "Ashcraft").gives("A261");
        call("soundex", "1a").gives("1a");
    }

    @Test
    void likeAndRegularExpressions() {
        call("like", "Spark", "_park").gives(true);
        call("like", "%SystemDrive%\\Users\\John", "\\%SystemDrive\\%\\\\Users%").gives(true);
        call("like", "%SystemDrive%/Users/John", "/%SystemDrive/%//Users%", "/").gives(true);
        call("like", "a", "a\\").fails(DataType.BOOLEAN, "INVALID_FORMAT.ESC_AT_THE_END");
        call("like", "a", "\\a").fails(DataType.BOOLEAN, "INVALID_FORMAT.ESC_IN_THE_MIDDLE");
        call("ilike", "SPARK", "_park").gives(true);
        call("rlike", "%SystemDrive%\\Users\\John", "%SystemDrive%\\\\Users.*").gives(true);
        call("rlike", "a", "(").fails(DataType.BOOLEAN, "INVALID_PARAMETER_VALUE.PATTERN");
        call("regexp_extract", "100-200", "(\\d+)-(\\d+)", 1).gives("100");
        call("regexp_extract", "100-200", "(\\d+)-(\\d+)").gives("100");
        call("regexp_extract", "x", "(\\d+)", 1).gives("");
        call("regexp_extract", "100", "(\\d+)", 2).fails(STRING,
                "INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX");
        call("regexp_extract_all", "100-200, 300-400", "(\\d+)-(\\d+)", 1).gives(STRINGS,
                List.of("100", "300"));
        call("regexp_replace", "100-200", "(\\d+)", "num").gives("num-num");
        call("regexp_replace", "100-200", "(\\d+)-(\\d+)", "$2-$1").gives("200-100");
        call("regexp_replace", "100-200", "(\\d+)", "num", 4).gives("100-num");
        call("regexp_count", "Steven Jones and Stephen Smith are the best players", "Ste(v|ph)en")
                .gives(2);
        call("regexp_substr", "Steven Jones and Stephen Smith", "Ste(v|ph)en").gives("Steven");
        call("regexp_substr", "Steven", "x").givesNull(STRING);
        call("regexp_instr", "user@spark.apache.org", "@[^.]*").gives(5);
    }

    @Test
    void encodings() {
        call("md5", bytes("Spark")).gives("8cde774d6f7333752ed72cacddb05126");
        call("sha1", bytes("Spark")).gives("85f5955f4b27a9a4c2aab6ffe5d7189fc298b92c");
        call("sha2", bytes("Spark"), 256)
                .gives("529bc3b07127ecb7e53a4dcf1991d9152c24537d919178022b2c42657f79a26b");
        call("sha2", bytes("Spark"), 1).givesNull(STRING);
        call("crc32", bytes("Spark")).gives(1557323817L);
        call("base64", bytes("Spark SQL")).gives("U3BhcmsgU1FM");
        call("unbase64", "U3BhcmsgU1FM").gives(bytes("Spark SQL"));
        call("unbase64", "U").fails(BINARY, "CONVERSION_INVALID_INPUT");
        call("encode", "abc", "utf-8").gives(bytes("abc"));
        call("decode", bytes("abc"), "UTF-8").gives("abc");
        call("encode", "abc", "cp1252").fails(BINARY, "INVALID_PARAMETER_VALUE.CHARSET");
        call("encode", "ö", "US-ASCII").fails(BINARY, "MALFORMED_CHARACTER_CODING");
        call("url_encode", "https://spark.apache.org").gives("https%3A%2F%2Fspark.apache.org");
        call("url_decode", "https%3A%2F%2Fspark.apache.org").gives("https://spark.apache.org");
        call("url_decode", "http%3A%2F%2spark").fails(STRING, "CANNOT_DECODE_URL");
        call("parse_url", "http://spark.apache.org/path?query=1", "HOST").gives("spark.apache.org");
        call("parse_url", "http://spark.apache.org/path?query=1", "QUERY").gives("query=1");
        call("parse_url", "http://spark.apache.org/path?query=1", "QUERY", "query").gives("1");
        call("parse_url", "inva lid://x", "HOST").fails(STRING, "INVALID_URL");
    }

    @Test
    void formats() {
        call("format_number", 12332.123456, 4).gives("12,332.1235");
        call("format_number", 12332.123456, "##################.###").gives("12332.123");
        call("format_number", 5L, 0).gives("5");
        call("format_number", new BigDecimal("2.5"), 0).gives("2");
        call("format_number", 5L, -1).givesNull(STRING);
        call("format_string", "Hello World %d %s", 100, "days").gives("Hello World 100 days");
        call("format_string", "%s", (Object) null).gives("null");
        call("format_string", "%0$s", "Hello").fails(STRING, "INVALID_PARAMETER_VALUE.ZERO_INDEX");
    }

    private static String regex(String like) {
        var regex = new StringBuilder();
        like.codePoints().forEach(c -> regex
                .append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c))));
        return regex.toString();
    }

    private static String random(Random random, String alphabet, int most) {
        int[] points = alphabet.codePoints().toArray();
        return random.ints(random.nextInt(most + 1), 0, points.length).map(i -> points[i])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void likeAgreesWithARegularExpression() {
        long seed = 20261122;
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var pattern = random(random, "ab%_ö😀%", 7);
            var text = random(random, "abö😀", 9);
            boolean expected = Pattern.compile(regex(pattern), Pattern.DOTALL).matcher(text)
                    .matches();
            byte[] utf8 = bytes("xx" + text + "yy");
            boolean actual = LikePattern.compile(pattern, '\\').matches(utf8, 2, utf8.length - 4);
            assertThat(actual).as("seed %d: '%s' like '%s'", seed, text, pattern)
                    .isEqualTo(expected);
        }
    }

    /// Selected rows of columns with nulls, several batches through the same kernel.
    @Test
    void substringOfColumnsAgreesWithJava() {
        long seed = 7;
        var random = new Random(seed);
        var call = new Expr.Call("substring",
                List.of(new Expr.Column(0, STRING, true), new Expr.Column(1, INT, true),
                        new Expr.Column(2, INT, true)),
                STRING, true, ErrorMode.ANSI);
        var length = new Expr.Call("length", List.of(call), INT, true, ErrorMode.ANSI);
        var test = new Expr.Call("contains", List.of(call, call), DataType.BOOLEAN, true,
                ErrorMode.ANSI);
        var context = new KernelContext(ZoneId.of("UTC"), new EpochClock());
        var kernels = Kernels.compile(List.of(call, length, test), context);
        for (int round = 0; round < 200; round++) {
            int size = random.nextInt(1, 200);
            var texts = new BytesVector(size);
            var positions = new IntVector(size);
            var lengths = new IntVector(size);
            for (int i = 0; i < size; i++) {
                texts.append(i, random(random, "aböü😀", 8));
                positions.set(i, random.nextInt(-10, 11));
                lengths.set(i, random.nextInt(-1, 10));
                if (random.nextInt(5) == 0) {
                    (random.nextBoolean() ? texts : positions).setNull(i);
                }
            }
            int[] selected = random.nextBoolean()
                    ? java.util.stream.IntStream.range(0, size).toArray()
                    : java.util.stream.IntStream.range(0, size).filter(_ -> random.nextBoolean())
                            .toArray();
            var rows = Selection.of(selected, selected.length);
            var batch = Batch.of(size, texts, positions, lengths);
            var result = (BytesVector) kernels.get(0).evaluate(batch, rows);
            var counted = (IntVector) kernels.get(1).evaluate(batch, rows);
            var contained = (BooleanVector) kernels.get(2).evaluate(batch, rows);
            for (int row : selected) {
                boolean isNull = texts.isNull(row) || positions.isNull(row);
                assertThat(result.isNull(row)).isEqualTo(isNull);
                if (!isNull) {
                    var expected = substring(texts.string(row), positions.get(row),
                            lengths.get(row));
                    assertThat(result.string(row)).as("seed %d", seed).isEqualTo(expected);
                    assertThat(counted.get(row))
                            .isEqualTo(expected.codePointCount(0, expected.length()));
                    assertThat(contained.get(row)).isTrue();
                }
            }
        }
    }

    private static String substring(String text, int position, int length) {
        int[] points = text.codePoints().toArray();
        int start = position > 0 ? position - 1 : position < 0 ? points.length + position : 0;
        int end = Math.min(start + length, points.length);
        start = Math.max(0, start);
        return end <= start
                ? ""
                : start >= points.length ? "" : new String(points, start, end - start);
    }
}

package dev.penstock.data.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.ByteBuilder;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Field;
import dev.penstock.data.StructVector;
import dev.penstock.data.Values;
import dev.penstock.data.Vectors;
import dev.penstock.data.error.UserException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final StructType PERSON = new StructType(
            List.of(Field.of("name", DataType.STRING), Field.of("age", DataType.INT)));

    private static JsonOptions options(String... pairs) {
        var map = new java.util.HashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return JsonOptions.of(map, ZoneOffset.UTC);
    }

    /// The values that `from_json(text, type)` gives.
    private static @Nullable Object read(String text, DataType type, String... options) {
        var vector = Vectors.allocate(type, 1);
        var bytes = ("##" + text + "##").getBytes(StandardCharsets.UTF_8);
        var outcome = new JsonReader(type, options(options)).read(bytes, 2, bytes.length - 4,
                vector, 0);
        return outcome == JsonReader.Outcome.ROW ? Values.get(vector, type, 0) : outcome;
    }

    private static @Nullable Object field(String json, DataType type, String... options) {
        var row = (List<?>) read("{\"f\":" + json + "}",
                new StructType(List.of(Field.of("f", type))), options);
        return row == null ? null : row.get(0);
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        return Arrays.asList(values);
    }

    @Test
    void fieldsAreFoundByNameInAnyOrder() {
        assertThat(read("{\"age\": 3, \"x\": {\"y\": [1, {}]}, \"name\": \"Ann\"}", PERSON))
                .isEqualTo(row("Ann", 3));
        assertThat(read("{\"NAME\": \"Ann\"}", PERSON))
                .as("names are matched with regard to case, as in Spark")
                .isEqualTo(row(null, null));
        assertThat(read("{}", PERSON)).isEqualTo(row(null, null));
        assertThat(read("{\"age\": 1, \"age\": null, \"age\": 2}", PERSON))
                .as("the last one counts").isEqualTo(row(null, 2));
    }

    @Test
    void textKeepsWhatItWas() {
        assertThat(field("1.50", DataType.STRING)).isEqualTo("1.50");
        assertThat(field("true", DataType.STRING)).isEqualTo("true");
        assertThat(field("{\"a\": [1,  2]}", DataType.STRING)).isEqualTo("{\"a\": [1,  2]}");
        assertThat(field("[ 1, \"é\" ]", DataType.STRING)).isEqualTo("[ 1, \"é\" ]");
        assertThat(field("\"a\\n\\u00e9\\ud83d\\ude00é\"", DataType.STRING)).isEqualTo("a\né😀é");
        assertThat(field("null", DataType.STRING)).isNull();
    }

    @Test
    void valuesThatDoNotFitAreNull() {
        assertThat(read("{\"name\": \"Ann\", \"age\": \"3\"}", PERSON)).isEqualTo(row("Ann", null));
        assertThat(read("{\"name\": \"Ann\", \"age\": 3.0}", PERSON)).isEqualTo(row("Ann", null));
        assertThat(read("{\"age\": 3000000000, \"name\": \"Ann\"}", PERSON))
                .isEqualTo(row("Ann", null));
        assertThat(read("{\"age\": 99999999999999999999, \"name\": \"Ann\"}", PERSON))
                .isEqualTo(row("Ann", null));
        assertThat(read("{\"age\": [1, {\"a\": 2}], \"name\": \"Ann\"}", PERSON))
                .isEqualTo(row("Ann", null));
        assertThat(field("[1, \"x\", 3]", new ArrayType(DataType.INT, true)))
                .isEqualTo(row(1, null, 3));
    }

    @Test
    void numbersDatesAndTimes() {
        assertThat(field("1", DataType.DOUBLE)).isEqualTo(1.0);
        assertThat(field("\"NaN\"", DataType.DOUBLE)).isEqualTo(Double.NaN);
        assertThat(field("\"-INF\"", DataType.FLOAT)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(field("\"1.5\"", DataType.DOUBLE)).isNull();
        assertThat(field("1.005", new DecimalType(5, 2))).isEqualTo(new BigDecimal("1.01"));
        assertThat(field("\"1,234.5\"", new DecimalType(6, 2)))
                .isEqualTo(new BigDecimal("1234.50"));
        assertThat(field("\"2024-02-03\"", DataType.DATE)).isEqualTo(LocalDate.of(2024, 2, 3));
        assertThat(field("\"03.02.2024\"", DataType.DATE, "dateFormat", "dd.MM.yyyy"))
                .isEqualTo(LocalDate.of(2024, 2, 3));
        assertThat(field("\"2024-02-03T04:05:06Z\"", DataType.TIMESTAMP))
                .isEqualTo(Instant.parse("2024-02-03T04:05:06Z"));
        assertThat(field("\"2024-02-03 04:05\"", DataType.TIMESTAMP, "timeZone", "+02:00"))
                .isEqualTo(Instant.parse("2024-02-03T02:05:00Z"));
        assertThat(field("1700000000", DataType.TIMESTAMP))
                .isEqualTo(Instant.ofEpochSecond(1_700_000_000L));
        assertThat((byte[]) field("\"AQID\"", DataType.BINARY)).containsExactly(1, 2, 3);
        assertThat(field("\"\"", DataType.DATE)).isNull();
    }

    @Test
    void nestedValues() {
        var type = new StructType(List.of(Field.of("list", new ArrayType(PERSON, true)),
                Field.of("map",
                        new MapType(DataType.STRING, new ArrayType(DataType.LONG, true), true)),
                Field.of("inner", PERSON)));
        assertThat(
                read("""
                        {"list": [{"name": "A", "age": 1}, null, {"age": 2}], "map": {"x": [1, 2], "y": [], "z": null}, "inner": {"name": "B"}}
                        """,
                        type))
                .isEqualTo(row(row(row("A", 1), null, row(null, 2)),
                        mapOf("x", List.of(1L, 2L), "y", List.of(), "z", null), row("B", null)));
        assertThat(read("[{\"name\": \"A\"}]", new ArrayType(PERSON, true)))
                .isEqualTo(row(row("A", null)));
        assertThat(read("{\"name\": \"A\"}", new ArrayType(PERSON, true)))
                .isEqualTo(row(row("A", null)));
        assertThat(read("{\"a\": 1}", new MapType(DataType.STRING, DataType.INT, true)))
                .isEqualTo(Map.of("a", 1));
    }

    private static Map<Object, @Nullable Object> mapOf(@Nullable Object... pairs) {
        var map = new java.util.LinkedHashMap<Object, @Nullable Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(java.util.Objects.requireNonNull(pairs[i]), pairs[i + 1]);
        }
        return map;
    }

    @Test
    void aMalformedRecordFollowsTheMode() {
        var type = new StructType(List.of(Field.of("name", DataType.STRING),
                Field.of("age", DataType.INT), Field.of("_corrupt_record", DataType.STRING)));
        for (var bad : List.of("{\"name\": \"A\", ", "{\"name\" \"A\"}", "nonsense", "123", "null",
                "[1, 2]", "{\"name\": \"\u0001\"}")) {
            assertThat(read(bad, type)).as(bad).isEqualTo(row(null, null, bad));
            assertThat(read(bad, type, "mode", "DROPMALFORMED")).as(bad)
                    .isEqualTo(JsonReader.Outcome.DROPPED);
            assertThatThrownBy(() -> read(bad, type, "mode", "FAILFAST")).as(bad)
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("MALFORMED_RECORD_IN_PARSING");
        }
        assertThat(read("{\"name\": \"A\", \"age\": \"x\"}", type)).as("what could be read is kept")
                .isEqualTo(row("A", null, "{\"name\": \"A\", \"age\": \"x\"}"));
        assertThat(read("{\"name\": \"A\", \"age\": 1}", type)).isEqualTo(row("A", 1, null));
        assertThat(read("  \n ", type)).isEqualTo(JsonReader.Outcome.EMPTY);
        assertThatThrownBy(() -> options("mode", "WHATEVER")).isInstanceOf(UserException.class)
                .hasMessageContaining("FAILFAST");
    }

    @Test
    void oneReaderGoesOnAfterMalformedRecords() {
        var reader = new JsonReader(PERSON, options());
        var vector = (StructVector) Vectors.allocate(PERSON, 10_000);
        var records = List.of("{\"name\":\"A\",\"age\":1}", "{\"name\":", "  {\"age\":2} trailing",
                "[]", "{\"name\":\"B\"}{\"name\":\"C\"}", "nul");
        for (int i = 0; i < 10_000; i++) {
            var bytes = records.get(i % records.size()).getBytes(StandardCharsets.UTF_8);
            reader.read(bytes, 0, bytes.length, vector, i);
        }
        for (int i = 0; i < 10_000; i++) {
            var expected = switch (i % records.size()) {
                case 0 -> row("A", 1);
                case 2 -> row(null, 2);
                case 4 -> row("B", null);
                default -> row(null, null);
            };
            assertThat(Values.get(vector, PERSON, i)).as("record %d", i).isEqualTo(expected);
        }
    }

    @Test
    void recordsLargerThanTheParsersBuffer() {
        var reader = new JsonReader(PERSON, options());
        var vector = (StructVector) Vectors.allocate(PERSON, 3);
        var long1 = "x".repeat(30_000) + "é";
        for (int i = 0; i < 3; i++) {
            var bytes = ("{\"skipped\": [" + "{\"a\": \"b\"},".repeat(5000) + "1], \"name\": \""
                    + long1 + i + "\"}").getBytes(StandardCharsets.UTF_8);
            reader.read(bytes, 0, bytes.length, vector, i);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(Values.get(vector, PERSON, i)).isEqualTo(row(long1 + i, null));
        }
    }

    @Test
    void hostileRecordsAreMalformedAndNothingWorse() {
        assertThat(read("{\"x\":" + "[".repeat(100_000), PERSON)).isEqualTo(row(null, null));
        assertThat(read("{\"x\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}", PERSON))
                .isEqualTo(row(null, null));
        assertThat(field("1e999999999", new DecimalType(10, 2))).isNull();
        assertThat(field("9".repeat(100_000), DataType.DOUBLE)).isNull();
        var names = new StringBuilder("{");
        for (int i = 0; i < 50_000; i++) {
            names.append("\"k").append(i).append("\":").append(i).append(',');
        }
        assertThat(read(names + "\"age\":7}", PERSON)).isEqualTo(row(null, 7));
    }

    @Test
    void anArrayOfObjectsIsManyRowsOfAFile() {
        var reader = new JsonReader(PERSON, options());
        var vector = (StructVector) Vectors.allocate(PERSON, 1);
        var bytes = "[{\"name\":\"A\"}, {\"age\":2}, {\"name\":\"C\",\"age\":\"x\"}]"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(reader.readRows(bytes, 0, bytes.length, vector, 0)).isEqualTo(3);
        assertThat(Values.get(vector, PERSON, 1)).isEqualTo(row(null, 2));
        assertThat(Values.get(vector, PERSON, 2)).isEqualTo(row("C", null));
    }

    @Test
    void leniencies() {
        assertThat(read("{'name': 'A'}", PERSON)).isEqualTo(row("A", null));
        assertThat(read("{name: \"A\"}", PERSON)).isEqualTo(row(null, null));
        assertThat(read("{name: \"A\"}", PERSON, "allowUnquotedFieldNames", "true"))
                .isEqualTo(row("A", null));
        assertThat(read("/* c */ {\"age\": 007}", PERSON, "allowComments", "true",
                "allowNumericLeadingZeros", "true")).isEqualTo(row(null, 7));
    }

    private static String write(Object value, DataType type, String... options) {
        var vector = Vectors.allocate(type, 1);
        Values.set(vector, type, 0, value);
        var text = new ByteBuilder();
        new JsonWriter(type, options(options)).write(vector, 0, text);
        return text.toString();
    }

    @Test
    void writing() {
        assertThat(write(row("A\"\\\n\u0001é", null), PERSON))
                .isEqualTo("{\"name\":\"A\\\"\\\\\\n\\u0001é\"}");
        assertThat(write(row("A", null), PERSON, "ignoreNullFields", "false"))
                .isEqualTo("{\"name\":\"A\",\"age\":null}");
        assertThat(write(row(Double.NaN, 1.5, 1e20), new ArrayType(DataType.DOUBLE, true)))
                .isEqualTo("[\"NaN\",1.5,1.0E20]");
        assertThat(write(List.of(Instant.parse("2024-02-03T04:05:06.789123Z")),
                new ArrayType(DataType.TIMESTAMP, true)))
                .isEqualTo("[\"2024-02-03T04:05:06.789Z\"]");
        assertThat(write(List.of(LocalDate.of(2024, 2, 3)), new ArrayType(DataType.DATE, true),
                "dateFormat", "dd \"MM\""))
                .isEqualTo("[\"03 \\\"02\\\"\"]");
        assertThat(
                write(mapOf("k", 1, "l", null), new MapType(DataType.STRING, DataType.INT, true)))
                .isEqualTo("{\"k\":1,\"l\":null}");
        assertThat(write(List.of(new byte[]{1, 2, 3}), new ArrayType(DataType.BINARY, true)))
                .isEqualTo("[\"AQID\"]");
        assertThat(
                write(List.of(new BigDecimal("1.50")), new ArrayType(new DecimalType(5, 2), true)))
                .isEqualTo("[1.50]");
    }

    @Test
    void inference() {
        var inference = new JsonInference(options());
        for (var record : List.of("{\"b\": 1, \"a\": null, \"s\": {\"x\": 1}}",
                "{\"b\": 1.5, \"c\": [1, null], \"s\": {\"y\": \"t\"}}", "",
                "{\"b\": 2, \"c\": [\"x\"], \"d\": true, \"e\": {}}")) {
            var bytes = record.getBytes(StandardCharsets.UTF_8);
            inference.add(bytes, 0, bytes.length);
        }
        assertThat(inference.schema().toString())
                .isEqualTo(
                        "struct<a:string,b:double,c:array<string>,d:boolean,s:struct<x:bigint,y:string>>");
        var bad = "{".getBytes(StandardCharsets.UTF_8);
        inference.add(bad, 0, 1);
        assertThat(inference.schema().names()).contains("_corrupt_record");
        var value = "[{\"a\": 12345678901234567890, \"b\": []}]".getBytes(StandardCharsets.UTF_8);
        assertThat(java.util.Objects
                .requireNonNull(new JsonInference(options()).typeOf(value, 0, value.length))
                .simpleString())
                .isEqualTo("array<struct<a:decimal(20,0),b:array<string>>>");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        long seed = System.nanoTime();
        var random = new java.util.Random(seed);
        var type = new StructType(List.of(Field.of("s", DataType.STRING),
                Field.of("d", DataType.DOUBLE), Field.of("l", DataType.LONG),
                Field.of("n", new DecimalType(30, 4)), Field.of("a",
                        new ArrayType(new MapType(DataType.STRING, DataType.INT, true), true))));
        for (int i = 0; i < 2000; i++) {
            var list = new ArrayList<Object>();
            for (int j = random.nextInt(3); j > 0; j--) {
                list.add(mapOf(text(random), random.nextInt(), text(random) + "2", null));
            }
            var value = row(text(random),
                    random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20),
                    random.nextLong(),
                    new BigDecimal(new java.math.BigInteger(80, random), 4), list);
            var json = write(value, type);
            assertThat(read(json, type)).as("seed %d: %s", seed, json).isEqualTo(value);
        }
    }

    private static String text(java.util.Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(10); i > 0; i--) {
            text.appendCodePoint(
                    random.nextInt(5) == 0 ? 0x1F600 + random.nextInt(50) : random.nextInt(0x500));
        }
        return text.toString();
    }
}

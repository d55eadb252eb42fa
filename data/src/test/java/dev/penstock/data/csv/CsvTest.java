package dev.penstock.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.ByteBuilder;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
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
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvTest {
    private static CsvOptions options(String... pairs) {
        var map = new HashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return CsvOptions.of(map, ZoneOffset.UTC);
    }

    private static Schema strings(int count) {
        var fields = new ArrayList<Field>();
        for (int i = 0; i < count; i++) {
            fields.add(Field.of("_c" + i, DataType.STRING));
        }
        return new Schema(fields);
    }

    /// The row that a record gives; null when it is left out.
    private static @Nullable List<@Nullable Object> read(String record, Schema schema,
            String... options) {
        var columns = Vectors.allocate(schema.types(), 1);
        var bytes = ("##" + record + "##").getBytes(StandardCharsets.UTF_8);
        if (!new CsvReader(schema, options(options)).read(bytes, 2, bytes.length - 4, columns, 0)) {
            return null;
        }
        var row = new ArrayList<@Nullable Object>();
        for (int i = 0; i < columns.length; i++) {
            row.add(Values.get(columns[i], schema.type(i), 0));
        }
        return row;
    }

    private static @Nullable Object value(String field, DataType type, String... options) {
        return java.util.Objects
                .requireNonNull(read(field, Schema.of(Field.of("v", type)), options)).get(0);
    }

    @Test
    void fieldsMayBeQuoted() {
        assertThat(read("a,\"b,c\",d", strings(3))).containsExactly("a", "b,c", "d");
        assertThat(read("\"a \\\"b\\\" c\",x", strings(2))).containsExactly("a \"b\" c", "x");
        assertThat(read("\"a \"\"b\"\" c\",x", strings(2), "escape", "\""))
                .containsExactly("a \"b\" c", "x");
        assertThat(read("\"a\"b,c", strings(2)))
                .as("a quote in the wrong place makes the field plain")
                .containsExactly("\"a\"b", "c");
        assertThat(read("\"a\\\\\",b", strings(2))).containsExactly("a\\", "b");
        assertThat(read("a\\b,c", strings(2))).containsExactly("a\\b", "c");
        assertThat(read("'a,b',c", strings(2), "quote", "'")).containsExactly("a,b", "c");
        assertThat(read("a||b|c", strings(2), "sep", "||")).containsExactly("a", "b|c");
        assertThat(read("a\tb", strings(2), "sep", "\\t")).containsExactly("a", "b");
    }

    @Test
    void emptyAndNull() {
        assertThat(read(",\"\",x", strings(3))).containsExactly(null, null, "x");
        assertThat(read(",\"\",x", strings(3), "nullValue", "x")).containsExactly(null, "", null);
        assertThat(read("\"\",x", strings(2), "emptyValue", "EMPTY")).containsExactly("EMPTY", "x");
    }

    @Test
    void blanksAreKeptUnlessTheyAreToBeIgnored() {
        assertThat(read(" a , b ", strings(2))).containsExactly(" a ", " b ");
        assertThat(read(" a , b ", strings(2), "ignoreLeadingWhiteSpace", "true",
                "ignoreTrailingWhiteSpace", "true")).containsExactly("a", "b");
        assertThat(value(" 1", DataType.INT)).isNull();
        assertThat(value(" 1", DataType.INT, "ignoreLeadingWhiteSpace", "true")).isEqualTo(1);
    }

    @Test
    void values() {
        assertThat(value("-12", DataType.LONG)).isEqualTo(-12L);
        assertThat(value("TRUE", DataType.BOOLEAN)).isEqualTo(true);
        assertThat(value("1", DataType.BOOLEAN)).isNull();
        assertThat(value("Inf", DataType.DOUBLE)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(value("nope", DataType.DOUBLE, "nanValue", "nope")).isEqualTo(Double.NaN);
        assertThat(value("1.5", DataType.FLOAT)).isEqualTo(1.5f);
        assertThat(value("\"1,234.567\"", new DecimalType(8, 2)))
                .isEqualTo(new BigDecimal("1234.57"));
        assertThat(value("2024-02-03", DataType.DATE)).isEqualTo(LocalDate.of(2024, 2, 3));
        assertThat(value("3/2/24", DataType.DATE, "dateFormat", "d/M/yy"))
                .isEqualTo(LocalDate.of(2024, 2, 3));
        assertThat(value("2024-02-03 04:05:06", DataType.TIMESTAMP))
                .isEqualTo(Instant.parse("2024-02-03T04:05:06Z"));
        assertThatThrownBy(
                () -> read("1", Schema.of(Field.of("a", new ArrayType(DataType.INT, true)))))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("ARRAY<INT>");
    }

    @Test
    void aMalformedRecordFollowsTheMode() {
        var schema = Schema.of(Field.of("a", DataType.INT), Field.of("b", DataType.STRING),
                Field.of("_corrupt_record", DataType.STRING));
        assertThat(read("1,x", schema)).containsExactly(1, "x", null);
        for (var bad : List.of("x,y", "1", "1,y,z")) {
            assertThat(read(bad, schema)).as(bad).endsWith(bad);
            assertThat(read(bad, schema, "mode", "DROPMALFORMED")).as(bad).isNull();
            assertThatThrownBy(() -> read(bad, schema, "mode", "FAILFAST"))
                    .isInstanceOf(UserException.class).hasMessageContaining(bad);
        }
        assertThat(read("x,y", schema)).containsExactly(null, "y", "x,y");
        assertThat(read("1", schema)).containsExactly(1, null, "1");
        assertThat(read("1,y,z", schema)).containsExactly(1, "y", "1,y,z");
    }

    @Test
    void recordsMaySpanLines() {
        var reader = new CsvReader(strings(2), options());
        var text = "a,\"b\nc\\\"\n\"\nd,e\r\n".getBytes(StandardCharsets.UTF_8);
        int end = reader.recordEnd(text, 0, text.length);
        assertThat(new String(text, 0, end, StandardCharsets.UTF_8)).isEqualTo("a,\"b\nc\\\"\n\"");
        assertThat(reader.recordEnd(text, end + 1, text.length)).isEqualTo(text.length - 2);
    }

    private static String write(Schema schema, List<@Nullable Object> values, String... options) {
        var columns = Vectors.allocate(schema.types(), 1);
        for (int i = 0; i < columns.length; i++) {
            Values.set(columns[i], schema.type(i), 0, values.get(i));
        }
        var text = new ByteBuilder();
        new CsvWriter(schema, options(options)).write(columns, 0, text);
        return text.toString();
    }

    @Test
    void writing() {
        assertThat(write(strings(5), Arrays.asList("a", "b,c", "d\"e", null, "")))
                .isEqualTo("a,\"b,c\",\"d\\\"e\",,\"\"");
        assertThat(write(strings(2), List.of("a", "b"), "quoteAll", "true", "sep", ";"))
                .isEqualTo("\"a\";\"b\"");
        assertThat(write(strings(1), List.of(" a "))).isEqualTo("a");
        assertThat(
                write(Schema.of(Field.of("t", DataType.TIMESTAMP), Field.of("d", DataType.DOUBLE)),
                        List.of(Instant.parse("2024-02-03T04:05:06Z"), Double.NEGATIVE_INFINITY)))
                .isEqualTo("2024-02-03T04:05:06.000Z,-Inf");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            var values = new ArrayList<@Nullable Object>();
            for (int j = 0; j < 3; j++) {
                var text = new StringBuilder("x");
                for (int k = random.nextInt(8); k > 0; k--) {
                    text.append("\\\",a\n é".charAt(random.nextInt(7)));
                }
                values.add(text.append('y').toString());
            }
            values.set(1, values.get(1) + "\\");
            var escape = random.nextBoolean() ? "\\" : "\"";
            var record = write(strings(3), values, "escape", escape);
            assertThat(read(record, strings(3), "escape", escape)).as("seed %d: %s", seed, record)
                    .isEqualTo(values);
            var bytes = (record + "\nnext").getBytes(StandardCharsets.UTF_8);
            assertThat(new CsvReader(strings(3), options("escape", escape)).recordEnd(bytes, 0,
                    bytes.length)).as("seed %d: %s", seed, record)
                    .isEqualTo(bytes.length - 5);
        }
    }

    @Test
    void inference() {
        var inference = new CsvInference(options("header", "true", "inferSchema", "true"));
        var lines = List.of("id,id,big,price,day,at,ok,text",
                "1,2,3000000000,1.5,2024-01-02,2024-01-02 03:04:05,true,x",
                "2,,12,2,2024-01-03,2024-01-02,false,1");
        for (int i = 0; i < lines.size(); i++) {
            var bytes = lines.get(i).getBytes(StandardCharsets.UTF_8);
            inference.add(bytes, 0, bytes.length, i == 0);
        }
        assertThat(inference.schema().toString())
                .isEqualTo(
                        "struct<id0:int,id1:int,big:bigint,price:double,day:date,at:timestamp,ok:boolean,text:string>");
    }
}

package dev.penstock.data.csv;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.text.DateTimeText;
import dev.penstock.data.text.NumberText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds names and types of the columns of CSV records, as Spark infers them. Not safe for two threads.
public final class CsvInference {
    private final CsvOptions options;
    private final CsvReader reader;
    private @Nullable List<String> names;
    private final List<DataType> types = new ArrayList<>();
    private final boolean inferTypes;

    public CsvInference(CsvOptions options) {
        this.options = options;
        reader = new CsvReader(Schema.of(), options);
        inferTypes = options.inferSchema();
    }

    /// True until the first record has given the names and the number of columns. Without `inferSchema` no further record is needed.
    public boolean needsMore() {
        return names == null || inferTypes;
    }

    /// True for a line that is no record: blank, or a comment.
    public boolean isIgnored(byte[] text, int offset, int length) {
        return reader.isIgnored(text, offset, length);
    }

    /// Takes one more record into account; `first` says that it is the first of its file.
    public void add(byte[] text, int offset, int length, boolean first) {
        var fields = reader.fields(text, offset, length);
        if (names == null) {
            names = names(fields);
            fields.forEach(_ -> types.add(DataType.NULL));
        }
        if (!inferTypes || (first && options.header())) {
            return;
        }
        var nullValue = new String(options.bytes("nullValue", ""), StandardCharsets.UTF_8);
        for (int i = 0; i < Math.min(fields.size(), types.size()); i++) {
            var field = fields.get(i);
            if (field != null && !field.equals(nullValue)) {
                types.set(i, merge(types.get(i), infer(field)));
            }
        }
    }

    /// The schema of the records added so far.
    public Schema schema() {
        var found = new ArrayList<Field>();
        for (int i = 0; i < types.size(); i++) {
            var type = types.get(i) instanceof NullType ? DataType.STRING : types.get(i);
            found.add(Field.of(names == null ? "_c" + i : names.get(i), type));
        }
        return new Schema(found);
    }

    private List<String> names(List<@Nullable String> fields) {
        var found = new ArrayList<String>();
        for (int i = 0; i < fields.size(); i++) {
            var name = fields.get(i);
            if (!options.header() || name == null || name.isEmpty()) {
                found.add("_c" + i);
                continue;
            }
            long same = fields.stream()
                    .filter(other -> other != null && other.equalsIgnoreCase(name)).count();
            found.add(same > 1 ? name + i : name);
        }
        return found;
    }

    private DataType infer(String field) {
        var text = field.getBytes(StandardCharsets.UTF_8);
        var whole = new long[1];
        if (NumberText.parseLong(text, 0, text.length, whole, 0)) {
            return whole[0] == (int) whole[0] ? DataType.INT : DataType.LONG;
        }
        var decimal = NumberText.parseDecimal(text, 0, text.length);
        if (decimal != null && decimal.scale() == 0
                && decimal.precision() <= DecimalType.MAX_PRECISION) {
            return new DecimalType(decimal.precision(), 0);
        }
        if (NumberText.parseDouble(text, 0, text.length, new double[1], 0)) {
            return DataType.DOUBLE;
        }
        if (isDate(text)) {
            return DataType.DATE;
        }
        var pattern = options.timestampFormat();
        long micros = pattern == null
                ? DateTimeText.parseTimestamp(text, 0, text.length, options.zone())
                : pattern.parseTimestamp(text, 0, text.length, options.zone());
        if (micros != DateTimeText.INVALID) {
            return DataType.TIMESTAMP;
        }
        var lower = field.toLowerCase(Locale.ROOT);
        return lower.equals("true") || lower.equals("false") ? DataType.BOOLEAN : DataType.STRING;
    }

    private boolean isDate(byte[] text) {
        if (!options.flag("preferDate", true)) {
            return false;
        }
        var pattern = options.dateFormat();
        if (pattern != null) {
            return pattern.parseDate(text, 0, text.length) != DateTimeText.INVALID;
        }
        return text.length == 10 && text[4] == '-' && text[7] == '-'
                && DateTimeText.parseDate(text, 0, 10) != DateTimeText.INVALID;
    }

    private static DataType merge(DataType a, DataType b) {
        if (a.equals(b) || a instanceof NullType) {
            return b;
        }
        if (a.isNumeric() && b.isNumeric()) {
            return mergeNumbers(a, b);
        }
        boolean times = (a instanceof DateType || a instanceof TimestampType)
                && (b instanceof DateType || b instanceof TimestampType);
        return times ? DataType.TIMESTAMP : DataType.STRING;
    }

    private static DataType mergeNumbers(DataType a, DataType b) {
        if (a instanceof DoubleType || b instanceof DoubleType) {
            return DataType.DOUBLE;
        }
        if (a instanceof DecimalType || b instanceof DecimalType) {
            int precision = Math.max(digits(a), digits(b));
            return new DecimalType(precision, 0);
        }
        return DataType.LONG;
    }

    private static int digits(DataType type) {
        return type instanceof DecimalType decimal
                ? decimal.precision()
                : type instanceof LongType ? 20 : 10;
    }
}

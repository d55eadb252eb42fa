package dev.penstock.flow.kernel;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.data.Vector;
import dev.penstock.data.text.TextFormatter;
import java.time.ZoneId;

/// Writes a value as a literal of SQL, as error messages show it: `128S`, `1.0E10D`, `'abc'`, `DATE '2024-01-01'`.
final class SqlText {
    private SqlText() {}

    static String of(Vector vector, int row, DataType type, ZoneId zone) {
        var text = TextFormatter.of(type, zone).text(vector, row);
        if (text == null) {
            return "NULL";
        }
        boolean finite = switch (vector) {
            case DoubleVector v -> Double.isFinite(v.get(row));
            case FloatVector v -> Float.isFinite(v.get(row));
            default -> true;
        };
        if (!finite) {
            return text;
        }
        return switch (type) {
            case ByteType _ -> text + "Y";
            case ShortType _ -> text + "S";
            case LongType _ -> text + "L";
            case DoubleType _ -> text + "D";
            case DecimalType _ -> text + "BD";
            case StringType _,CharType _,VarcharType _ ->
                "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
            case DateType _ -> "DATE '" + text + "'";
            case TimestampType _ -> "TIMESTAMP '" + text + "'";
            case TimestampNtzType _ -> "TIMESTAMP_NTZ '" + text + "'";
            case TimeType _ -> "TIME '" + text + "'";
            default -> text;
        };
    }
}

package dev.penstock.plan.syntax;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;

/// Types and the columns of tables.
final class Types {
    private static final DecimalType DEFAULT_DECIMAL = new DecimalType(10, 0);
    private static final int DEFAULT_TIME_PRECISION = 6;

    private final Reading reading;

    Types(Reading reading) {
        this.reading = reading;
    }

    DataType type(DataTypeContext context) {
        reading.down(context, 1);
        var type = switch (context) {
            case ComplexDataTypeContext c -> complex(c);
            case PrimitiveDataTypeContext c -> primitive(c.primitiveType());
            default -> throw unknown(context);
        };
        reading.up(1);
        return type;
    }

    private DataType complex(ComplexDataTypeContext context) {
        int kind = context.complex.getType();
        if (context.LT() == null && context.NEQ() == null) {
            throw reading.error(
                    "INCOMPLETE_TYPE_DEFINITION."
                            + context.complex.getText().toUpperCase(Locale.ROOT),
                    Map.of(), context);
        }
        return switch (kind) {
            case SqlBaseParser.ARRAY -> new ArrayType(type(context.dataType(0)), true);
            case SqlBaseParser.MAP ->
                new MapType(type(context.dataType(0)), type(context.dataType(1)), true);
            default -> new StructType(context.complexColTypeList() == null
                    ? List.of()
                    : context.complexColTypeList().complexColType().stream().map(this::field)
                            .toList());
        };
    }

    private DataType primitive(PrimitiveTypeContext context) {
        if (context.trivialPrimitiveType() != null) {
            return trivial(context.trivialPrimitiveType());
        }
        if (context.nonTrivialPrimitiveType() != null) {
            return parameterized(context.nonTrivialPrimitiveType());
        }
        var name = context.getText().toUpperCase(Locale.ROOT);
        switch (name) {
            case "ARRAY", "MAP", "STRUCT" ->
                throw reading.error("INCOMPLETE_TYPE_DEFINITION." + name, Map.of(), context);
            case "CHAR", "CHARACTER", "VARCHAR" -> throw reading.error("DATATYPE_MISSING_SIZE",
                    Map.of("type", "\"" + name + "\""), context);
            default -> throw unknown(context);
        }
    }

    private DataType trivial(TrivialPrimitiveTypeContext context) {
        return switch (context.getStart().getType()) {
            case SqlBaseParser.BOOLEAN -> DataType.BOOLEAN;
            case SqlBaseParser.TINYINT, SqlBaseParser.BYTE -> DataType.BYTE;
            case SqlBaseParser.SMALLINT, SqlBaseParser.SHORT -> DataType.SHORT;
            case SqlBaseParser.INT, SqlBaseParser.INTEGER -> DataType.INT;
            case SqlBaseParser.BIGINT, SqlBaseParser.LONG -> DataType.LONG;
            case SqlBaseParser.FLOAT, SqlBaseParser.REAL -> DataType.FLOAT;
            case SqlBaseParser.DOUBLE -> DataType.DOUBLE;
            case SqlBaseParser.DATE -> DataType.DATE;
            case SqlBaseParser.TIMESTAMP_LTZ -> DataType.TIMESTAMP;
            case SqlBaseParser.TIMESTAMP_NTZ -> DataType.TIMESTAMP_NTZ;
            case SqlBaseParser.BINARY -> DataType.BINARY;
            case SqlBaseParser.VOID -> DataType.NULL;
            default -> throw reading
                    .unsupported("The type " + context.getText().toUpperCase(Locale.ROOT), context);
        };
    }

    private DataType parameterized(NonTrivialPrimitiveTypeContext context) {
        return switch (context.getStart().getType()) {
            case SqlBaseParser.STRING -> {
                if (context.collateClause() != null) {
                    throw reading.unsupported("COLLATE", context);
                }
                yield DataType.STRING;
            }
            case SqlBaseParser.CHARACTER, SqlBaseParser.CHAR ->
                new CharType(size(context.length, context));
            case SqlBaseParser.VARCHAR -> new VarcharType(size(context.length, context));
            case SqlBaseParser.DECIMAL, SqlBaseParser.DEC, SqlBaseParser.NUMERIC ->
                decimal(context);
            case SqlBaseParser.INTERVAL -> interval(context);
            case SqlBaseParser.TIMESTAMP ->
                context.withoutTimeZone() == null ? DataType.TIMESTAMP : DataType.TIMESTAMP_NTZ;
            case SqlBaseParser.TIME -> new TimeType(timePrecision(context));
            default -> throw reading.unsupported(
                    "The type " + context.getStart().getText().toUpperCase(Locale.ROOT), context);
        };
    }

    private DataType decimal(NonTrivialPrimitiveTypeContext context) {
        if (context.precision == null) {
            return DEFAULT_DECIMAL;
        }
        int precision = integer(context.precision);
        int scale = context.scale == null ? 0 : integer(context.scale);
        if (precision > DecimalType.MAX_PRECISION) {
            throw reading.error("DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
                    Map.of("precision", String.valueOf(precision), "maxPrecision",
                            String.valueOf(DecimalType.MAX_PRECISION)),
                    context);
        }
        if (precision < 1 || scale > precision) {
            throw unknown(context);
        }
        return new DecimalType(precision, scale);
    }

    private int timePrecision(NonTrivialPrimitiveTypeContext context) {
        int precision = context.precision == null
                ? DEFAULT_TIME_PRECISION
                : integer(context.precision);
        if (precision > DEFAULT_TIME_PRECISION) {
            throw reading.error("UNSUPPORTED_TIME_PRECISION",
                    Map.of("precision", String.valueOf(precision)), context);
        }
        return precision;
    }

    private DataType interval(NonTrivialPrimitiveTypeContext context) {
        if (context.fromYearMonth == null && context.fromDayTime == null) {
            return DataType.CALENDAR_INTERVAL;
        }
        var from = field(
                context.fromYearMonth == null ? context.fromDayTime : context.fromYearMonth);
        var to = context.to == null ? from : field(context.to);
        if (to.compareTo(from) < 0 || (to == from && context.to != null)) {
            throw reading.error("INVALID_INTERVAL_FORMAT.UNSUPPORTED_FROM_TO_EXPRESSION",
                    Map.of("input", reading.text(context), "from", from.name(), "to", to.name()),
                    context);
        }
        return context.fromYearMonth == null
                ? new DayTimeIntervalType(from, to)
                : new YearMonthIntervalType(from, to);
    }

    private static IntervalField field(Token token) {
        return IntervalField.valueOf(token.getText().toUpperCase(Locale.ROOT));
    }

    private int size(IntegerValueContext value, ParserRuleContext context) {
        if (value == null) {
            throw reading.error("DATATYPE_MISSING_SIZE",
                    Map.of("type",
                            "\"" + context.getStart().getText().toUpperCase(Locale.ROOT) + "\""),
                    context);
        }
        return integer(value);
    }

    int integer(IntegerValueContext context) {
        if (!(context instanceof IntegerValContext)) {
            throw reading.unsupported("A parameter in the place of a number", context);
        }
        try {
            return Integer.parseInt(context.getText());
        } catch (NumberFormatException _) {
            throw reading.error("INVALID_NUMERIC_LITERAL_RANGE",
                    Map.of("rawStrippedQualifier", context.getText(), "typeName", "int", "minValue",
                            String.valueOf(Integer.MIN_VALUE), "maxValue",
                            String.valueOf(Integer.MAX_VALUE)),
                    context);
        }
    }

    private RuntimeException unknown(ParserRuleContext context) {
        return reading.error("UNSUPPORTED_DATATYPE",
                Map.of("typeName", "\"" + context.getText().toUpperCase(Locale.ROOT) + "\""),
                context);
    }

    private Field field(ComplexColTypeContext context) {
        return field(reading.names.of(context.errorCapturingIdentifier()), type(context.dataType()),
                context.errorCapturingNot() == null,
                context.commentSpec());
    }

    private Field field(String name, DataType type, boolean nullable, CommentSpecContext comment) {
        return new Field(name, type, nullable,
                comment == null
                        ? Field.NO_METADATA
                        : metadata(reading.literals.string(comment.stringLit())));
    }

    private static String metadata(String comment) {
        return "{\"comment\":\""
                + new String(JsonStringEncoder.getInstance().quoteAsString(comment)) + "\"}";
    }

    Schema schema(ColTypeListContext context) {
        return new Schema(context.colType().stream()
                .map(column -> field(reading.names.of(column.colName), type(column.dataType()),
                        column.errorCapturingNot() == null, column.commentSpec()))
                .toList());
    }

    Schema schema(TableElementListContext context) {
        return new Schema(context.tableElement().stream().map(this::column).toList());
    }

    private Field column(TableElementContext context) {
        var column = context.colDefinition();
        if (column == null) {
            throw reading.unsupported("A constraint of a table", context);
        }
        var field = Field.of(reading.names.of(column.colName), type(column.dataType()));
        for (var option : column.colDefinitionOption()) {
            if (option.errorCapturingNot() != null) {
                field = field.withNullable(false);
            } else if (option.commentSpec() != null) {
                field = new Field(field.name(), field.type(), field.nullable(),
                        metadata(reading.literals.string(option.commentSpec().stringLit())));
            } else {
                throw reading.unsupported("The clause " + reading.text(option) + " of a column",
                        option);
            }
        }
        return field;
    }
}

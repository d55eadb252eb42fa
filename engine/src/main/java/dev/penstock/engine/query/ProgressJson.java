package dev.penstock.engine.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.penstock.data.DataType;
import dev.penstock.engine.query.Progress.Rates;
import dev.penstock.engine.query.Progress.StateOperator;
import dev.penstock.flow.operator.Observe;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A [Progress] as JSON with exactly Spark's field names, in Spark's order. Written once, with a [Form].
final class ProgressJson {
    private static final DateTimeFormatter ISO = DateTimeFormatter
            .ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final JsonFactory JSON = new JsonFactory();
    private static final double ONE_DECIMAL = 10;

    private final Form form;
    private final JsonGenerator json;

    /// The two ways in which Spark writes a report, one of them in two layouts.
    ///
    /// COMPACT is its `json`: offsets as JSON, rates with one decimal, empty maps left out. PRETTY is its `prettyJson`. FIELDS is as Spark
    /// Connect sends it: offsets as texts, exact rates, empty maps, no sums over sources.
    enum Form {
        COMPACT, PRETTY, FIELDS
    }

    private ProgressJson(Form form, JsonGenerator json) {
        this.form = form;
        this.json = json;
    }

    /// A time as progress reports and events write it.
    static String isoTime(long micros) {
        return ISO.format(Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L),
                Math.floorMod(micros, 1_000_000L) * 1000));
    }

    static String text(Progress progress, Form form) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            if (form == Form.PRETTY) {
                json.setPrettyPrinter(new DefaultPrettyPrinter());
            }
            new ProgressJson(form, json).write(progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void write(Progress progress) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", progress.id().toString());
        json.writeStringField("runId", progress.runId().toString());
        json.writeStringField("name", progress.name());
        json.writeStringField("timestamp", isoTime(progress.timestampMicros()));
        json.writeNumberField("batchId", progress.batchId());
        json.writeNumberField("batchDuration", progress.batchDuration());
        if (form != Form.FIELDS) {
            writeRates(progress.rates());
        }
        writeNumbers("durationMs", progress.durationMs());
        writeTexts("eventTime", progress.eventTime());
        writeOperators(progress);
        writeSources(progress);
        json.writeObjectFieldStart("sink");
        json.writeStringField("description", progress.sink().description());
        json.writeNumberField("numOutputRows", progress.sink().numOutputRows());
        writeTexts("metrics", Map.of());
        json.writeEndObject();
        writeObserved(progress.observedMetrics());
        json.writeObjectFieldStart("epochLatencyMs");
        for (var percentile : progress.epochLatencyMs().entrySet()) {
            json.writeNumberField(percentile.getKey(), percentile.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("numEpochs", progress.epochs());
        json.writeEndObject();
    }

    /// Rows as objects, or, over Spark Connect, as their values and their schema.
    private void writeObserved(List<Observe.Metrics> observed) throws IOException {
        if (observed.isEmpty() && form != Form.FIELDS) {
            return;
        }
        json.writeObjectFieldStart("observedMetrics");
        for (var metrics : observed) {
            json.writeObjectFieldStart(metrics.name());
            if (form == Form.FIELDS) {
                writeValuesAndSchema(metrics);
            } else {
                for (int i = 0; i < metrics.schema().size(); i++) {
                    json.writeFieldName(metrics.schema().field(i).name());
                    writeValue(metrics.values().get(i));
                }
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writeValuesAndSchema(Observe.Metrics metrics) throws IOException {
        json.writeArrayFieldStart("values");
        for (var value : metrics.values()) {
            writeValue(value);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("schema");
        json.writeStringField("type", "struct");
        json.writeArrayFieldStart("fields");
        for (var field : metrics.schema().fields()) {
            json.writeStartObject();
            json.writeStringField("name", field.name());
            json.writeStringField("type", typeName(field.type()));
            json.writeBooleanField("nullable", field.nullable());
            json.writeObjectFieldStart("metadata");
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /// Spark's JSON has names of its own for whole numbers.
    private static String typeName(DataType type) {
        var name = type.sql().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "bigint" -> "long";
            case "int" -> "integer";
            case "smallint" -> "short";
            case "tinyint" -> "byte";
            default -> name;
        };
    }

    private void writeValue(@Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Boolean flag -> json.writeBoolean(flag);
            case BigDecimal number -> json.writeNumber(number);
            case Double number when Double.isFinite(number) -> json.writeNumber(number);
            case Float number when Float.isFinite(number) -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case Short number -> json.writeNumber(number);
            case Byte number -> json.writeNumber(number.shortValue());
            case List<?> list -> {
                json.writeStartArray();
                for (var element : list) {
                    writeValue(element);
                }
                json.writeEndArray();
            }
            default -> json.writeString(value.toString());
        }
    }

    private boolean isLeftOut(Map<String, ?> map) {
        return map.isEmpty() && form != Form.FIELDS;
    }

    private void writeNumbers(String name, Map<String, Long> numbers) throws IOException {
        if (isLeftOut(numbers)) {
            return;
        }
        json.writeObjectFieldStart(name);
        for (var number : numbers.entrySet()) {
            json.writeNumberField(number.getKey(), number.getValue());
        }
        json.writeEndObject();
    }

    private void writeTexts(String name, Map<String, String> texts) throws IOException {
        if (isLeftOut(texts)) {
            return;
        }
        json.writeObjectFieldStart(name);
        for (var text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }

    private void writeRates(Rates rates) throws IOException {
        json.writeNumberField("numInputRows", rates.numInputRows());
        writeRate("inputRowsPerSecond", rates.inputRowsPerSecond());
        writeRate("processedRowsPerSecond", rates.processedRowsPerSecond());
    }

    private void writeRate(String name, double value) throws IOException {
        double finite = Double.isFinite(value) ? value : 0;
        json.writeNumberField(name, form == Form.FIELDS
                ? finite
                : Math.round(finite * ONE_DECIMAL) / ONE_DECIMAL);
    }

    private void writeOperators(Progress progress) throws IOException {
        json.writeArrayFieldStart("stateOperators");
        for (var operator : progress.stateOperators()) {
            writeOperator(operator);
        }
        json.writeEndArray();
    }

    private void writeOperator(StateOperator operator) throws IOException {
        json.writeStartObject();
        json.writeStringField("operatorName", operator.operatorName());
        json.writeNumberField("numRowsTotal", operator.numRowsTotal());
        json.writeNumberField("numRowsUpdated", operator.numRowsUpdated());
        json.writeNumberField("allUpdatesTimeMs", 0);
        json.writeNumberField("numRowsRemoved", operator.numRowsRemoved());
        json.writeNumberField("allRemovalsTimeMs", 0);
        json.writeNumberField("commitTimeMs", 0);
        json.writeNumberField("memoryUsedBytes", operator.memoryUsedBytes());
        json.writeNumberField("numRowsDroppedByWatermark", operator.numRowsDroppedByWatermark());
        json.writeNumberField("numShufflePartitions", 1);
        json.writeNumberField("numStateStoreInstances", operator.numStateStoreInstances());
        writeNumbers("customMetrics", Map.of());
        json.writeEndObject();
    }

    private void writeSources(Progress progress) throws IOException {
        json.writeArrayFieldStart("sources");
        for (var source : progress.sources()) {
            json.writeStartObject();
            json.writeStringField("description", source.description());
            writeOffset("startOffset", source.startOffset());
            writeOffset("endOffset", source.endOffset());
            writeOffset("latestOffset", source.endOffset());
            writeRates(source.rates());
            writeTexts("metrics", Map.of());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeOffset(String name, @Nullable String offset) throws IOException {
        if (offset == null || offset.isBlank()) {
            json.writeNullField(name);
        } else if (form == Form.FIELDS) {
            json.writeStringField(name, offset);
        } else {
            json.writeFieldName(name);
            json.writeRawValue(offset);
        }
    }
}

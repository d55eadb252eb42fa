package dev.penstock.engine.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.penstock.engine.query.Progress.Rates;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// A [Progress] as JSON with exactly Spark's field names, in Spark's order.
final class ProgressJson {
    private static final DateTimeFormatter ISO = DateTimeFormatter
            .ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final JsonFactory JSON = new JsonFactory();

    private ProgressJson() {}

    /// A time as progress reports and events write it.
    static String isoTime(long micros) {
        return ISO.format(Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L),
                Math.floorMod(micros, 1_000_000L) * 1000));
    }

    static String text(Progress progress, boolean pretty) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            if (pretty) {
                json.setPrettyPrinter(new DefaultPrettyPrinter());
            }
            write(progress, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(Progress progress, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", progress.id().toString());
        json.writeStringField("runId", progress.runId().toString());
        json.writeStringField("name", progress.name());
        json.writeStringField("timestamp", isoTime(progress.timestampMicros()));
        json.writeNumberField("batchId", progress.batchId());
        json.writeNumberField("batchDuration", progress.batchDuration());
        writeRates(progress.rates(), json);
        json.writeObjectFieldStart("durationMs");
        for (var duration : progress.durationMs().entrySet()) {
            json.writeNumberField(duration.getKey(), duration.getValue());
        }
        json.writeEndObject();
        if (!progress.eventTime().isEmpty()) {
            json.writeObjectFieldStart("eventTime");
            for (var time : progress.eventTime().entrySet()) {
                json.writeStringField(time.getKey(), time.getValue());
            }
            json.writeEndObject();
        }
        writeOperators(progress, json);
        writeSources(progress, json);
        json.writeObjectFieldStart("sink");
        json.writeStringField("description", progress.sink().description());
        json.writeNumberField("numOutputRows", progress.sink().numOutputRows());
        json.writeEndObject();
        json.writeObjectFieldStart("epochLatencyMs");
        for (var percentile : progress.epochLatencyMs().entrySet()) {
            json.writeNumberField(percentile.getKey(), percentile.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("numEpochs", progress.epochs());
        json.writeEndObject();
    }

    private static void writeRates(Rates rates, JsonGenerator json) throws IOException {
        json.writeNumberField("numInputRows", rates.numInputRows());
        writeFinite("inputRowsPerSecond", rates.inputRowsPerSecond(), json);
        writeFinite("processedRowsPerSecond", rates.processedRowsPerSecond(), json);
    }

    private static void writeFinite(String name, double value, JsonGenerator json)
            throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(name, value);
        }
    }

    private static void writeOperators(Progress progress, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("stateOperators");
        for (var operator : progress.stateOperators()) {
            json.writeStartObject();
            json.writeStringField("operatorName", operator.operatorName());
            json.writeNumberField("numRowsTotal", operator.numRowsTotal());
            json.writeNumberField("memoryUsedBytes", operator.memoryUsedBytes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeSources(Progress progress, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("sources");
        for (var source : progress.sources()) {
            json.writeStartObject();
            json.writeStringField("description", source.description());
            writeOffset("startOffset", source.startOffset(), json);
            writeOffset("endOffset", source.endOffset(), json);
            writeOffset("latestOffset", source.endOffset(), json);
            writeRates(source.rates(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeOffset(String name, @Nullable String offset, JsonGenerator json)
            throws IOException {
        json.writeFieldName(name);
        if (offset == null || offset.isBlank()) {
            json.writeNull();
        } else {
            json.writeRawValue(offset);
        }
    }
}

package dev.penstock.connect.server.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.StreamingQueryListener.QueryIdleEvent;
import dev.penstock.StreamingQueryListener.QueryProgressEvent;
import dev.penstock.StreamingQueryListener.QueryStartedEvent;
import dev.penstock.StreamingQueryListener.QueryTerminatedEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// Something that happened to a query, in the JSON that Spark's listeners in clients read.
record Event(Kind kind, String json) {
    private static final JsonFactory JSON = new JsonFactory();

    /// What can happen.
    enum Kind { STARTED, PROGRESS, IDLE, TERMINATED }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /// Spark also names the tags of the jobs of a query; a query here has no jobs.
    static Event started(QueryStartedEvent event) {
        return new Event(Kind.STARTED, object(json -> {
            json.writeStringField("id", event.id().toString());
            json.writeStringField("runId", event.runId().toString());
            json.writeStringField("name", event.name());
            json.writeStringField("timestamp", event.timestamp());
            json.writeArrayFieldStart("jobTags");
            json.writeEndArray();
        }));
    }

    static Event progress(QueryProgressEvent event) {
        return new Event(Kind.PROGRESS, object(json -> {
            json.writeFieldName("progress");
            json.writeRawValue(event.progress().json());
        }));
    }

    static Event idle(QueryIdleEvent event) {
        return new Event(Kind.IDLE, object(json -> {
            json.writeStringField("id", event.id().toString());
            json.writeStringField("runId", event.runId().toString());
            json.writeStringField("timestamp", event.timestamp());
        }));
    }

    static Event terminated(QueryTerminatedEvent event) {
        return new Event(Kind.TERMINATED, object(json -> {
            json.writeStringField("id", event.id().toString());
            json.writeStringField("runId", event.runId().toString());
            json.writeStringField("exception", event.exception());
            json.writeStringField("errorClassOnException", event.errorClassOnException());
        }));
    }

    private static String object(Fields fields) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}

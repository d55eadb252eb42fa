package dev.penstock.kafka;

import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.io.Connector;
import dev.penstock.io.Sink;
import dev.penstock.io.Source;
import java.util.Map;

/// The format `kafka`.
public final class KafkaConnector implements Connector {
    @Override
    public String format() {
        return "kafka";
    }

    @Override
    public Schema schema(SourceRequest request) {
        if (request.schema().isPresent()) {
            throw new UserException("NOT_YET_SUPPORTED",
                    Map.of("feature", "A schema of one's own for the format kafka", "hint",
                            " Its columns are fixed; take the value apart with from_json."));
        }
        return SourceOptions.of(request.options(), request.streaming()).headers()
                ? RowVectors.SCHEMA_WITH_HEADERS
                : RowVectors.SCHEMA;
    }

    @Override
    public Source source(SourceRequest request) {
        return new KafkaSource(SourceOptions.of(request.options(), request.streaming()),
                request.streaming(), request.world());
    }

    @Override
    public ChangeForm changeForm() {
        return ChangeForm.ENVELOPE;
    }

    @Override
    public Sink sink(SinkRequest request) {
        return new KafkaSink(SinkOptions.of(request.options()), request.schema(),
                KafkaSink.NOTE_NANOS);
    }
}

package dev.penstock.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.io.Offset;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BrokerGoneTest {
    private static List<@Nullable String[]> row(String value) {
        return List.<@Nullable String[]>of(new @Nullable String[]{"k", value});
    }

    @Test
    void sourceAndSinkGoOnWhenTheBrokerIsBack() throws Exception {
        var topic = SharedBroker.topic(1);
        var start = new Offset("{\"" + topic + "\":{\"0\":0}}");
        var first = new Offset("{\"" + topic + "\":{\"0\":1}}");
        try (var reader = SourceReader.stream("subscribe", topic);
                var writer = new SinkWriter("q", "", SinkWriter.KEY_VALUE, "topic", topic)) {
            reader.open(start);
            writer.epoch(0, row("0"));
            reader.awaitAvailable(start, first.json());
            assertThat(reader.values(start, first)).containsExactly("0");

            SharedBroker.broker().stop();
            for (int epoch = 1; epoch < 100; epoch++) {
                writer.epoch(epoch, row(String.valueOf(epoch)));
            }
            SharedBroker.broker().start();

            writer.sink.settle(99);
            var all = new Offset("{\"" + topic + "\":{\"0\":100}}");
            reader.awaitAvailable(first, all.json());
            assertThat(reader.values(first, all)).containsExactlyElementsOf(
                    IntStream.range(1, 100).mapToObj(String::valueOf).toList());
        }
    }
}

package dev.penstock.bench.nexmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Penstock;
import dev.penstock.Row;
import dev.penstock.Session;
import dev.penstock.Trigger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each query over a stream that comes in many epochs ends with what the same query gives over all events at once.
class NexmarkQueriesTest {
    /// A thousand events a second, so that no two happen at the same moment and every order is the only one.
    private static final Map<String, String> EVENTS = Map.of("numEvents", "20000",
            "firstEventRate", "500");

    static Stream<String> queries() {
        return NexmarkQuery.all().stream().map(NexmarkQuery::name);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void aStreamEndsWithTheResultOfTheBatch(String name) throws Exception {
        var query = NexmarkQuery.named(name);
        try (var session = Penstock.open().newSession()) {
            assertThat(streamed(session, query)).as(query.title()).isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(batch(session, query));
        }
    }

    private static List<String> batch(Session session, NexmarkQuery query) {
        NexmarkTables.batches(session, EVENTS);
        session.sql(query.sql()).createOrReplaceTempView("expected");
        return rows(session, query, "expected");
    }

    private static List<String> streamed(Session session, NexmarkQuery query) throws Exception {
        var events = new java.util.HashMap<>(EVENTS);
        events.put("maxEventsPerTrigger", "1234");
        NexmarkTables.streams(session, events);
        session.sql(query.sql()).writeStream().outputMode("update")
                .trigger(Trigger.AvailableNow()).toTable("result").awaitTermination();
        return rows(session, query, "result");
    }

    private static List<String> rows(Session session, NexmarkQuery query, String table) {
        var columns = query.compared();
        var grouping = columns.contains("sum(") ? " GROUP BY bidder" : "";
        return session.sql("SELECT " + columns + " FROM " + table + grouping).collectAsList()
                .stream().map(Row::toString).toList();
    }
}

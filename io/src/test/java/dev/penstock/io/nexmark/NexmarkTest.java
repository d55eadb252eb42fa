package dev.penstock.io.nexmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.data.Values;
import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.World;
import dev.penstock.io.Connector;
import dev.penstock.io.Offset;
import dev.penstock.io.Options;
import dev.penstock.io.ReadLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NexmarkTest {
    private static final int EVENTS = 50_000;
    private final NexmarkEvents events = new NexmarkEvents(NexmarkParameters.DEFAULT);

    private static Connector.SourceRequest request(boolean streaming, String... pairs) {
        var map = new HashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return new Connector.SourceRequest(new Options("nexmark", "source", map), Optional.empty(),
                streaming, Optional.empty(), World.system());
    }

    /// The events from one number to another as text, taken `step` at a time.
    private static List<List<String>> rows(long from, long to, long step, String... pairs) {
        var connector = new NexmarkConnector();
        var request = request(true, pairs);
        var schema = connector.schema(request);
        var rows = new ArrayList<List<String>>();
        try (var source = connector.source(request)) {
            for (long at = from; at < to; at += step) {
                for (var split : source.plan(offset(at), offset(Math.min(to, at + step)))) {
                    split.read(batch -> {
                        for (int i = 0; i < batch.count(); i++) {
                            var row = new ArrayList<String>();
                            for (int column = 0; column < batch.width(); column++) {
                                row.add(String.valueOf(Values.get(batch.column(column),
                                        schema.type(column), batch.rows().at(i))));
                            }
                            rows.add(row);
                        }
                    });
                }
            }
        }
        return rows;
    }

    private static Offset offset(long event) {
        return new Offset("{\"start\":0,\"events\":" + event + "}");
    }

    private double mean(int kind, ToLongFunction<Long> column) {
        return LongStream.range(0, EVENTS).filter(id -> events.kind(id) == kind)
                .map(column::applyAsLong).average().orElseThrow();
    }

    @Test
    void ofFiftyEventsOneIsAPersonThreeAreAuctionsAndTheOthersBids() {
        var counts = new int[3];
        for (long id = 0; id < EVENTS; id++) {
            counts[events.kind(id)]++;
        }
        assertThat(counts).containsExactly(EVENTS / 50, EVENTS / 50 * 3, EVENTS / 50 * 46);
    }

    @Test
    void peopleAndAuctionsAreNumberedWithoutGaps() {
        var people = new ArrayList<Long>();
        var auctions = new ArrayList<Long>();
        for (long id = 0; id < EVENTS; id++) {
            if (events.kind(id) == NexmarkEvents.PERSON) {
                people.add(events.personId(id));
            } else if (events.kind(id) == NexmarkEvents.AUCTION) {
                auctions.add(events.auctionId(id));
            }
        }
        assertThat(people).isEqualTo(LongStream.range(1000, 1000 + EVENTS / 50).boxed().toList());
        assertThat(auctions)
                .isEqualTo(LongStream.range(1000, 1000 + EVENTS / 50 * 3).boxed().toList());
    }

    @Test
    void sharesAndMeansAreThePublishedOnes() {
        assertThat(mean(NexmarkEvents.BID, id -> (events.bidAuction(id) - 1000) % 100 == 0 ? 1 : 0))
                .as("to hot auctions").isCloseTo(0.5, within(0.02));
        assertThat(mean(NexmarkEvents.BID, id -> (events.bidBidder(id) - 1000) % 100 == 1 ? 1 : 0))
                .as("of hot bidders").isCloseTo(0.75, within(0.02));
        assertThat(mean(NexmarkEvents.AUCTION,
                id -> (events.auctionSeller(id) - 1000) % 100 == 0 ? 1 : 0))
                .as("of hot sellers").isCloseTo(0.75, within(0.03));
        assertThat(mean(NexmarkEvents.BID,
                id -> NexmarkTexts.length(events.bidExtra(id)))).as("bytes that fill up a bid")
                .isCloseTo(68, within(1.0));
        assertThat(mean(NexmarkEvents.BID, id -> events.bidChannelNumber(id) < 4 ? 1 : 0))
                .as("through hot channels").isCloseTo(0.5, within(0.02));
        assertThat(mean(NexmarkEvents.BID, id -> events.bidPrice(id) < 100_000 ? 1 : 0))
                .as("prices of less than 10^3, uniform by their logarithm")
                .isCloseTo(0.5, within(0.02));
        assertThat(mean(NexmarkEvents.AUCTION, id -> events.auctionExpires(id, id)
                - events.millis(id))).as("milliseconds until 100 more auctions have begun")
                .isCloseTo(166, within(6.0));
    }

    @Test
    void theSameEventsComeInAnyRangesOfAnySource() {
        var expected = rows(100, 30_000, 30_000, "numPartitions", "1");
        assertThat(expected).hasSize(29_900);
        assertThat(rows(100, 30_000, 1_234, "numPartitions", "3")).isEqualTo(expected);
        assertThat(new HashSet<>(expected)).as("all different").hasSize(29_900);
    }

    @Test
    void aTableOfOneKindHasItsEventsInPlainColumns() {
        var all = rows(0, 1000, 1000);
        for (var kind : List.of("person", "auction", "bid")) {
            int column = 1 + List.of("person", "auction", "bid").indexOf(kind);
            var expected = all.stream().map(row -> row.get(column))
                    .filter(text -> !text.equals("null")).toList();
            assertThat(rows(0, 1000, 300, "table", kind).stream().map(Object::toString).toList())
                    .as(kind).isNotEmpty().isEqualTo(expected);
        }
    }

    @Test
    void severalGeneratorsTakeTurnsWithIdsOfTheirOwn() {
        var parameters = NexmarkParameters.DEFAULT
                .with(new NexmarkParameters.Numbering(0, 10_000, 4));
        var four = new NexmarkEvents(parameters);
        assertThat(LongStream.range(0, 10_000).map(four::id).sorted().boxed().toList())
                .isEqualTo(LongStream.range(0, 10_000).boxed().toList());
        assertThat(LongStream.range(0, 10_000).map(four::millis).boxed().toList())
                .as("on one timeline").isSorted();
    }

    @Test
    void disorderStaysWithinItsGroup() {
        var timeline = new NexmarkParameters.Timeline(0, 1000, 100);
        var shuffled = new NexmarkEvents(NexmarkParameters.DEFAULT.with(timeline));
        var times = LongStream.range(0, 1000).map(shuffled::millis).boxed().toList();
        assertThat(times).isNotEqualTo(LongStream.range(0, 1000).boxed().toList());
        for (int group = 0; group < 1000; group += 100) {
            assertThat(times.subList(group, group + 100)).containsExactlyInAnyOrderElementsOf(
                    LongStream.range(group, group + 100).boxed().toList());
        }
    }

    @Test
    void theStreamEndsWithItsLastEvent() {
        try (var source = new NexmarkConnector().source(request(true, "numEvents", "7000"))) {
            source.open(source.start(), () -> {
            });
            var end = source.available(source.start(), ReadLimit.rows(Long.MAX_VALUE));
            assertThat(end).isEqualTo(source.latest()).isEqualTo(offset(7000));
            assertThat(source.available(end, ReadLimit.rows(Long.MAX_VALUE))).isEqualTo(end);
        }
    }

    @Test
    void eventsWithARateComeWhenTheyAreDue() throws InterruptedException {
        var request = request(true, "isRateLimited", "true", "firstEventRate", "2000");
        var woken = new Semaphore(0);
        try (var source = new NexmarkConnector().source(request)) {
            long begin = World.system().clock().epochMicros();
            var offset = source.start();
            source.open(offset, woken::release);
            while (number(offset) < 100) {
                assertThat(woken.tryAcquire(10, TimeUnit.SECONDS)).as("woken").isTrue();
                offset = source.available(offset, ReadLimit.rows(Long.MAX_VALUE));
                long passed = World.system().clock().epochMicros() - begin;
                assertThat(number(offset)).as("none before it is due")
                        .isLessThanOrEqualTo(passed * 2000 / 1_000_000 + 1);
            }
        }
    }

    private static long number(Offset offset) {
        return Long.parseLong(offset.json().replaceAll(".*:(\\d+)}", "$1"));
    }

    @Test
    void wrongOptionsAreNamed() {
        var connector = new NexmarkConnector();
        assertThatThrownBy(() -> connector.schema(request(true, "numEvent", "1")))
                .isInstanceOf(UserException.class).hasMessageContaining("numEvents");
        assertThatThrownBy(() -> connector.schema(request(true, "table", "seller")))
                .isInstanceOf(UserException.class).hasMessageContaining("person");
        assertThatThrownBy(() -> connector.schema(request(false)))
                .isInstanceOf(UserException.class).hasMessageContaining("numEvents");
    }
}

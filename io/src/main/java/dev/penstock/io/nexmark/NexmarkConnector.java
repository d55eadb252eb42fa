package dev.penstock.io.nexmark;

import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.io.Connector;
import dev.penstock.io.Options;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `nexmark`: the events of the Nexmark benchmark, by the parameters that it publishes, under their names.
///
/// Events come as fast as they are taken, or, with `isRateLimited`, each when it is due. They are a pure function of their number; the offset is
/// the number of the next. Replayable. `table` chooses one kind of events, in plain columns.
public final class NexmarkConnector implements Connector {
    private static final List<String> NAMES = List.of("table", "numEvents", "firstEventRate",
            "isRateLimited", "baseTime", "firstEventId", "numEventGenerators", "personProportion",
            "auctionProportion", "bidProportion", "avgPersonByteSize", "avgAuctionByteSize",
            "avgBidByteSize", "hotAuctionRatio", "hotSellersRatio", "hotBiddersRatio",
            "numInFlightAuctions", "numActivePeople", "outOfOrderGroupSize", "maxEventsPerTrigger",
            "numPartitions");
    private static final int MOST = 1_000_000;

    @Override
    public String format() {
        return "nexmark";
    }

    @Override
    public Schema schema(SourceRequest request) {
        var options = request.options();
        options.requireKnown(NAMES);
        if (parameters(options).numbering().events() == 0 && !request.streaming()) {
            throw new UserException("MISSING_OPTION",
                    Map.of("format", format(), "role", "source", "option", "numEvents", "reason",
                            "a batch query ends"));
        }
        return table(options).schema();
    }

    @Override
    public NexmarkSource source(SourceRequest request) {
        var options = request.options();
        options.requireKnown(NAMES);
        return new NexmarkSource(parameters(options), table(options),
                new NexmarkSource.Reading(options.getBoolean("isRateLimited", false),
                        options.getLong("maxEventsPerTrigger", Long.MAX_VALUE, 1),
                        options.getLong("numPartitions",
                                Runtime.getRuntime().availableProcessors(), 1)),
                request.world());
    }

    private static NexmarkTable table(Options options) {
        return switch (options.get("table", "all").strip().toLowerCase(Locale.ROOT)) {
            case "all" -> NexmarkTable.ALL;
            case "person" -> NexmarkTable.PERSON;
            case "auction" -> NexmarkTable.AUCTION;
            case "bid" -> NexmarkTable.BID;
            default -> throw options.invalid("table",
                    "it has to be all, person, auction or bid");
        };
    }

    private static NexmarkParameters parameters(Options options) {
        var given = NexmarkParameters.DEFAULT;
        var mix = new NexmarkParameters.Mix(
                number(options, "personProportion", given.mix().people(), 1),
                number(options, "auctionProportion", given.mix().auctions(), 1),
                number(options, "bidProportion", given.mix().bids(), 0));
        var sizes = new NexmarkParameters.Sizes(
                number(options, "avgPersonByteSize", given.sizes().person(), 0),
                number(options, "avgAuctionByteSize", given.sizes().auction(), 0),
                number(options, "avgBidByteSize", given.sizes().bid(), 0));
        var hot = new NexmarkParameters.HotRatios(
                number(options, "hotAuctionRatio", given.hot().auctions(), 1),
                number(options, "hotSellersRatio", given.hot().sellers(), 1),
                number(options, "hotBiddersRatio", given.hot().bidders(), 1));
        var active = new NexmarkParameters.Active(
                number(options, "numInFlightAuctions", given.active().auctions(), 1),
                number(options, "numActivePeople", given.active().people(), 1));
        var timeline = new NexmarkParameters.Timeline(
                options.getLong("baseTime", given.timeline().baseMillis(), 0),
                options.getLong("firstEventRate", given.timeline().eventsPerSecond(), 1),
                number(options, "outOfOrderGroupSize", given.timeline().outOfOrderGroupSize(), 1));
        var numbering = new NexmarkParameters.Numbering(options.getLong("firstEventId", 0, 0),
                options.getLong("numEvents", 0, 0), number(options, "numEventGenerators", 1, 1));
        return new NexmarkParameters(mix, sizes, hot, active, timeline, numbering);
    }

    private static int number(Options options, String name, int ifAbsent, int least) {
        long value = options.getLong(name, ifAbsent, least);
        if (value > MOST) {
            throw options.invalid(name, "it has to be at most " + MOST);
        }
        return (int) value;
    }
}

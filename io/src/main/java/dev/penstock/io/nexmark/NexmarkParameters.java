package dev.penstock.io.nexmark;

/// What the events of a Nexmark stream are like. [#DEFAULT] has the values that the benchmark publishes.
public record NexmarkParameters(Mix mix, Sizes sizes, HotRatios hot, Active active,
        Timeline timeline, Numbering numbering) {
    /// 15 July 2015, the time of the first event in all that has been published, in milliseconds since 1970.
    private static final long PUBLISHED_BASE_MILLIS = 1_436_918_400_000L;

    public static final NexmarkParameters DEFAULT = new NexmarkParameters(new Mix(1, 3, 46),
            new Sizes(200, 500, 100), new HotRatios(2, 4, 4), new Active(100, 1000),
            new Timeline(PUBLISHED_BASE_MILLIS, 10_000, 1), new Numbering(0, 0, 1));

    /// Of each `total` events the first are people, then come auctions, then bids.
    public record Mix(int people, int auctions, int bids) {
        public int total() {
            return people + auctions + bids;
        }
    }

    /// The average sizes of an event, in bytes; what the other columns leave is filled up by the column `extra`.
    public record Sizes(int person, int auction, int bid) {}

    /// All but one of so many bids go to a hot auction, auctions come from a hot seller, bids from a hot bidder.
    public record HotRatios(int auctions, int sellers, int bidders) {}

    /// Among how many of the newest auctions and people those are chosen that are not hot.
    public record Active(int auctions, int people) {}

    /// When events happen: the first at `baseMillis`, then `eventsPerSecond` in event time. Within groups of `outOfOrderGroupSize` events
    /// their order is shuffled.
    public record Timeline(long baseMillis, long eventsPerSecond, int outOfOrderGroupSize) {}

    /// Which events there are: `events` of them (0: without end), from `firstEventId` on. Several generators take turns, each with ids of its own.
    public record Numbering(long firstEventId, long events, int generators) {}

    /// The same with another timeline.
    public NexmarkParameters with(Timeline other) {
        return new NexmarkParameters(mix, sizes, hot, active, other, numbering);
    }

    /// The same with another numbering.
    public NexmarkParameters with(Numbering other) {
        return new NexmarkParameters(mix, sizes, hot, active, timeline, other);
    }
}

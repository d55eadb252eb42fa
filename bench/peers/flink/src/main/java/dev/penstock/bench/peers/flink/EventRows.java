package dev.penstock.bench.peers.flink;

import dev.penstock.bench.peers.Meter;
import dev.penstock.io.nexmark.NexmarkEvents;
import dev.penstock.io.nexmark.NexmarkParameters;
import dev.penstock.io.nexmark.NexmarkTexts;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryStringData;

/**
 * Makes the rows of one kind of events by their place among those of that kind. Readers get adjacent ranges of places; they are dealt out in turns, so that
 * all readers go through event time together. Texts are views, as in Penstock.
 */
public final class EventRows implements GeneratorFunction<Long, RowData> {
    private static final long serialVersionUID = 1;
    private static final int TOTAL = NexmarkParameters.DEFAULT.mix().total();
    /** Wall and processor time of the first row of the job that runs. */
    static final AtomicReference<long[]> FIRST = new AtomicReference<>();

    private final int kind;
    private final long eventsPerSecond;
    private final long rowsOfReader;
    private final int readers;
    private transient NexmarkEvents events;
    private transient byte[] texts;
    private transient byte[] scratch;
    private transient boolean begun;

    /** {@code rows} has to be a multiple of {@code readers}. */
    EventRows(int kind, long eventsPerSecond, long rows, int readers) {
        this.kind = kind;
        this.eventsPerSecond = eventsPerSecond;
        this.rowsOfReader = rows / readers;
        this.readers = readers;
    }

    /** How many of each {@code TOTAL} events are of a kind. */
    static int share(int kind) {
        NexmarkParameters.Mix mix = NexmarkParameters.DEFAULT.mix();
        return kind == NexmarkEvents.PERSON ? mix.people() : kind == NexmarkEvents.AUCTION ? mix.auctions() : mix.bids();
    }

    private static int before(int kind) {
        return kind == NexmarkEvents.PERSON ? 0 : share(kind - 1) + before(kind - 1);
    }

    @Override
    public void open(SourceReaderContext context) {
        events = new NexmarkEvents(NexmarkParameters.DEFAULT.with(
                new NexmarkParameters.Timeline(NexmarkParameters.DEFAULT.timeline().baseMillis(), eventsPerSecond, 1)));
        texts = NexmarkTexts.shared().buffer();
        scratch = new byte[64];
    }

    @Override
    public RowData map(Long place) {
        if (!begun) {
            begun = true;
            FIRST.compareAndSet(null, new long[] {System.nanoTime(), Meter.cpuNanos()});
        }
        long turn = place % rowsOfReader * readers + place / rowsOfReader;
        long number = turn / share(kind) * TOTAL + before(kind) + turn % share(kind);
        long id = events.id(number);
        TimestampData time = TimestampData.fromEpochMillis(events.millis(number));
        return kind == NexmarkEvents.PERSON ? person(id, time) : kind == NexmarkEvents.AUCTION ? auction(number, id, time) : bid(id, time);
    }

    private StringData text(long part) {
        return BinaryStringData.fromBytes(texts, NexmarkTexts.offset(part), NexmarkTexts.length(part));
    }

    private StringData copied(int length) {
        return StringData.fromString(new String(scratch, 0, length, StandardCharsets.US_ASCII));
    }

    private RowData person(long id, TimestampData time) {
        int length = events.personEmail(id, scratch, 0);
        StringData email = copied(length);
        events.personCreditCard(id, scratch, 0);
        return GenericRowData.of(events.personId(id), text(events.personName(id)), email, copied(19), text(events.personCity(id)),
                text(events.personState(id)), time, text(events.personExtra(id, length)));
    }

    private RowData auction(long number, long id, TimestampData time) {
        return GenericRowData.of(events.auctionId(id), text(events.auctionItem(id)), text(events.auctionDescription(id)),
                events.auctionInitialBid(id), events.auctionReserve(id), time,
                TimestampData.fromEpochMillis(events.auctionExpires(number, id)), events.auctionSeller(id), events.auctionCategory(id),
                text(events.auctionExtra(id)));
    }

    private RowData bid(long id, TimestampData time) {
        int channel = events.bidChannelNumber(id);
        return GenericRowData.of(events.bidAuction(id), events.bidBidder(id), events.bidPrice(id), text(events.bidChannel(channel)),
                text(events.bidUrl(channel)), time, text(events.bidExtra(id)));
    }
}

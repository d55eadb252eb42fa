package dev.penstock.io.nexmark;

import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Schema;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import java.util.function.Consumer;

/// Writes events into vectors: all kinds side by side as structs of which one is not null, or one kind in plain columns.
///
/// Texts become views of the buffer that all events share. Used by one thread.
final class NexmarkColumns {
    static final Schema PERSON = Schema.of(required("id", DataType.LONG),
            required("name", DataType.STRING), required("emailAddress", DataType.STRING),
            required("creditCard", DataType.STRING), required("city", DataType.STRING),
            required("state", DataType.STRING), required("dateTime", DataType.TIMESTAMP),
            required("extra", DataType.STRING));
    static final Schema AUCTION = Schema.of(required("id", DataType.LONG),
            required("itemName", DataType.STRING), required("description", DataType.STRING),
            required("initialBid", DataType.LONG), required("reserve", DataType.LONG),
            required("dateTime", DataType.TIMESTAMP), required("expires", DataType.TIMESTAMP),
            required("seller", DataType.LONG), required("category", DataType.LONG),
            required("extra", DataType.STRING));
    static final Schema BID = Schema.of(required("auction", DataType.LONG),
            required("bidder", DataType.LONG), required("price", DataType.LONG),
            required("channel", DataType.STRING), required("url", DataType.STRING),
            required("dateTime", DataType.TIMESTAMP), required("extra", DataType.STRING));
    static final Schema EVENT = Schema.of(required("event_type", DataType.INT),
            Field.of("person", PERSON.asStruct()), Field.of("auction", AUCTION.asStruct()),
            Field.of("bid", BID.asStruct()), required("dateTime", DataType.TIMESTAMP));

    private static final int MOST_EMAIL = 18;
    private static final int CREDIT_CARD = 19;

    private final NexmarkEvents events;
    private final byte[] texts = NexmarkTexts.shared().buffer();
    private final NexmarkTable table;
    private final int capacity;
    private final Vector[] columns;
    private final Vector[] person;
    private final Vector[] auction;
    private final Vector[] bid;

    NexmarkColumns(NexmarkEvents events, NexmarkTable table, int capacity) {
        this.events = events;
        this.table = table;
        this.capacity = capacity;
        columns = Vectors.allocate(table.schema().types(), capacity);
        person = fields(NexmarkTable.PERSON);
        auction = fields(NexmarkTable.AUCTION);
        bid = fields(NexmarkTable.BID);
    }

    private static Field required(String name, DataType type) {
        return new Field(name, type, false);
    }

    private Vector[] fields(NexmarkTable kind) {
        if (table == kind) {
            return columns;
        }
        return table == NexmarkTable.ALL
                ? ((StructVector) columns[1 + kind.kind()]).fields().toArray(Vector[]::new)
                : new Vector[0];
    }

    /// Gives the events `from` (inclusive) to `to` (exclusive), as far as the table has them, in batches.
    void read(long from, long to, Consumer<Batch> into) {
        int row = 0;
        clear();
        for (long number = from; number < to; number++) {
            long id = events.id(number);
            int kind = events.kind(id);
            if (table != NexmarkTable.ALL && kind != table.kind()) {
                continue;
            }
            write(row, kind, number, id);
            if (++row == capacity) {
                into.accept(Batch.of(row, columns));
                row = 0;
                clear();
            }
        }
        if (row > 0) {
            into.accept(Batch.of(row, columns));
        }
    }

    private void clear() {
        for (var column : columns) {
            column.reset(capacity);
        }
        for (var kind : new Vector[][]{person, auction, bid}) {
            for (var column : kind) {
                if (column instanceof BytesVector bytes) {
                    bytes.viewOf(texts);
                }
            }
        }
        if (person.length > 0) {
            person[2].reset(capacity);
            person[3].reset(capacity);
        }
    }

    private void write(int row, int kind, long number, long id) {
        long micros = events.millis(number) * 1000;
        if (table == NexmarkTable.ALL) {
            ((IntVector) columns[0]).set(row, kind);
            for (int other = NexmarkEvents.PERSON; other <= NexmarkEvents.BID; other++) {
                if (other != kind) {
                    columns[1 + other].setNull(row);
                }
            }
            longs(columns[4], row, micros);
        }
        switch (kind) {
            case NexmarkEvents.PERSON -> person(row, id, micros);
            case NexmarkEvents.AUCTION -> auction(row, number, id, micros);
            default -> bid(row, id, micros);
        }
    }

    private static void longs(Vector column, int row, long value) {
        ((LongVector) column).set(row, value);
    }

    private static void text(Vector column, int row, long part) {
        ((BytesVector) column).view(row, NexmarkTexts.offset(part), NexmarkTexts.length(part));
    }

    private void person(int row, long id, long micros) {
        longs(person[0], row, events.personId(id));
        text(person[1], row, events.personName(id));
        var email = (BytesVector) person[2];
        int at = email.reserve(row, MOST_EMAIL);
        int length = events.personEmail(id, email.buffer(), at);
        email.trim(row, length);
        var card = (BytesVector) person[3];
        at = card.reserve(row, CREDIT_CARD);
        events.personCreditCard(id, card.buffer(), at);
        text(person[4], row, events.personCity(id));
        text(person[5], row, events.personState(id));
        longs(person[6], row, micros);
        text(person[7], row, events.personExtra(id, length));
    }

    private void auction(int row, long number, long id, long micros) {
        longs(auction[0], row, events.auctionId(id));
        text(auction[1], row, events.auctionItem(id));
        text(auction[2], row, events.auctionDescription(id));
        longs(auction[3], row, events.auctionInitialBid(id));
        longs(auction[4], row, events.auctionReserve(id));
        longs(auction[5], row, micros);
        longs(auction[6], row, events.auctionExpires(number, id) * 1000);
        longs(auction[7], row, events.auctionSeller(id));
        longs(auction[8], row, events.auctionCategory(id));
        text(auction[9], row, events.auctionExtra(id));
    }

    private void bid(int row, long id, long micros) {
        longs(bid[0], row, events.bidAuction(id));
        longs(bid[1], row, events.bidBidder(id));
        longs(bid[2], row, events.bidPrice(id));
        int channel = events.bidChannelNumber(id);
        text(bid[3], row, events.bidChannel(channel));
        text(bid[4], row, events.bidUrl(channel));
        longs(bid[5], row, micros);
        text(bid[6], row, events.bidExtra(id));
    }
}

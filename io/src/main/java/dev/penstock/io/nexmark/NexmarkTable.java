package dev.penstock.io.nexmark;

import dev.penstock.data.Schema;

/// Which events a source gives, and in which columns: of all kinds, with a struct for each, or of one kind.
enum NexmarkTable {
    PERSON(NexmarkEvents.PERSON, NexmarkColumns.PERSON), AUCTION(NexmarkEvents.AUCTION,
            NexmarkColumns.AUCTION), BID(NexmarkEvents.BID,
                    NexmarkColumns.BID), ALL(-1, NexmarkColumns.EVENT);

    private final int kind;
    @SuppressWarnings("ImmutableEnumChecker") // records of immutable lists all the way down
    private final Schema schema;

    NexmarkTable(int kind, Schema schema) {
        this.kind = kind;
        this.schema = schema;
    }

    int kind() {
        return kind;
    }

    Schema schema() {
        return schema;
    }
}

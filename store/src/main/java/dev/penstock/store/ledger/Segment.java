package dev.penstock.store.ledger;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The format of a ledger segment, version 1. All numbers are little-endian, all records begin at a multiple of 8.
///
/// ```
/// segment: | magic "PNSTKLED" (8) | version (4) | 0 (4) | record | record | ... | zeros |
/// record:  | length of payload (4) | CRC32C of what follows (4) | type (4) | flags (4) | payload, filled with zeros to a multiple of 8 |
///
/// type 1, declaration; flag 1: rested
///          | epoch (8) | newest epoch known durable when this was written (8) | clock (8) | watermark (8) | ranges (4) | range ...
/// range:   | from: length (4), UTF-8 | to: length (4), UTF-8 | rows: length or -1 (4), bytes |
/// ```
///
/// A disk may lose a record and keep the one behind it, when neither was synced. The durable epoch in the later one tells this harmless case,
/// a torn tail, from damage to what had been durable.
final class Segment {
    static final long MAGIC = 0x44454C4B54534E50L;
    static final int VERSION = 1;
    static final int HEADER = 16;
    static final int RECORD_HEADER = 16;
    static final int DECLARATION = 1;
    private static final int RESTED = 1;

    private Segment() {}

    /// A record that has been read: where it starts and ends, and what it says.
    record Entry(int start, int end, Declaration declaration, long durable) {}

    /// The good records from the start of a segment, where they end, and whether only zeros follow.
    record Scan(List<Entry> entries, int end, boolean clean) {}

    static void putHeader(Bytes target) {
        target.putLong(MAGIC).putInt(VERSION).putInt(0);
    }

    static void putRecord(Bytes target, Declaration declaration, long durable) {
        int start = target.position();
        target.putInt(0).putInt(0).putInt(DECLARATION)
                .putInt(declaration.rested() ? RESTED : 0);
        target.putLong(declaration.epoch()).putLong(durable).putLong(declaration.clockMicros())
                .putLong(declaration.watermarkMicros());
        target.putInt(declaration.ranges().size());
        for (var range : declaration.ranges()) {
            target.putString(range.from()).putString(range.to()).putBytes(range.rows());
        }
        target.align();
        int end = target.position();
        target.setInt(start, end - start - RECORD_HEADER);
        target.setInt(start + 4, target.crc(start + 8, end));
    }

    /// Reads the records of a segment up to the first that is not good.
    static Scan scan(Path path, ByteBuffer bytes) {
        var entries = new ArrayList<Entry>();
        if (bytes.limit() < HEADER || bytes.getLong(0) != MAGIC) {
            return new Scan(entries, 0, bytes.limit() < HEADER || isZero(bytes, 0));
        }
        if (bytes.getInt(8) != VERSION) {
            throw Damage.version(path, bytes.getInt(8));
        }
        if (bytes.getInt(12) != 0) {
            throw Damage.at(path, 12, "the segment's header is not what was written");
        }
        int at = HEADER;
        while (isGood(bytes, at)) {
            var entry = read(bytes, at);
            entries.add(entry);
            at = entry.end();
        }
        return new Scan(entries, at, isZero(bytes, at));
    }

    /// The good records at any place from `from` on: what is behind a damaged one.
    static List<Entry> search(ByteBuffer bytes, int from) {
        var entries = new ArrayList<Entry>();
        int at = (Math.max(from, HEADER) + 7) & -8;
        while (at + RECORD_HEADER <= bytes.limit()) {
            if (isGood(bytes, at)) {
                var entry = read(bytes, at);
                entries.add(entry);
                at = entry.end();
            } else {
                at += 8;
            }
        }
        return entries;
    }

    private static boolean isZero(ByteBuffer bytes, int from) {
        for (int i = from; i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isGood(ByteBuffer bytes, int at) {
        if (at + RECORD_HEADER > bytes.limit()) {
            return false;
        }
        int length = bytes.getInt(at);
        return length > 0 && (length & 7) == 0 && length <= bytes.limit() - at - RECORD_HEADER
                && bytes.getInt(at + 8) == DECLARATION
                && Bytes.crc(bytes, at + 8, length + 8) == bytes.getInt(at + 4);
    }

    private static Entry read(ByteBuffer bytes, int at) {
        int length = bytes.getInt(at);
        var payload = bytes.duplicate().order(bytes.order()).position(at + RECORD_HEADER)
                .limit(at + RECORD_HEADER + length);
        long epoch = payload.getLong();
        long durable = payload.getLong();
        long clock = payload.getLong();
        long watermark = payload.getLong();
        var ranges = new ArrayList<Range>();
        for (int i = payload.getInt(); i > 0; i--) {
            ranges.add(new Range(Bytes.readString(payload), Bytes.readString(payload),
                    Bytes.readBytes(payload)));
        }
        return new Entry(at, at + RECORD_HEADER + length,
                new Declaration(epoch, clock, watermark, (bytes.getInt(at + 12) & RESTED) != 0,
                        ranges),
                durable);
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.error.UserException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A pattern of `LIKE`, searched byte by byte.
///
/// It is cut at each `%` into segments: the first stands at the start of the text, the last at its end, and each between them at the
/// first place after the one before. A segment is cut at each `_` into pieces, between which lies one code point.
final class LikePattern {
    private record Segment(List<byte[]> pieces, int bytes, int points) {
        /// Where the segment ends when it stands at `at`, or -1.
        int match(byte[] buffer, int at, int end) {
            int next = at;
            for (int i = 0; i < pieces.size(); i++) {
                if (i > 0) {
                    if (next >= end) {
                        return -1;
                    }
                    next = Math.min(end, next + Utf8.width(buffer[next]));
                }
                byte[] piece = pieces.get(i);
                if (!Utf8.starts(buffer, next, end - next, piece, 0, piece.length)) {
                    return -1;
                }
                next += piece.length;
            }
            return next;
        }

        /// Where the segment ends that starts first from `from` on, or -1.
        int find(byte[] buffer, int from, int end) {
            byte[] first = pieces.getFirst();
            for (int at = from; at <= end; at++) {
                at = Utf8.find(buffer, at, end, first);
                if (at < 0 || pieces.size() == 1) {
                    return at < 0 ? -1 : at + first.length;
                }
                boolean boundary = at >= end || (buffer[at] & 0xC0) != 0x80;
                int matched = boundary ? match(buffer, at, end) : -1;
                if (matched >= 0) {
                    return matched;
                }
            }
            return -1;
        }

        /// Where the segment has to start to end at `end`, or -1.
        int startBefore(byte[] buffer, int from, int end) {
            if (pieces.size() == 1) {
                return end - bytes;
            }
            int at = end;
            for (int i = 0; i < points; i++) {
                if (at <= from) {
                    return -1;
                }
                at = Utf8.previous(buffer, from, at);
            }
            return at;
        }
    }

    private final List<Segment> segments;

    private LikePattern(List<Segment> segments) {
        this.segments = segments;
    }

    /// @throws UserException when the escape character stands at the end or before an ordinary character
    static LikePattern compile(String pattern, int escape) {
        var segments = new ArrayList<Segment>();
        var pieces = new ArrayList<byte[]>();
        var piece = new ByteArrayOutputStream();
        for (int i = 0; i < pattern.length();) {
            int point = pattern.codePointAt(i);
            i += Character.charCount(point);
            if (point == escape) {
                if (i == pattern.length()) {
                    throw new UserException("INVALID_FORMAT.ESC_AT_THE_END",
                            Map.of("format", "'" + pattern + "'"));
                }
                int escaped = pattern.codePointAt(i);
                if (escaped != '_' && escaped != '%' && escaped != escape) {
                    throw new UserException("INVALID_FORMAT.ESC_IN_THE_MIDDLE",
                            Map.of("format", "'" + pattern + "'", "char",
                                    "'" + Character.toString(escaped) + "'"));
                }
                i += Character.charCount(escaped);
                piece.writeBytes(utf8(escaped));
            } else if (point == '%') {
                pieces.add(piece.toByteArray());
                segments.add(segment(pieces));
                pieces.clear();
                piece.reset();
            } else if (point == '_') {
                pieces.add(piece.toByteArray());
                piece.reset();
            } else {
                piece.writeBytes(utf8(point));
            }
        }
        pieces.add(piece.toByteArray());
        segments.add(segment(pieces));
        return new LikePattern(segments);
    }

    private static byte[] utf8(int point) {
        return Character.toString(point).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Segment segment(List<byte[]> pieces) {
        int bytes = 0;
        int points = pieces.size() - 1;
        for (byte[] piece : pieces) {
            bytes += piece.length;
            points += Utf8.count(piece, 0, piece.length);
        }
        return new Segment(List.copyOf(pieces), bytes, points);
    }

    boolean matches(byte[] buffer, int offset, int length) {
        int end = offset + length;
        int at = segments.getFirst().match(buffer, offset, end);
        int last = segments.size() - 1;
        if (last == 0) {
            return at == end;
        }
        for (int i = 1; i < last && at >= 0; i++) {
            at = segments.get(i).find(buffer, at, end);
        }
        if (at < 0) {
            return false;
        }
        int start = segments.get(last).startBefore(buffer, offset, end);
        return start >= at && segments.get(last).match(buffer, start, end) == end;
    }
}

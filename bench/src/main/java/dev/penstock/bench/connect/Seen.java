package dev.penstock.bench.connect;

import dev.penstock.bench.Child;
import java.io.IOException;
import java.time.Duration;

/// What a second client has seen: when it had each record, and how long one answer took. Immutable.
final class Seen {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final long[] micros;
    private final long answerMicros;
    private final int twice;

    private Seen(long[] micros, long answerMicros, int twice) {
        this.micros = micros;
        this.answerMicros = answerMicros;
        this.twice = twice;
    }

    /// Reads what `second_client.py` prints when it has seen everything.
    static Seen read(Child reader, int count) throws IOException, InterruptedException {
        var micros = new long[count];
        int twice = 0;
        for (var pair : reader.await("SEEN", PATIENCE)) {
            int colon = pair.indexOf(':');
            if (colon > 0) {
                int record = Integer.parseInt(pair.substring(0, colon));
                twice += micros[record] == 0 ? 0 : 1;
                micros[record] = Long.parseLong(pair.substring(colon + 1));
            }
        }
        var asked = reader.await("ASKED", PATIENCE);
        return new Seen(micros, Long.parseLong(asked.get(2)), twice);
    }

    /// When it had the record, in microseconds since 1970; 0 when it never had.
    long micros(int record) {
        return micros[record];
    }

    /// How long the median answer took.
    long answerMicros() {
        return answerMicros;
    }

    /// How many records it never had.
    int lost() {
        int lost = 0;
        for (long each : micros) {
            lost += each == 0 ? 1 : 0;
        }
        return lost;
    }

    /// How many records it had once too often.
    int twice() {
        return twice;
    }
}

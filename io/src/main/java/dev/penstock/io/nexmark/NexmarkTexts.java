package dev.penstock.io.nexmark;

import java.nio.charset.StandardCharsets;

/// The texts of all events, as parts of one buffer that never changes: an event's text is a place in it, so making one moves no bytes.
///
/// A part is written as a long: its offset in the upper 32 bits, its length in the lower. All text is ASCII.
public final class NexmarkTexts {
    static final int CHANNELS = 10_000;
    static final int HOT_CHANNELS = 4;
    private static final int LETTERS = 1 << 20;
    private static final int WORDS = 1 << 16;
    private static final int SHORTEST = 3;
    private static final String[] STATES = {"AZ", "CA", "ID", "OR", "WA", "WY"};
    private static final String[] CITIES = {"Phoenix", "Los Angeles", "San Francisco", "Boise",
            "Portland", "Bend", "Redmond", "Seattle", "Kent", "Cheyenne"};
    private static final String[] FIRST_NAMES = {"Peter", "Paul", "Luke", "John", "Saul", "Vicky",
            "Kate", "Julie", "Sarah", "Deiter", "Walter"};
    private static final String[] LAST_NAMES = {"Shultz", "Abrams", "Spencer", "White", "Bartels",
            "Walton", "Smith", "Jones", "Noris"};
    private static final String[] HOT_NAMES = {"Google", "Facebook", "Baidu", "Apple"};

    /// Made once: about two megabytes.
    private static final NexmarkTexts SHARED = new NexmarkTexts();

    private byte[] buffer = new byte[LETTERS + WORDS + 1_000_000];
    private int used;
    private final long[] names = new long[FIRST_NAMES.length * LAST_NAMES.length];
    private final long[] cities;
    private final long[] states;
    /// The hot ones first.
    private final long[] channels = new long[HOT_CHANNELS + CHANNELS];
    private final long[] urls = new long[HOT_CHANNELS + CHANNELS];

    private NexmarkTexts() {
        for (int i = 0; i < LETTERS; i++) {
            buffer[i] = (byte) ('a' + NexmarkEvents.below(letter(i), 26));
        }
        used = LETTERS;
        words(buffer, LETTERS, WORDS, ' ', 1);
        used += WORDS;
        for (int i = 0; i < names.length; i++) {
            names[i] = add(FIRST_NAMES[i / LAST_NAMES.length] + " "
                    + LAST_NAMES[i % LAST_NAMES.length]);
        }
        cities = addAll(CITIES);
        states = addAll(STATES);
        for (int i = 0; i < channels.length; i++) {
            int cold = i - HOT_CHANNELS;
            channels[i] = add(cold < 0 ? HOT_NAMES[i] : "channel-" + cold);
            boolean named = cold >= 0
                    && NexmarkEvents.below(NexmarkEvents.draw(i, 14), 10) > 0;
            urls[i] = add(url(i) + (named ? "&channel_id=" + Math.abs(Integer.reverse(cold)) : ""));
        }
        buffer = java.util.Arrays.copyOf(buffer, used);
    }

    /// The texts that all events share.
    public static NexmarkTexts shared() {
        return SHARED;
    }

    /// The buffer; not to be changed.
    public byte[] buffer() {
        return buffer;
    }

    public static int offset(long part) {
        return (int) (part >>> 32);
    }

    public static int length(long part) {
        return (int) part;
    }

    public String string(long part) {
        return new String(buffer, offset(part), length(part), StandardCharsets.US_ASCII);
    }

    private static long letter(long i) {
        return NexmarkEvents.draw(i, 13);
    }

    /// Letters, with `special` instead of one in 13.
    private static void words(byte[] into, int from, int count, char special, int seed) {
        for (int i = 0; i < count; i++) {
            long draw = NexmarkEvents.draw(from + i, seed);
            into[from + i] = (byte) (NexmarkEvents.below(draw, 13) == 0
                    ? special
                    : 'a' + NexmarkEvents.below(draw >>> 32, 26));
        }
    }

    private static String url(int channel) {
        var text = new StringBuilder("https://www.nexmark.com/");
        for (int directory = 0; directory < 3; directory++) {
            long draw = NexmarkEvents.draw(channel * 3L + directory, 12);
            var letters = new byte[SHORTEST + NexmarkEvents.below(draw, 2)];
            words(letters, 0, letters.length, '_', (int) (draw >>> 40));
            text.append(new String(letters, StandardCharsets.US_ASCII)).append('/');
        }
        return text.append("item.htm?query=1").toString();
    }

    private long add(String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (used + bytes.length > buffer.length) {
            buffer = java.util.Arrays.copyOf(buffer, 2 * buffer.length);
        }
        System.arraycopy(bytes, 0, buffer, used, bytes.length);
        used += bytes.length;
        return part(used - bytes.length, bytes.length);
    }

    private long[] addAll(String[] texts) {
        var parts = new long[texts.length];
        for (int i = 0; i < texts.length; i++) {
            parts[i] = add(texts[i]);
        }
        return parts;
    }

    private static long part(int offset, int length) {
        return (long) offset << 32 | length;
    }

    long name(long draw) {
        return names[NexmarkEvents.below(draw, names.length)];
    }

    long city(long draw) {
        return cities[NexmarkEvents.below(draw, cities.length)];
    }

    long state(long draw) {
        return states[NexmarkEvents.below(draw, states.length)];
    }

    /// The name of a channel, of which the hot ones come first.
    long channel(int number) {
        return channels[number];
    }

    long urlOf(int number) {
        return urls[number];
    }

    /// Exactly `length` letters.
    long letters(long draw, int length) {
        return part(NexmarkEvents.below(draw, LETTERS - length), length);
    }

    /// From 3 to `longest - 1` letters and spaces, less the spaces at both ends.
    long words(long draw, int longest) {
        int length = SHORTEST + NexmarkEvents.below(draw, longest - SHORTEST);
        int from = LETTERS + NexmarkEvents.below(draw >>> 32, WORDS - length);
        int end = from + length;
        while (end > from && buffer[end - 1] == ' ') {
            end--;
        }
        while (from < end && buffer[from] == ' ') {
            from++;
        }
        return part(from, end - from);
    }
}

package dev.penstock.io.nexmark;

/// The events of a Nexmark stream, column by column: each is a pure function of the event's number or id.
///
/// An event has a *number*, its place in the stream, and an *id*, from which its kind and all it says are made. With one generator and without
/// disorder the id is the number plus the first id. Texts are parts of [NexmarkTexts]. Immutable; for use by any thread.
public final class NexmarkEvents {
    public static final int PERSON = 0;
    public static final int AUCTION = 1;
    public static final int BID = 2;

    private static final long FIRST_PERSON = 1000;
    private static final long FIRST_AUCTION = 1000;
    private static final long FIRST_CATEGORY = 10;
    private static final int CATEGORIES = 5;
    /// How many people and auctions that do not exist yet may be named.
    private static final int LEAD = 10;
    /// One of so many people and auctions is hot.
    private static final int HOT = 100;
    /// A prime that scatters the numbers of a group.
    private static final int SCATTER = 953;
    private static final int PRICE_STEPS = 4096;
    private static final double STEP = 6 * 2.302585092994046 / PRICE_STEPS;
    private static final double[] PRICES = prices();

    private final NexmarkParameters parameters;
    private final NexmarkTexts texts = NexmarkTexts.shared();
    private final int people;
    private final int auctions;
    private final int total;
    private final boolean plain;
    private final long idsOfGenerator;

    public NexmarkEvents(NexmarkParameters parameters) {
        this.parameters = parameters;
        people = parameters.mix().people();
        auctions = parameters.mix().auctions();
        total = parameters.mix().total();
        var numbering = parameters.numbering();
        plain = numbering.generators() == 1 && parameters.timeline().outOfOrderGroupSize() == 1;
        long all = numbering.events() == 0 ? Long.MAX_VALUE >> 10 : numbering.events();
        idsOfGenerator = (all + numbering.generators() - 1) / numbering.generators();
    }

    /// Each price is 100 times a power of ten between 0 and 6, uniformly; these are the powers at equal steps.
    private static double[] prices() {
        var prices = new double[PRICE_STEPS];
        for (int i = 0; i < PRICE_STEPS; i++) {
            prices[i] = 100 * StrictMath.exp(STEP * i);
        }
        return prices;
    }

    /// A random number that belongs to an id: one of several, by `use`.
    static long draw(long id, int use) {
        long z = (id * 16 + use) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /// A number from 0 to `bound - 1`, from the lower 32 bits of a draw.
    static int below(long draw, int bound) {
        return (int) (((draw & 0xFFFF_FFFFL) * bound) >>> 32);
    }

    /// The place of an event among those of its generator, disorder included: what its time depends on.
    private long turn(long number) {
        long turn = number / parameters.numbering().generators();
        int group = parameters.timeline().outOfOrderGroupSize();
        return group == 1 ? turn : turn / group * group + turn * SCATTER % group;
    }

    /// The id of the event with this number.
    public long id(long number) {
        var numbering = parameters.numbering();
        if (plain) {
            return numbering.firstEventId() + number;
        }
        return numbering.firstEventId() + number % numbering.generators() * idsOfGenerator
                + turn(number);
    }

    /// [#PERSON], [#AUCTION] or [#BID].
    public int kind(long id) {
        long place = id % total;
        return place < people ? PERSON : place < people + auctions ? AUCTION : BID;
    }

    /// When the event with this number happens, in milliseconds since 1970.
    public long millis(long number) {
        return millisOfTurn(plain ? number : turn(number));
    }

    private long millisOfTurn(long turn) {
        var timeline = parameters.timeline();
        return timeline.baseMillis() + turn * parameters.numbering().generators() * 1000
                / timeline.eventsPerSecond();
    }

    /// How many people there are before the newest one that an event can know, counted from 0.
    private long lastPerson(long id) {
        return id / total * people + Math.min(id % total, people - 1);
    }

    /// The same for auctions; -1 when there is none.
    private long lastAuction(long id) {
        long round = id / total * auctions;
        long place = id % total - people;
        return place < 0 ? round - 1 : round + Math.min(place, auctions - 1);
    }

    private long anyPerson(long id, long draw) {
        long there = lastPerson(id) + 1;
        long active = Math.min(there, parameters.active().people());
        return there - active + below(draw, (int) active + LEAD);
    }

    private long extra(long draw, int size, int others) {
        int left = size - others;
        if (left < 0) {
            return 0;
        }
        int spread = (int) Math.round(left * 0.2);
        int length = left - spread + below(draw, 2 * spread);
        return texts.letters(draw >>> 32, length);
    }

    private static long price(long draw) {
        double x = (draw >>> 12 & 0xFF_FFFF_FFFFL) * (STEP / (1L << 40));
        double power = 1 + x * (1 + x * (0.5 + x * (1.0 / 6)));
        return (long) (PRICES[(int) (draw >>> 52)] * power + 0.5);
    }

    public long personId(long id) {
        return FIRST_PERSON + lastPerson(id);
    }

    public long personName(long id) {
        return texts.name(draw(id, 0));
    }

    /// Writes the e-mail address and says how long it is, at most 18 bytes.
    public int personEmail(long id, byte[] into, int at) {
        long draw = draw(id, 1);
        int end = copy(texts.words(draw, 7), into, at);
        into[end++] = '@';
        end = copy(texts.words(Long.reverse(draw), 5), into, end);
        for (int i = 0; i < ".com".length(); i++) {
            into[end++] = (byte) ".com".charAt(i);
        }
        return end - at;
    }

    private int copy(long part, byte[] into, int at) {
        System.arraycopy(texts.buffer(), NexmarkTexts.offset(part), into, at,
                NexmarkTexts.length(part));
        return at + NexmarkTexts.length(part);
    }

    /// Writes the number of a credit card, 19 bytes.
    public void personCreditCard(long id, byte[] into, int at) {
        long draw = draw(id, 2);
        for (int group = 0; group < 4; group++) {
            int digits = (int) ((((draw >>> (16 * group)) & 0xFFFF) * 10_000) >>> 16);
            for (int i = 3; i >= 0; i--) {
                into[at + group * 5 + i] = (byte) ('0' + digits % 10);
                digits /= 10;
            }
            if (group < 3) {
                into[at + group * 5 + 4] = ' ';
            }
        }
    }

    public long personCity(long id) {
        return texts.city(draw(id, 3));
    }

    public long personState(long id) {
        return texts.state(draw(id, 3) >>> 32);
    }

    /// `emailLength` is what [#personEmail] said.
    public long personExtra(long id, int emailLength) {
        int others = 8 + NexmarkTexts.length(personName(id)) + emailLength + 19
                + NexmarkTexts.length(personCity(id)) + 2;
        return extra(draw(id, 4), parameters.sizes().person(), others);
    }

    public long auctionId(long id) {
        return FIRST_AUCTION + lastAuction(id);
    }

    public long auctionItem(long id) {
        return texts.words(draw(id, 0), 20);
    }

    public long auctionDescription(long id) {
        return texts.words(draw(id, 1), 100);
    }

    public long auctionInitialBid(long id) {
        return price(draw(id, 2));
    }

    public long auctionReserve(long id) {
        return auctionInitialBid(id) + price(draw(id, 3));
    }

    /// When the auction with this number and id ends, in milliseconds since 1970: on average when as many more have begun as are active at a time.
    public long auctionExpires(long number, long id) {
        long turn = plain ? number : turn(number);
        long later = (long) parameters.active().auctions() * total / auctions;
        long begin = millisOfTurn(turn);
        long most = Math.max(1, 2 * (millisOfTurn(turn + later) - begin));
        return begin + 1 + below(draw(id, 4), (int) Math.min(Integer.MAX_VALUE, most));
    }

    public long auctionSeller(long id) {
        long draw = draw(id, 5);
        return FIRST_PERSON + (below(draw, parameters.hot().sellers()) > 0
                ? lastPerson(id) / HOT * HOT
                : anyPerson(id, draw >>> 32));
    }

    public long auctionCategory(long id) {
        return FIRST_CATEGORY + below(draw(id, 6), CATEGORIES);
    }

    public long auctionExtra(long id) {
        int others = 8 * 6 + NexmarkTexts.length(auctionItem(id))
                + NexmarkTexts.length(auctionDescription(id));
        return extra(draw(id, 7), parameters.sizes().auction(), others);
    }

    public long bidAuction(long id) {
        long draw = draw(id, 0);
        long last = lastAuction(id);
        if (below(draw, parameters.hot().auctions()) > 0) {
            return FIRST_AUCTION + last / HOT * HOT;
        }
        long first = Math.max(0, last - parameters.active().auctions());
        return FIRST_AUCTION + first + below(draw >>> 32, (int) (last - first) + 1 + LEAD);
    }

    /// The hot bidder is the one after the hot seller, so that both are not the same.
    public long bidBidder(long id) {
        long draw = draw(id, 1);
        return FIRST_PERSON + (below(draw, parameters.hot().bidders()) > 0
                ? lastPerson(id) / HOT * HOT + 1
                : anyPerson(id, draw >>> 32));
    }

    public long bidPrice(long id) {
        return price(draw(id, 2));
    }

    /// Which channel: half of the bids come through one of the hot ones.
    public int bidChannelNumber(long id) {
        long draw = draw(id, 3);
        return draw < 0
                ? below(draw, NexmarkTexts.HOT_CHANNELS)
                : NexmarkTexts.HOT_CHANNELS + below(draw, NexmarkTexts.CHANNELS);
    }

    public long bidChannel(int channelNumber) {
        return texts.channel(channelNumber);
    }

    public long bidUrl(int channelNumber) {
        return texts.urlOf(channelNumber);
    }

    public long bidExtra(long id) {
        return extra(draw(id, 4), parameters.sizes().bid(), 8 * 4);
    }
}

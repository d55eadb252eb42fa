package dev.penstock.store.state;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Which columns the entries of an arrangement have and where in an entry they lie.
///
/// ```
/// entry:  | key words ... | value words ... |                        width() words of 64 bits
/// page:   | entry 0 | entry 1 | ... | entry 127 | live bits (2 words) | owner generation (1) | null bits (2 a lane) ... |
/// ```
///
/// A column of fixed width takes one word: integers widened, floats and doubles as the bits of the double, booleans as 0 and 1; or two words:
/// `DECIMAL` of more than 18 digits (high, low) and calendar intervals (months and days, microseconds). Strings, binary and nested values take one
/// word that holds up to 7 bytes itself or refers to the byte heap, and is 0 for null. A nullable column of fixed width has a lane of null bits at the end of the
/// page: it is null when its words are 0 *and* its bit is set, so that the bit needs a look at only when the words are 0.
///
/// Key columns are normalised: -0.0 becomes 0.0 and every NaN the same one, as Spark does to what it groups by.
public final class Layout {
    /// `entry >>> ENTRY_BITS` is the same for the entries of one page: loops over entries look a page up only when it changes.
    public static final int ENTRY_BITS = 7;
    /// Entries a page. A page of 16-byte entries is 2 KiB: cheap to copy on the first write after a freeze.
    static final int ENTRIES = 1 << ENTRY_BITS;

    /// How a column is kept.
    enum Form {
        WORD, TWO_WORDS, HEAP, NOTHING
    }

    private final List<Field> columns;
    private final int keyCount;
    private final Form[] forms;
    private final int[] words;
    private final int[] lanes;
    private final int keyWords;
    private final int width;
    private final int laneCount;

    private Layout(List<Field> keys, List<Field> values) {
        var all = new ArrayList<>(keys);
        all.addAll(values);
        columns = List.copyOf(all);
        keyCount = keys.size();
        forms = new Form[columns.size()];
        words = new int[columns.size()];
        lanes = new int[columns.size()];
        int word = 0;
        int lane = 0;
        int wordsOfKeys = 0;
        for (int i = 0; i < forms.length; i++) {
            forms[i] = form(columns.get(i).type());
            words[i] = word;
            word += wordCount(forms[i]);
            lanes[i] = columns.get(i).nullable()
                    && (forms[i] == Form.WORD || forms[i] == Form.TWO_WORDS) ? lane++ : -1;
            if (i < keyCount) {
                wordsOfKeys = word;
            }
        }
        keyWords = wordsOfKeys;
        width = Math.max(1, word);
        laneCount = lane;
    }

    /// Entries with these key and value columns. Declare a column as not nullable when it never is: it then costs no look at null bits.
    public static Layout of(List<Field> keys, List<Field> values) {
        return new Layout(keys, values);
    }

    /// Entries whose columns are all nullable.
    public static Layout ofTypes(List<DataType> keys, List<DataType> values) {
        return new Layout(nullable(keys), nullable(values));
    }

    private static List<Field> nullable(List<DataType> types) {
        return types.stream().map(type -> Field.of("", type)).toList();
    }

    private static Form form(DataType type) {
        return switch (type) {
            case NullType _ -> Form.NOTHING;
            case BooleanType _,ByteType _,ShortType _,IntType _,LongType _,FloatType _,DoubleType _,DateType _,TimestampType _,TimestampNtzType _,TimeType _,YearMonthIntervalType _,DayTimeIntervalType _ ->
                Form.WORD;
            case DecimalType decimal -> decimal.fitsLong() ? Form.WORD : Form.TWO_WORDS;
            case CalendarIntervalType _ -> Form.TWO_WORDS;
            case StringType _,CharType _,VarcharType _,BinaryType _,ArrayType _,MapType _,StructType _ ->
                Form.HEAP;
        };
    }

    private static int wordCount(Form form) {
        return switch (form) {
            case NOTHING -> 0;
            case WORD, HEAP -> 1;
            case TWO_WORDS -> 2;
        };
    }

    /// The number of key columns; they are columns 0 to `keyCount() - 1`.
    public int keyCount() {
        return keyCount;
    }

    /// The number of all columns, keys first.
    public int columnCount() {
        return forms.length;
    }

    public DataType type(int column) {
        return columns.get(column).type();
    }

    public List<DataType> types() {
        return columns.stream().map(Field::type).toList();
    }

    public boolean nullable(int column) {
        return columns.get(column).nullable();
    }

    /// Where in an entry the first word of a column lies.
    public int word(int column) {
        return words[column];
    }

    /// Words an entry.
    public int width() {
        return width;
    }

    int keyWords() {
        return keyWords;
    }

    Form form(int column) {
        return forms[column];
    }

    /// The lane of null bits of a column, or -1 when it has none.
    int lane(int column) {
        return lanes[column];
    }

    /// The index in a page of the words of live bits.
    int liveAt() {
        return width << ENTRY_BITS;
    }

    /// The index in a page of the generation that may write to it.
    int ownerAt() {
        return liveAt() + 2;
    }

    /// The index in a page of the first null word of a lane.
    int nullsAt(int lane) {
        return liveAt() + 3 + 2 * lane;
    }

    int pageWords() {
        return liveAt() + 3 + 2 * laneCount;
    }

    boolean isNull(long[] page, int entry, int column) {
        int lane = lanes[column];
        int row = entry & (ENTRIES - 1);
        return lane >= 0 && (page[nullsAt(lane) + (row >> 6)] & 1L << row) != 0;
    }

    void setNull(long[] page, int entry, int column, boolean isNull) {
        int lane = lanes[column];
        int row = entry & (ENTRIES - 1);
        int at = nullsAt(lane) + (row >> 6);
        page[at] = isNull ? page[at] | 1L << row : page[at] & ~(1L << row);
    }

    /// Says what a snapshot of this layout holds; a snapshot of another one cannot be restored into it.
    String signature() {
        return columns.stream()
                .map(column -> column.type().simpleString() + (column.nullable() ? "" : "!"))
                .collect(Collectors
                        .joining(",", keyCount + ":", ""));
    }
}

package dev.penstock.data.csv;

import dev.penstock.data.text.DateTimePattern;
import dev.penstock.data.text.FormatOptions;
import dev.penstock.data.text.ParseMode;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The options of Spark's CSV format, checked. Immutable, shared freely.
public final class CsvOptions {
    /// The names of all options that are understood.
    public static final List<String> NAMES = List.of("sep", "delimiter", "header", "quote",
            "escape", "nullValue", "emptyValue", "nanValue",
            "positiveInf", "negativeInf", "mode", "columnNameOfCorruptRecord", "dateFormat",
            "timestampFormat", "timestampNTZFormat",
            "timeZone", "ignoreLeadingWhiteSpace", "ignoreTrailingWhiteSpace", "enforceSchema",
            "inferSchema", "preferDate", "comment",
            "multiLine", "lineSep", "encoding", "charset", "quoteAll", "escapeQuotes", "maxColumns",
            "locale", "samplingRatio", "compression");
    /// As in Spark: a record with more columns is malformed.
    private static final int MAX_COLUMNS = 20_480;

    private final FormatOptions options;
    private final byte[] separator;
    private final int quote;
    private final int escape;
    private final int comment;
    private final ZoneId zone;
    private final ParseMode mode;
    private final @Nullable DateTimePattern dateFormat;
    private final @Nullable DateTimePattern timestampFormat;
    private final @Nullable DateTimePattern timestampNtzFormat;

    private CsvOptions(FormatOptions options, ZoneId sessionZone) {
        this.options = options;
        options.requireUtf8();
        separator = options.find("sep").or(() -> options.find("delimiter")).orElse(",")
                .replace("\\t", "\t").getBytes(StandardCharsets.UTF_8);
        if (separator.length == 0) {
            throw options.invalid("sep", "it cannot be empty");
        }
        quote = character("quote", '"');
        escape = character("escape", '\\');
        comment = character("comment", -1);
        zone = options.zone(sessionZone);
        mode = options.mode();
        dateFormat = options.pattern("dateFormat");
        timestampFormat = options.pattern("timestampFormat");
        timestampNtzFormat = options.pattern("timestampNTZFormat");
    }

    /// Reads the options; timestamps without a zone are in `sessionZone` unless the option `timeZone` says otherwise.
    ///
    /// @throws dev.penstock.data.error.UserException when a value is wrong
    public static CsvOptions of(Map<String, String> options, ZoneId sessionZone) {
        return new CsvOptions(new FormatOptions("csv", options), sessionZone);
    }

    /// One ASCII character; -1 when the option is empty, which switches it off.
    private int character(String name, int ifAbsent) {
        var text = options.find(name);
        if (text.isEmpty()) {
            return ifAbsent;
        }
        var value = text.get();
        if (value.isEmpty() || value.equals("\0")) {
            return -1;
        }
        if (value.length() > 1 || value.charAt(0) >= 0x80) {
            throw options.invalid(name, "it has to be one ASCII character");
        }
        return value.charAt(0);
    }

    public ParseMode mode() {
        return mode;
    }

    public boolean header() {
        return options.getBoolean("header", false);
    }

    public boolean multiLine() {
        return options.getBoolean("multiLine", false);
    }

    public boolean enforceSchema() {
        return options.getBoolean("enforceSchema", true);
    }

    public boolean inferSchema() {
        return options.getBoolean("inferSchema", false);
    }

    /// What ends a line; absent: any of `\n`, `\r\n` and `\r`.
    public Optional<String> lineSeparator() {
        return options.find("lineSep");
    }

    public String corruptRecordColumn() {
        return options.get("columnNameOfCorruptRecord", "_corrupt_record");
    }

    public ZoneId zone() {
        return zone;
    }

    byte[] separator() {
        return separator;
    }

    int quote() {
        return quote;
    }

    int escape() {
        return escape;
    }

    int comment() {
        return comment;
    }

    int maxColumns() {
        return options.getInt("maxColumns", MAX_COLUMNS);
    }

    byte[] bytes(String name, String ifAbsent) {
        return options.get(name, ifAbsent).getBytes(StandardCharsets.UTF_8);
    }

    boolean flag(String name, boolean ifAbsent) {
        return options.getBoolean(name, ifAbsent);
    }

    @Nullable
    DateTimePattern dateFormat() {
        return dateFormat;
    }

    @Nullable
    DateTimePattern timestampFormat() {
        return timestampFormat;
    }

    @Nullable
    DateTimePattern timestampNtzFormat() {
        return timestampNtzFormat;
    }

    DateTimePattern toWrite(String option, String ifAbsent) {
        return options.patternToWrite(option, ifAbsent);
    }
}

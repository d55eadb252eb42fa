package dev.penstock.data.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.penstock.data.text.DateTimePattern;
import dev.penstock.data.text.FormatOptions;
import dev.penstock.data.text.ParseMode;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The options of Spark's JSON format, checked. Immutable, shared freely.
public final class JsonOptions {
    /// The names of all options that are understood.
    public static final List<String> NAMES = List.of("mode", "columnNameOfCorruptRecord",
            "timeZone", "dateFormat", "timestampFormat",
            "timestampNTZFormat", "multiLine", "lineSep", "encoding", "charset",
            "primitivesAsString", "prefersDecimal",
            "allowComments", "allowUnquotedFieldNames", "allowSingleQuotes",
            "allowNumericLeadingZeros",
            "allowBackslashEscapingAnyCharacter", "allowUnquotedControlChars",
            "allowNonNumericNumbers", "ignoreNullFields",
            "dropFieldIfAllNull", "inferTimestamp", "pretty", "locale", "samplingRatio",
            "compression");
    /// As in Spark: deeper values are malformed. Only skipping could go so deep, for reading follows the schema.
    private static final int MAX_DEPTH = 1000;
    /// As in Spark: longer numbers are malformed, because the time to convert them grows with the square of their length.
    private static final int MAX_NUMBER_LENGTH = 1000;

    private final FormatOptions options;
    private final ParseMode mode;
    private final String corruptRecordColumn;
    private final ZoneId zone;
    private final @Nullable DateTimePattern dateFormat;
    private final @Nullable DateTimePattern timestampFormat;
    private final @Nullable DateTimePattern timestampNtzFormat;
    private final JsonFactory factory;

    private JsonOptions(FormatOptions options, ZoneId sessionZone) {
        this.options = options;
        options.requireUtf8();
        mode = options.mode();
        corruptRecordColumn = options.get("columnNameOfCorruptRecord", "_corrupt_record");
        zone = options.zone(sessionZone);
        dateFormat = options.pattern("dateFormat");
        timestampFormat = options.pattern("timestampFormat");
        timestampNtzFormat = options.pattern("timestampNTZFormat");
        factory = factory(options);
    }

    /// Reads the options; timestamps without a zone are in `sessionZone` unless the option `timeZone` says otherwise.
    ///
    /// @throws dev.penstock.data.error.UserException when a value is wrong
    public static JsonOptions of(Map<String, String> options, ZoneId sessionZone) {
        return new JsonOptions(new FormatOptions("json", options), sessionZone);
    }

    private static JsonFactory factory(FormatOptions options) {
        var builder = new JsonFactoryBuilder();
        builder.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .maxStringLength(Integer.MAX_VALUE).build());
        builder.configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false);
        // A record with many strange names is the sender's affair; it must not fail the records after it.
        builder.configure(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW, false);
        builder.configure(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION, false);
        builder.configure(JsonReadFeature.ALLOW_JAVA_COMMENTS,
                options.getBoolean("allowComments", false));
        builder.configure(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
                options.getBoolean("allowUnquotedFieldNames", false));
        builder.configure(JsonReadFeature.ALLOW_SINGLE_QUOTES,
                options.getBoolean("allowSingleQuotes", true));
        builder.configure(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS,
                options.getBoolean("allowNumericLeadingZeros", false));
        builder.configure(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
                options.getBoolean("allowNonNumericNumbers", true));
        builder.configure(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER,
                options.getBoolean("allowBackslashEscapingAnyCharacter", false));
        builder.configure(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                options.getBoolean("allowUnquotedControlChars", false));
        return builder.build();
    }

    public ParseMode mode() {
        return mode;
    }

    /// The name of the column that takes the text of malformed records, if the schema has it.
    public String corruptRecordColumn() {
        return corruptRecordColumn;
    }

    public ZoneId zone() {
        return zone;
    }

    /// True when a file is one JSON value and not one a line.
    public boolean multiLine() {
        return options.getBoolean("multiLine", false);
    }

    /// What ends a line; absent: any of `\n`, `\r\n` and `\r`.
    public Optional<String> lineSeparator() {
        return options.find("lineSep");
    }

    /// True when fields that are null are left out of what is written.
    public boolean ignoreNullFields() {
        return options.getBoolean("ignoreNullFields", true);
    }

    boolean primitivesAsString() {
        return options.getBoolean("primitivesAsString", false);
    }

    boolean prefersDecimal() {
        return options.getBoolean("prefersDecimal", false);
    }

    boolean dropFieldIfAllNull() {
        return options.getBoolean("dropFieldIfAllNull", false);
    }

    boolean inferTimestamp() {
        return options.getBoolean("inferTimestamp", false);
    }

    boolean allowNonNumericNumbers() {
        return options.getBoolean("allowNonNumericNumbers", true);
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

    JsonFactory factory() {
        return factory;
    }
}

package dev.penstock.files;

import dev.penstock.data.csv.CsvOptions;
import dev.penstock.data.json.JsonOptions;
import dev.penstock.data.text.DateTimeText;
import dev.penstock.io.Options;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// The formats of files, with the options that each understands.
enum FileFormat {
    TEXT, CSV, JSON;

    private static final List<String> SOURCE_NAMES = List.of("path", "maxFilesPerTrigger",
            "maxBytesPerTrigger", "latestFirst", "fileNameOnly",
            "maxFileAge", "cleanSource", "sourceArchiveDir", "pathGlobFilter",
            "recursiveFileLookup");

    private static final List<String> TEXT_NAMES = List.of("wholetext", "lineSep", "compression");

    /// The options of the format itself.
    private List<String> names() {
        return switch (this) {
            case TEXT -> TEXT_NAMES;
            case CSV -> CsvOptions.NAMES;
            case JSON -> JsonOptions.NAMES;
        };
    }

    /// The name in `format(...)`, which is the suffix of files, too.
    String label() {
        return switch (this) {
            case TEXT -> "text";
            case CSV -> "csv";
            case JSON -> "json";
        };
    }

    String suffix() {
        return this == TEXT ? ".txt" : "." + label();
    }

    void requireKnownToRead(Options options) {
        var known = new ArrayList<>(SOURCE_NAMES);
        known.addAll(names());
        known.add("timeZone");
        options.requireKnown(known);
    }

    void requireKnownToWrite(Options options) {
        var known = new ArrayList<>(names());
        known.addAll(List.of("path", "timeZone"));
        options.requireKnown(known);
        var compression = options.get("compression", "none");
        if (!compression.equalsIgnoreCase("none")
                && !compression.equalsIgnoreCase("uncompressed")) {
            throw options.invalid("compression", "files are written without compression");
        }
    }

    static JsonOptions json(Options options) {
        return JsonOptions.of(options.asMap(), zone(options));
    }

    static CsvOptions csv(Options options) {
        return CsvOptions.of(options.asMap(), zone(options));
    }

    /// Timestamps without a zone are in the zone of this machine, which is the default of a session, unless `timeZone` says otherwise.
    static ZoneId zone(Options options) {
        var zone = options.find("timeZone").map(DateTimeText::zone);
        return zone.orElse(ZoneId.systemDefault());
    }
}

package dev.penstock.files;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.csv.CsvInference;
import dev.penstock.data.error.UserException;
import dev.penstock.data.json.JsonInference;
import dev.penstock.data.text.NumberText;
import dev.penstock.io.Connector.SourceRequest;
import dev.penstock.io.Options;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Files seen as a table: the columns that are in the files, then those that directories named `key=value` give.
record FileTable(FileFormat format, Options options, FileListing listing, Schema data,
        Schema partitions) {
    static final String NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__";

    /// @throws UserException when an option is wrong, the path does not exist, or a schema is missing
    static FileTable of(FileFormat format, SourceRequest request) {
        var options = request.options();
        format.requireKnownToRead(options);
        var listing = new FileListing(options);
        listing.requireExists();
        try {
            var files = listing.list(new ArrayList<>());
            var partitions = listing.isRecursive()
                    ? Schema.of()
                    : partitions(listing.base(), files, request.schema());
            var data = data(format, request, files, partitions);
            return new FileTable(format, options, listing, data, partitions);
        } catch (IOException e) {
            throw failedRead(listing.base(), e);
        }
    }

    Schema schema() {
        return data.concat(partitions);
    }

    static UserException failedRead(Path path, IOException cause) {
        boolean missing = cause instanceof java.nio.file.NoSuchFileException;
        return new UserException(
                missing ? "FAILED_READ_FILE.FILE_NOT_EXIST" : "FAILED_READ_FILE.NO_HINT",
                Map.of("path", path.toString()), null,
                cause);
    }

    private static Schema data(FileFormat format, SourceRequest request, List<FoundFile> files,
            Schema partitions) throws IOException {
        if (request.schema().isPresent()) {
            return new Schema(request.schema().get().fields().stream()
                    .filter(field -> partitions.indexOf(field.name()) < 0).toList());
        }
        if (format == FileFormat.TEXT) {
            return Schema.of(Field.of("value", DataType.STRING));
        }
        if (request.streaming()) {
            throw new UserException("_LEGACY_ERROR_TEMP_2048", Map.of());
        }
        var inferred = infer(format, request.options(), files);
        if (inferred.size() == 0) {
            throw new UserException("UNABLE_TO_INFER_SCHEMA",
                    Map.of("format", format.label().toUpperCase(java.util.Locale.ROOT)));
        }
        return new Schema(inferred.fields().stream()
                .filter(field -> partitions.indexOf(field.name()) < 0).toList());
    }

    private static Schema infer(FileFormat format, Options options, List<FoundFile> files)
            throws IOException {
        if (format == FileFormat.JSON) {
            var inference = new JsonInference(FileFormat.json(options));
            for (var file : files) {
                FileRecords.forEach(file.path(), options, FileRecords.Kind.of(format, options),
                        (text, offset, length, first) -> {
                            inference.add(text, offset, length);
                            return true;
                        });
            }
            return inference.schema();
        }
        var inference = new CsvInference(FileFormat.csv(options));
        for (var file : files) {
            FileRecords.forEach(file.path(), options, FileRecords.Kind.of(format, options),
                    (text, offset, length, first) -> {
                        inference.add(text, offset, length, first);
                        return inference.needsMore();
                    });
        }
        return inference.schema();
    }

    /// The columns that directories give, in the order of the directories; their types are the user's, or else found from all values.
    private static Schema partitions(Path base, List<FoundFile> files, Optional<Schema> given) {
        var types = new LinkedHashMap<String, DataType>();
        for (var file : files) {
            values(base, file.path())
                    .forEach((name, value) -> types.merge(name, type(value), FileTable::merge));
        }
        var fields = new ArrayList<Field>();
        types.forEach((name, type) -> {
            int at = given.map(schema -> schema.indexOf(name)).orElse(-1);
            fields.add(at >= 0
                    ? given.orElseThrow().field(at)
                    : Field.of(name, type.equals(DataType.NULL) ? DataType.STRING : type));
        });
        return new Schema(fields);
    }

    private static DataType type(String value) {
        if (value.equals(NULL_PARTITION)) {
            return DataType.NULL;
        }
        var text = value.getBytes(StandardCharsets.UTF_8);
        var number = new long[1];
        if (NumberText.parseLong(text, 0, text.length, number, 0)) {
            return number[0] == (int) number[0] ? DataType.INT : DataType.LONG;
        }
        return DataType.STRING;
    }

    private static DataType merge(DataType a, DataType b) {
        if (a.equals(b) || b.equals(DataType.NULL)) {
            return a;
        }
        return a.equals(DataType.NULL)
                ? b
                : a.isIntegral() && b.isIntegral() ? DataType.LONG : DataType.STRING;
    }

    /// What the directories between `base` and a file say, by column.
    static Map<String, String> values(Path base, Path file) {
        var values = new LinkedHashMap<String, String>();
        for (var part : base.relativize(file)) {
            var name = part.toString();
            int at = name.indexOf('=');
            if (at > 0 && !part.equals(file.getFileName())) {
                values.put(unescape(name.substring(0, at)), unescape(name.substring(at + 1)));
            }
        }
        return values;
    }

    private static String unescape(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}

package dev.penstock.files;

import dev.penstock.data.Batch;
import dev.penstock.data.ByteBuilder;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.Schema;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.data.csv.CsvWriter;
import dev.penstock.data.error.TransientException;
import dev.penstock.data.error.UserException;
import dev.penstock.data.json.JsonWriter;
import dev.penstock.data.sys.Disk;
import dev.penstock.data.text.TextFormatter;
import dev.penstock.io.Connector.SinkRequest;
import dev.penstock.io.Sink;
import dev.penstock.io.Start;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Files that each hold the rows of one commit, in append mode.
///
/// Rows go to hidden files beside the final ones. A commit makes them durable, replaces the note `<path>/_penstock/<query>` in one step, which says what
/// the commit consists of, and then gives the files their names, `part-<epoch>-<query>.json`. The note is the moment of the commit: after a crash
/// before it the hidden files are thrown away and the epochs written again; after it the renames are finished. So each epoch takes effect once,
/// and several queries may write to one directory.
///
/// What readers see: a file is whole as soon as it has its name, and without `partitionBy` a commit is one file, so it is visible whole or
/// not at all to everybody who lists the directory. With `partitionBy` it is one file a directory, and a reader that lists them in the microseconds
/// between two renames can see some of them before the others; after a crash it can until the query starts again.
public final class FileSink implements Sink {
    private static final String NOTES = "_penstock";
    private static final String VERSION = "v1";
    /// Rows are kept in memory up to this size, then written on.
    private static final int FLUSH_BYTES = 1 << 20;

    private final FileFormat format;
    private final SinkRequest request;
    private final Disk disk;
    private final Path path;
    private final int[] partitionColumns;
    private final int[] dataColumns;
    private final RowWriter writer;
    private final TextFormatter[] partitionFormatters;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private String query = "";
    private long lastEpoch = -1;

    /// Appends one row, given by its columns without those of the partition, and what separates records.
    @FunctionalInterface
    private interface RowWriter {
        void write(Vector[] columns, int row, ByteBuilder to);
    }

    /// A file of the commit in hand: what was written to `hidden` and what waits in `buffer`.
    private static final class Part {
        private final Path hidden;
        private final Path visible;
        private final ByteBuilder buffer = new ByteBuilder(1 << 12);
        private Disk.@Nullable File file;
        private long written;

        Part(Path hidden, Path visible) {
            this.hidden = hidden;
            this.visible = visible;
        }
    }

    FileSink(FileFormat format, SinkRequest request) {
        this.format = format;
        this.request = request;
        disk = request.world().disk();
        format.requireKnownToWrite(request.options());
        if (!request.mode().equalsIgnoreCase("append")) {
            throw new UserException("STREAMING_OUTPUT_MODE.UNSUPPORTED_DATASOURCE",
                    Map.of("outputMode", request.mode(), "className", format.label()));
        }
        path = Path.of(request.options().require("path", "it says where the files go")
                .replaceFirst("^file:(//(?=/))?", "")).toAbsolutePath();
        partitionColumns = request.partitionBy().stream().mapToInt(this::column).toArray();
        dataColumns = java.util.stream.IntStream.range(0, request.schema().size())
                .filter(i -> java.util.Arrays.stream(partitionColumns).noneMatch(p -> p == i))
                .toArray();
        var zone = FileFormat.zone(request.options());
        partitionFormatters = java.util.Arrays.stream(partitionColumns)
                .mapToObj(i -> TextFormatter.of(request.schema().type(i), zone))
                .toArray(TextFormatter[]::new);
        writer = writer();
    }

    private int column(String name) {
        int index = request.schema().indexOf(name);
        if (index < 0) {
            throw new UserException("PARTITION_COLUMN_NOT_FOUND_IN_SCHEMA",
                    Map.of("column", name, "schema", request.schema().toString()));
        }
        return index;
    }

    private Schema dataSchema() {
        return new Schema(
                java.util.Arrays.stream(dataColumns).mapToObj(request.schema()::field).toList());
    }

    private byte[] separator() {
        return request.options().get("lineSep", "\n").getBytes(StandardCharsets.UTF_8);
    }

    private RowWriter writer() {
        var schema = dataSchema();
        var separator = separator();
        return switch (format) {
            case JSON -> {
                var json = new JsonWriter(schema.asStruct(), FileFormat.json(request.options()));
                yield (columns, row, to) -> {
                    json.write(new StructVector(row + 1, columns), row, to);
                    to.put(separator);
                };
            }
            case CSV -> {
                var csv = new CsvWriter(schema, FileFormat.csv(request.options()));
                yield (columns, row, to) -> {
                    csv.write(columns, row, to);
                    to.put(separator);
                };
            }
            case TEXT -> {
                requireText(schema);
                yield (columns, row, to) -> {
                    var text = (BytesVector) columns[0];
                    if (!text.isNull(row)) {
                        to.put(text.buffer(), text.offset(row), text.length(row));
                    }
                    to.put(separator);
                };
            }
        };
    }

    private static void requireText(Schema schema) {
        if (schema.size() != 1 || !schema.type(0).isText()) {
            var type = schema.size() == 1 ? schema.type(0) : DataType.NULL;
            throw new UserException("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
                    Map.of("format", "Text", "columnName",
                            "`" + String.join("`, `", schema.names()) + "`", "columnType",
                            "\"" + type.sql() + "\""));
        }
    }

    @Override
    public void open(Start start) {
        query = start.queryId().replaceAll("[^A-Za-z0-9-]", "_");
        try {
            disk.createDirectories(path.resolve(NOTES));
            disk.syncDirectory(path);
            if (disk.exists(note())) {
                recover();
            }
            removeHidden(path);
        } catch (IOException e) {
            throw new TransientException(path + " cannot be written", e);
        }
    }

    /// Removes what an earlier run left unfinished.
    private void removeHidden(Path directory) throws IOException {
        for (var name : disk.list(directory)) {
            if (name.startsWith(".part-") && name.endsWith(hiddenSuffix())) {
                disk.delete(directory.resolve(name));
            } else if (name.contains("=")) {
                removeHidden(directory.resolve(name));
            }
        }
    }

    private String hiddenSuffix() {
        return "-" + query + format.suffix() + ".tmp";
    }

    private Path note() {
        return path.resolve(NOTES).resolve(query);
    }

    /// Learns the last epoch and finishes its renames.
    private void recover() throws IOException {
        var lines = DurableText.read(disk, note()).lines().toList();
        if (lines.size() < 3 || !lines.getFirst().equals(VERSION)) {
            throw new UserException("CHECKPOINT_CORRUPT", Map.of("file", note().toString(),
                    "position", "0", "reason", "it is no note of a commit"));
        }
        lastEpoch = Long.parseLong(lines.get(1));
        var renames = new LinkedHashMap<Path, Path>();
        for (var line : lines.subList(3, lines.size())) {
            var words = line.split("\t", -1);
            renames.put(path.resolve(DurableText.unescape(words[0])),
                    path.resolve(DurableText.unescape(words[1])));
        }
        boolean whole = true;
        for (var entry : renames.entrySet()) {
            whole &= disk.exists(entry.getKey()) || disk.exists(entry.getValue());
        }
        if (whole) {
            rename(renames);
        } else {
            takeBack(renames, Long.parseLong(lines.get(2)));
        }
    }

    /// The machine went down within a rename, and neither name has survived, which not all file systems rule out. The commit has then not been
    /// confirmed to anyone: what is there of it is removed, and its epochs will be written again.
    private void takeBack(Map<Path, Path> renames, long previous) throws IOException {
        for (var visible : renames.values()) {
            disk.delete(visible);
        }
        syncDirectories(renames);
        DurableText.write(disk, note(), VERSION + "\n" + previous + "\n" + previous + "\n");
        lastEpoch = previous;
    }

    /// Gives files their names, within their directories.
    private void rename(Map<Path, Path> renames) throws IOException {
        for (var entry : renames.entrySet()) {
            if (disk.exists(entry.getKey())) {
                disk.rename(entry.getKey(), entry.getValue());
            }
        }
        syncDirectories(renames);
    }

    /// Makes the names of these files durable, and those of the directories that lead to them.
    private void syncDirectories(Map<Path, Path> renames) throws IOException {
        var directories = new HashSet<Path>();
        for (var visible : renames.values()) {
            for (var at = visible.getParent(); at != null && at.startsWith(path)
                    && directories.add(at); at = at.getParent()) {
                disk.syncDirectory(at);
            }
        }
    }

    @Override
    public long lastEpoch() {
        return lastEpoch;
    }

    @Override
    public void write(long epoch, Batch changes) {
        if (epoch <= lastEpoch) {
            return;
        }
        var columns = java.util.Arrays.stream(dataColumns).mapToObj(changes::column)
                .toArray(Vector[]::new);
        try {
            for (int i = 0; i < changes.count(); i++) {
                int row = changes.rows().at(i);
                assert changes.weight(row) > 0 : "in append mode nothing is taken back";
                var part = part(epoch, changes, row);
                for (long n = changes.weight(row); n > 0; n--) {
                    writer.write(columns, row, part.buffer);
                }
                if (part.buffer.size() >= FLUSH_BYTES) {
                    flush(part);
                }
            }
        } catch (IOException e) {
            throw new TransientException(path + " cannot be written", e);
        }
    }

    private Part part(long epoch, Batch changes, int row) {
        var directory = directory(changes, row);
        var known = parts.get(directory);
        if (known != null) {
            return known;
        }
        // Named by the first epoch that is in it: the same after a restart, whatever epochs are committed together.
        var name = String.format(java.util.Locale.ROOT, "part-%05d-%s%s", epoch, query,
                format.suffix());
        var visible = path.resolve(directory).resolve(name);
        var part = new Part(visible.resolveSibling("." + name + ".tmp"), visible);
        if (format == FileFormat.CSV && FileFormat.csv(request.options()).header()) {
            new CsvWriter(dataSchema(), FileFormat.csv(request.options())).writeHeader(part.buffer);
            part.buffer.put(separator());
        }
        parts.put(directory, part);
        return part;
    }

    private String directory(Batch changes, int row) {
        var directory = new StringBuilder();
        for (int i = 0; i < partitionColumns.length; i++) {
            var value = partitionFormatters[i].text(changes.column(partitionColumns[i]), row);
            directory.append(i == 0 ? "" : "/")
                    .append(escape(request.schema().field(partitionColumns[i]).name())).append('=')
                    .append(value == null || value.isEmpty()
                            ? FileTable.NULL_PARTITION
                            : escape(value));
        }
        return directory.toString();
    }

    /// Writes characters that mean something in a path as `%` and two digits, as Spark does.
    private static String escape(String text) {
        var escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if (c < ' ' || "\"#%'*/:=?\\{[]^\u007f".indexOf(c) >= 0) {
                escaped.append(String.format(java.util.Locale.ROOT, "%%%02X", c));
            } else {
                escaped.append((char) c);
            }
        });
        return escaped.toString();
    }

    private void flush(Part part) throws IOException {
        var file = part.file;
        if (file == null) {
            disk.createDirectories(Objects.requireNonNull(part.hidden.getParent()));
            file = disk.open(part.hidden);
            part.file = file;
            file.truncate(0);
        }
        file.write(ByteBuffer.wrap(part.buffer.array(), 0, part.buffer.size()), part.written);
        part.written += part.buffer.size();
        part.buffer.clear();
    }

    @Override
    public void commit(long epoch) {
        if (epoch <= lastEpoch || parts.isEmpty()) {
            return;
        }
        try {
            var renames = new LinkedHashMap<Path, Path>();
            var note = new StringBuilder(VERSION).append('\n').append(epoch).append('\n')
                    .append(lastEpoch).append('\n');
            for (var part : parts.values()) {
                flush(part);
                var file = java.util.Objects.requireNonNull(part.file);
                file.sync();
                file.close();
                renames.put(part.hidden, part.visible);
                note.append(DurableText.escape(path.relativize(part.hidden).toString()))
                        .append('\t')
                        .append(DurableText.escape(path.relativize(part.visible).toString()))
                        .append('\n');
            }
            // The hidden files have to be in their directory for good before a note tells of them.
            syncDirectories(renames);
            DurableText.write(disk, note(), note.toString());
            rename(renames);
            parts.clear();
            lastEpoch = epoch;
        } catch (IOException e) {
            throw new TransientException(path + " cannot be written", e);
        }
    }

    @Override
    public String settle(long epoch) {
        return "";
    }

    @Override
    public String description() {
        return "FileSink[" + path.toUri() + "]";
    }

    /// Leaves hidden files where they are: a commit that failed half-way may need them. The next start removes the others.
    @Override
    public void close() {
        for (var part : parts.values()) {
            try {
                if (part.file != null) {
                    part.file.close();
                }
            } catch (IOException _) {
                // Nothing that is needed was in it: commits close their files themselves.
            }
        }
        parts.clear();
    }
}

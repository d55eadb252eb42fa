package dev.penstock.files;

import dev.penstock.data.text.IntervalText;
import dev.penstock.io.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Decides which of the files that are there come next, by the options of the source. Used by one thread at a time.
final class FileChoice {
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private final long maxFiles;
    private final long maxBytes;
    private final boolean latestFirst;
    private final boolean fileNameOnly;
    private final long maxAgeMillis;
    private final Set<String> seen = new HashSet<>();
    private long newestMillis = Long.MIN_VALUE;

    FileChoice(Options options) {
        maxFiles = options.getLong("maxFilesPerTrigger", Long.MAX_VALUE, 1);
        maxBytes = options.getLong("maxBytesPerTrigger", Long.MAX_VALUE, 1);
        if (isLimited(maxFiles) && isLimited(maxBytes)) {
            throw options.invalid("maxBytesPerTrigger",
                    "maxFilesPerTrigger is given, too, and only one of them can be");
        }
        latestFirst = options.getBoolean("latestFirst", false);
        fileNameOnly = options.getBoolean("fileNameOnly", false);
        var age = options.get("maxFileAge", "7d").strip();
        var interval = IntervalText.parseCalendar(age.replaceFirst("^(\\d+)d$", "$1 days")
                .replaceFirst("^(\\d+)h$", "$1 hours")
                .replaceFirst("^(\\d+)m$", "$1 minutes").replaceFirst("^(\\d+)s$", "$1 seconds")
                .replaceFirst("^(\\d+)ms$", "$1 milliseconds"));
        if (interval == null) {
            throw options.invalid("maxFileAge", "it has to be a time such as 7d or 12 hours");
        }
        // As in Spark: reading the latest first with a limit, everything old is still to come.
        boolean ageless = latestFirst && (isLimited(maxFiles) || isLimited(maxBytes));
        maxAgeMillis = ageless
                ? Long.MAX_VALUE
                : interval.months() * 31L * MILLIS_PER_DAY + interval.days() * MILLIS_PER_DAY
                        + interval.micros() / 1000;
    }

    private static boolean isLimited(long max) {
        return max != Long.MAX_VALUE;
    }

    private String key(Path path) {
        return fileNameOnly ? path.getFileName().toString() : path.toString();
    }

    /// Files that the log has already.
    void markSeen(List<FoundFile> files) {
        for (var file : files) {
            seen.add(key(file.path()));
            newestMillis = Math.max(newestMillis, file.modifiedMillis());
        }
    }

    /// Those of `found` that have not been seen and are not too old, in the order in which they are to be read.
    List<FoundFile> unseen(List<FoundFile> found) {
        var files = new ArrayList<FoundFile>();
        var keys = new HashSet<String>();
        for (var file : found) {
            boolean old = newestMillis != Long.MIN_VALUE
                    && maxAgeMillis < newestMillis - file.modifiedMillis();
            if (!old && !seen.contains(key(file.path())) && keys.add(key(file.path()))) {
                files.add(file);
            }
        }
        if (latestFirst) {
            files.sort(Comparator.comparingLong(FoundFile::modifiedMillis).reversed()
                    .thenComparing(FoundFile::path));
        }
        return files;
    }

    /// As many of the first files as one epoch may have: at least one.
    List<FoundFile> cut(List<FoundFile> unseen) {
        int count = 0;
        long bytes = 0;
        while (count < unseen.size() && count < maxFiles) {
            bytes += unseen.get(count).bytes();
            if (count > 0 && bytes > maxBytes) {
                break;
            }
            count++;
        }
        return unseen.subList(0, count);
    }
}

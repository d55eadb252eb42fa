package dev.penstock.files;

import dev.penstock.data.error.UserException;
import dev.penstock.io.Options;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the files that a path, a directory or a glob pattern means. Immutable.
///
/// Names that begin with `_` or `.` are hidden. Below a directory only those of the form `key=value` are entered, unless `recursiveFileLookup` is on.
final class FileListing {
    private final Path base;
    private final @Nullable PathMatcher pattern;
    private final @Nullable PathMatcher nameFilter;
    private final boolean recursive;

    FileListing(Options options) {
        var path = options.require("path", "it says where the files are");
        if (path.startsWith("file:")) {
            path = path.substring("file:".length()).replaceFirst("^//(?=/)", "");
        }
        var absolute = Path.of(path).toAbsolutePath().normalize();
        int fixed = 0;
        while (fixed < absolute.getNameCount() && !isPattern(absolute.getName(fixed).toString())) {
            fixed++;
        }
        boolean plain = fixed == absolute.getNameCount();
        base = plain
                ? absolute
                : fixed == 0
                        ? absolute.getRoot()
                        : absolute.getRoot().resolve(absolute.subpath(0, fixed));
        pattern = plain ? null : matcher(absolute.toString());
        nameFilter = options.find("pathGlobFilter").map(FileListing::matcher).orElse(null);
        recursive = options.getBoolean("recursiveFileLookup", false);
    }

    private static boolean isPattern(String name) {
        return name.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    private static PathMatcher matcher(String glob) {
        return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    }

    /// The directory, or file, below which everything lies.
    Path base() {
        return base;
    }

    boolean isRecursive() {
        return recursive;
    }

    /// Fails when a path without pattern does not exist.
    void requireExists() {
        if (pattern == null && !Files.exists(base)) {
            throw new UserException("PATH_NOT_FOUND", Map.of("path", base.toString()));
        }
    }

    /// All files there are now, the oldest first, those of one moment by name. `directories` is given each directory that was looked into.
    List<FoundFile> list(List<Path> directories) throws IOException {
        var found = new ArrayList<FoundFile>();
        visit(base, pattern == null, true, found, directories);
        found.sort(
                Comparator.comparingLong(FoundFile::modifiedMillis).thenComparing(FoundFile::path));
        return found;
    }

    private void visit(Path path, boolean matched, boolean isBase, List<FoundFile> found,
            List<Path> directories) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return;
        }
        if (attributes.isDirectory()) {
            visitDirectory(path, matched, isBase, found, directories);
        } else if (matched && !isHidden(path)
                && (nameFilter == null || nameFilter.matches(path.getFileName()))) {
            found.add(new FoundFile(path, attributes.lastModifiedTime().toMillis(),
                    attributes.size()));
        }
    }

    private void visitDirectory(Path path, boolean matched, boolean isBase, List<FoundFile> found,
            List<Path> directories) throws IOException {
        boolean entered = isBase || !matched || recursive
                || path.getFileName().toString().contains("=")
                || (pattern != null && pattern.matches(path));
        if (!entered || (!isBase && isHidden(path))) {
            return;
        }
        directories.add(path);
        var children = new ArrayList<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
            stream.forEach(children::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return;
        }
        for (var child : children) {
            visit(child, matched || (pattern != null && pattern.matches(child)), false, found,
                    directories);
        }
    }

    private static boolean isHidden(Path path) {
        var name = path.getFileName().toString();
        return name.startsWith(".") || (name.startsWith("_") && !name.contains("="));
    }
}

package dev.penstock.files;

import java.nio.file.Path;

/// A file as it was when it was found: when it was last changed, in milliseconds since 1970, and its size in bytes.
record FoundFile(Path path, long modifiedMillis, long bytes) {}

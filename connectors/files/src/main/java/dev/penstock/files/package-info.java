/// Files of text, CSV and JSON as sources and sinks.
///
/// A source decides once, in a log of its own, which files belong to which offset; a sink makes each epoch visible by renaming finished files.
/// What is durable goes through [dev.penstock.data.sys.Disk]; what others put into a watched directory is found with `java.nio.file`.
/// Start with [dev.penstock.files.FileSource] and [dev.penstock.files.FileSink]; [dev.penstock.files.FileFormat] is what formats differ in.
@NullMarked
package dev.penstock.files;

import org.jspecify.annotations.NullMarked;

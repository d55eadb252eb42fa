package dev.penstock.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/// The classes of this test's class path as a JVM starts soonest with them: in jars, with a cache of what a first process loaded, as the
/// `penstock` command has it for its own.
final class ClassCache {
    private final List<String> jars = new ArrayList<>();
    private final Path cache;

    /// Puts classes that lie in directories into jars, which is what a cache asks for.
    ClassCache(Path directory) {
        cache = directory.resolve("classes.aot");
        try {
            for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                var path = Path.of(entry);
                if (Files.isDirectory(path)) {
                    var jar = directory.resolve("classes-" + jars.size() + ".jar");
                    pack(path, jar);
                    jars.add(jar.toString());
                } else if (Files.exists(path)) {
                    jars.add(entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(
                        classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    /// The options of a process that leaves the cache behind when it ends by itself.
    List<String> toMake() {
        return List.of("-Xlog:disable", "-XX:AOTCacheOutput=" + cache, "-cp", classPath());
    }

    /// The options of a process that uses the cache, if there is one.
    List<String> toUse() {
        return Files.exists(cache)
                ? List.of("-Xlog:disable", "-XX:AOTCache=" + cache, "-cp", classPath())
                : List.of("-cp", classPath());
    }

    private String classPath() {
        return String.join(File.pathSeparator, jars);
    }
}

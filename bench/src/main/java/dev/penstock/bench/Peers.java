package dev.penstock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The engines that Penstock is compared with. Their jars, hundreds of megabytes, are fetched and their jobs compiled at first use, by
/// `bench/peers/pom.xml` and `bench/peers/flink/pom.xml`, which are no part of the build.
public final class Peers {
    /// What Spark needs on Java 17, as its own scripts pass it.
    private static final List<String> SPARK_OPENS = Stream
            .of("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net",
                    "java.nio",
                    "java.util", "java.util.concurrent", "java.util.concurrent.atomic",
                    "sun.nio.ch",
                    "sun.nio.cs", "sun.security.action", "sun.util.calendar")
            .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED").toList();

    private final Setting setting;
    private final Path lib;

    private final String classes;

    private Peers(Setting setting, Path lib, String classes) {
        this.setting = setting;
        this.lib = lib;
        this.classes = classes;
    }

    /// Spark and DuckDB: fetches and compiles what is missing.
    public static Peers prepare(Setting setting) throws IOException, InterruptedException {
        return prepare(setting, "bench/peers", "penstock-bench-peers",
                "Spark and DuckDB (the first time 360 MB)");
    }

    /// Flink: fetches and compiles what is missing.
    public static Peers flink(Setting setting) throws IOException, InterruptedException {
        return prepare(setting, "bench/peers/flink", "penstock-bench-flink",
                "Flink (the first time 160 MB)");
    }

    private static Peers prepare(Setting setting, String folder, String artifact, String what)
            throws IOException, InterruptedException {
        var peers = setting.home().resolve(folder);
        var lib = peers.resolve("target/lib");
        var jar = lib.resolve(artifact + "-0.1.0-SNAPSHOT.jar");
        if (!newer(jar, peers.resolve("src"), peers.resolve("pom.xml"))) {
            setting.report().progress("fetching " + what + " and compiling their jobs");
            var log = Files.createTempFile(setting.scratch(), "peers-", ".log");
            int code = new ProcessBuilder("mvn", "-q", "-B", "-ntp", "-f",
                    peers.resolve("pom.xml").toString(), "package")
                    .redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
            if (code != 0) {
                throw new IOException("the peers cannot be built:\n" + Files.readString(log));
            }
        }
        return new Peers(setting, lib, "dev.penstock.bench.peers."
                + (folder.endsWith("flink") ? "flink." : ""));
    }

    private static boolean newer(Path jar, Path... sources) throws IOException {
        if (!Files.exists(jar)) {
            return false;
        }
        var built = Files.getLastModifiedTime(jar);
        for (var source : sources) {
            try (var files = Files.walk(source)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    if (Files.getLastModifiedTime(file).compareTo(built) > 0) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /// Starts a job of these peers.
    public Child start(String main, List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(javaForPeers());
        command.addAll(List.of("-XX:+UseG1GC", "-Xmx3g", "-XX:+IgnoreUnrecognizedVMOptions",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Djdk.reflect.useDirectMethodHandle=false"));
        command.addAll(SPARK_OPENS);
        command.addAll(List.of("-cp", lib + "/*", classes + main));
        command.addAll(arguments);
        return Child.start(setting, main, command);
    }

    /// A JDK 17 or 21, with which Spark and Flink are tested, or this one when there is none.
    private static String javaForPeers() throws IOException {
        var jvms = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(jvms)) {
            try (var found = Files.list(jvms)) {
                var java = found.filter(path -> version(path).matches("(17|21)\\b.*"))
                        .map(path -> path.resolve("bin/java"))
                        .filter(Files::isExecutable).sorted().findFirst();
                if (java.isPresent()) {
                    return java.get().toString();
                }
            }
        }
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String version(Path jdk) {
        try {
            return Files.readAllLines(jdk.resolve("release")).stream()
                    .filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("JAVA_VERSION=\"|\"", "")).findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}

package dev.penstock.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A real Spark: a standalone master, two workers and a Connect server, each a process on loopback, out of the jars in `HOME/jars`.
final class SparkCluster implements AutoCloseable {
    private static final long START_SECONDS = 120;
    /// What Spark asks of a JVM that it does not start itself.
    private static final List<String> OPENED = List.of("java.base/java.lang",
            "java.base/java.lang.invoke", "java.base/java.lang.reflect", "java.base/java.io",
            "java.base/java.net", "java.base/java.nio", "java.base/java.util",
            "java.base/java.util.concurrent", "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.ref", "java.base/sun.nio.ch", "java.base/sun.nio.cs",
            "java.base/sun.security.action", "java.base/sun.util.calendar");

    private final Path home;
    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final int connectPort = freePort();

    private SparkCluster(Path home, Path directory) {
        this.home = home;
        this.directory = directory;
    }

    /// Starts everything and returns when clients can connect.
    static SparkCluster start(Path home, Path directory) {
        var cluster = new SparkCluster(home, directory);
        try {
            int masterPort = freePort();
            cluster.run("master", "256m", "org.apache.spark.deploy.master.Master", "--host",
                    "127.0.0.1", "--port", String.valueOf(masterPort), "--webui-port", "0");
            cluster.awaitPort(masterPort);
            var master = "spark://127.0.0.1:" + masterPort;
            for (var worker : List.of("worker-1", "worker-2")) {
                cluster.run(worker, "256m", "org.apache.spark.deploy.worker.Worker", "--host",
                        "127.0.0.1", "--cores", "2", "--memory", "700m", "--webui-port", "0",
                        "--work-dir", directory.resolve(worker).toString(), master);
            }
            cluster.connect(master);
            cluster.awaitPort(cluster.connectPort);
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private void connect(String master) {
        var settings = List.of("spark.connect.grpc.binding.port=" + connectPort,
                "spark.connect.grpc.binding.address=127.0.0.1", "spark.driver.host=127.0.0.1",
                "spark.executor.memory=512m", "spark.executor.cores=2", "spark.ui.enabled=false",
                "spark.sql.shuffle.partitions=2",
                "spark.sql.warehouse.dir=" + directory.resolve("warehouse"),
                "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1");
        var arguments = new ArrayList<String>();
        for (var setting : settings) {
            arguments.addAll(List.of("--conf", setting));
        }
        arguments.addAll(List.of("--master", master, "--class",
                "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal"));
        run("connect", "1g", "org.apache.spark.deploy.SparkSubmit",
                arguments.toArray(String[]::new));
    }

    private void run(String name, String memory, String mainClass, String... arguments) {
        var words = new ArrayList<>(
                List.of(java(), "-Xmx" + memory, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                        "-Djava.net.preferIPv6Addresses=false",
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dio.netty.tryReflectionSetAccessible=true",
                        "-Dderby.system.home=" + directory));
        OPENED.forEach(opened -> words.add("--add-opens=" + opened + "=ALL-UNNAMED"));
        words.addAll(List.of("-cp", home.resolve("jars") + "/*", mainClass));
        words.addAll(List.of(arguments));
        var process = new ProcessBuilder(words).directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile());
        process.environment().put("SPARK_HOME", home.toString());
        process.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        process.environment().put("SPARK_SCALA_VERSION", "2.13"); // else it looks for a build of Spark
        process.environment().remove("JAVA_TOOL_OPTIONS");
        try {
            Files.createDirectories(directory);
            processes.add(process.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("penstock.spark.java", System.getProperty("java.home")),
                "bin", "java").toString();
    }

    private void awaitPort(int port) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!listens(port)) {
            if (System.nanoTime() > deadline
                    || processes.stream().anyMatch(process -> !process.isAlive())) {
                throw new AssertionError("Spark does not start; its logs are in " + directory);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static boolean listens(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where clients connect.
    String address() {
        return "sc://127.0.0.1:" + connectPort;
    }

    @Override
    public void close() {
        processes.reversed().forEach(Process::destroy);
        for (var process : processes) {
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}

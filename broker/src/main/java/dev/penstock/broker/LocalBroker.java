package dev.penstock.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/// A single-node Kafka broker in this process, on loopback, with its data in one directory.
///
/// It can be stopped and started again on the same port with the same data, as a broker that goes away and comes back.
/// Topics are not created by using them: a misspelt topic is an error. Not safe for two threads.
public final class LocalBroker implements AutoCloseable {
    private static final int LEADER_ATTEMPTS = 600;
    private static final long LEADER_PAUSE_MILLIS = 10;

    private final Path data;
    private final int port;
    private final int controllerPort;
    private @Nullable KafkaRaftServer server;

    private LocalBroker(Path data, int port, int controllerPort) {
        this.data = data;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /// Starts a broker on any free port. The directory is created when it does not exist; what it holds from before is served again.
    public static LocalBroker start(Path data) {
        return start(data, freePort());
    }

    /// Starts a broker on the given port and returns when it serves clients.
    public static LocalBroker start(Path data, int port) {
        Quiet.kafka();
        var broker = new LocalBroker(data.toAbsolutePath(), port, freePort());
        broker.start();
        return broker;
    }

    /// Where clients connect, for `kafka.bootstrap.servers`.
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /// Starts the broker again after [#stop], on the same port with the same data. Returns when it serves clients.
    public void start() {
        if (server != null) {
            throw new IllegalStateException("the broker is running");
        }
        StorageFormat.ensure(data);
        var starting = new KafkaRaftServer(new KafkaConfig(settings(), false), Time.SYSTEM);
        try {
            starting.startup();
        } catch (RuntimeException | Error e) {
            starting.shutdown();
            throw e;
        }
        server = starting;
    }

    /// Takes the broker away and keeps its data. Nothing happens when it is stopped already.
    public void stop() {
        var running = server;
        if (running != null) {
            server = null;
            running.shutdown();
            running.awaitShutdown();
        }
    }

    /// Creates a topic and returns when clients can use it.
    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /// Creates a topic with configuration such as `cleanup.policy`.
    public void createTopic(String name, int partitions, Map<String, String> configuration) {
        try (var admin = admin()) {
            admin.createTopics(
                    List.of(new NewTopic(name, Optional.of(partitions), Optional.of((short) 1))
                            .configs(configuration)))
                    .all().get();
            awaitLeaders(admin, name);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot create the topic " + name, e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// The controller says that a topic is there a moment before the broker has taken its partitions over.
    private static void awaitLeaders(Admin admin, String name)
            throws ExecutionException, InterruptedException {
        for (int attempt = 0; attempt < LEADER_ATTEMPTS; attempt++) {
            try {
                var topic = admin.describeTopics(List.of(name)).allTopicNames().get().get(name);
                if (topic != null && topic.partitions().stream()
                        .allMatch(partition -> partition.leader() != null)) {
                    return;
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
            Thread.sleep(LEADER_PAUSE_MILLIS);
        }
        throw new IllegalStateException("the topic " + name + " has no leaders");
    }

    /// Gives a topic more partitions, `partitions` altogether.
    public void growTopic(String name, int partitions) {
        try (var admin = admin()) {
            admin.createPartitions(Map.of(name, NewPartitions.increaseTo(partitions))).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot add partitions to the topic " + name,
                    e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// A client that administers this broker, for the caller to close.
    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    @Override
    public void close() {
        stop();
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no port is free on loopback", e);
        }
    }

    private Map<String, String> settings() {
        var settings = new java.util.HashMap<String, String>();
        settings.putAll(Map.of("process.roles", "broker,controller", "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners", "PLAINTEXT://127.0.0.1:" + port,
                "controller.listener.names", "CONTROLLER",
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs", data.toString(), "auto.create.topics.enable", "false"));
        // One node holds the only replica of everything.
        settings.putAll(
                Map.of("offsets.topic.replication.factor", "1", "offsets.topic.num.partitions", "1",
                        "transaction.state.log.replication.factor", "1",
                        "transaction.state.log.min.isr", "1",
                        "transaction.state.log.num.partitions", "1",
                        "share.coordinator.state.topic.replication.factor", "1",
                        "share.coordinator.state.topic.min.isr", "1",
                        "share.coordinator.state.topic.num.partitions", "1"));
        // Few threads and small buffers: it shares the machine with the query that is being shown or measured.
        settings.putAll(
                Map.of("num.network.threads", "1", "num.io.threads", "2", "background.threads", "1",
                        "num.recovery.threads.per.data.dir", "1", "log.cleaner.dedupe.buffer.size",
                        "2097152",
                        "log.cleaner.io.buffer.size", "65536", "socket.send.buffer.bytes", "-1",
                        "socket.receive.buffer.bytes", "-1"));
        // Nothing waits for company. A broker that was killed can come back when its old session has run out.
        settings.putAll(Map.of("group.initial.rebalance.delay.ms", "0",
                "group.coordinator.append.linger.ms", "0",
                "broker.heartbeat.interval.ms", "500", "broker.session.timeout.ms", "3000"));
        return settings;
    }

    /// Runs a broker as a process of its own until it is told to end: `--port PORT --data DIRECTORY`.
    /// Prints one line with its address when it serves clients.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = 9092;
        Path data = null;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--port" -> port = Integer.parseInt(arguments[i + 1]);
                case "--data" -> data = Path.of(arguments[i + 1]);
                default -> throw new IllegalArgumentException(
                        "unknown option " + arguments[i] + "; there are --port and --data");
            }
        }
        var broker = start(data != null ? data : Files.createTempDirectory("penstock-broker"),
                port);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            broker.close();
            stopped.countDown();
        }));
        System.out.println("Kafka broker at " + broker.bootstrapServers());
        stopped.await();
    }
}

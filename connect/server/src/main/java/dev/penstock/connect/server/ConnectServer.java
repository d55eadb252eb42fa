package dev.penstock.connect.server;

import dev.penstock.Penstock;
import dev.penstock.connect.server.rpc.ConnectService;
import dev.penstock.connect.server.rpc.Limits;
import dev.penstock.connect.server.session.Sessions;
import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.World;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A Spark Connect server over a [Penstock]: `ConnectServer.builder(penstock).port(15002).start()`.
///
/// It listens on loopback unless told otherwise, and elsewhere only with a token or TLS. Closing it ends the sessions of its clients; the Penstock
/// belongs to the caller. Safe for use by any thread.
public final class ConnectServer implements AutoCloseable {
    /// The port of Spark Connect.
    public static final int DEFAULT_PORT = 15002;
    /// Calls that ask are short; those that execute have threads of their own.
    private static final int CALL_THREADS = 16;
    /// Deep plans are read and analysed by recursion.
    private static final long CALL_STACK_BYTES = 16 << 20;
    private static final long TICK_NANOS = 500_000_000;
    /// Rows of a client are in memory twice for a moment: as sent and as columns.
    private static final int LOADED_PART_OF_MEMORY = 8;

    private final Server server;
    private final Sessions sessions;
    private final ThreadPoolExecutor calls;
    private final Thread ticker;
    private final Runnable warmUp;

    private ConnectServer(Server server, Sessions sessions, ThreadPoolExecutor calls,
            Thread ticker, Runnable warmUp) {
        this.server = server;
        this.sessions = sessions;
        this.calls = calls;
        this.ticker = ticker;
        this.warmUp = warmUp;
    }

    /// A server with options to be given; it serves what `penstock` has.
    public static Builder builder(Penstock penstock) {
        return new Builder(penstock);
    }

    /// The port on which the server listens.
    public int port() {
        return server.getPort();
    }

    /// How many clients have a session.
    public int sessionCount() {
        return sessions.all().size();
    }

    /// Asks itself what first clients ask, so that theirs need not wait until classes have been loaded. Takes about a second the first time; does
    /// nothing with TLS, whose certificate need not be one for this machine's own name.
    public void warmUp() {
        warmUp.run();
    }

    /// Waits until the server has been closed.
    public void awaitTermination() throws InterruptedException {
        server.awaitTermination();
    }

    /// Ends all sessions with what they run, and stops listening.
    @Override
    public void close() {
        ticker.interrupt();
        sessions.close();
        server.shutdownNow();
        calls.shutdownNow();
    }

    /// The options of a [ConnectServer].
    public static final class Builder {
        private final Penstock penstock;
        private String host = "localhost";
        private int port = DEFAULT_PORT;
        private Optional<String> token = Optional.empty();
        private Optional<TlsFiles> tls = Optional.empty();
        private Path artifactDirectory = Path.of(System.getProperty("java.io.tmpdir"),
                "penstock-artifacts");
        private Limits limits = Limits.STANDARD;
        private World world = World.system();

        private record TlsFiles(Path certificate, Path key) {}

        private Builder(Penstock penstock) {
            this.penstock = penstock;
        }

        /// The name or address on which to listen; `localhost` when not given.
        public Builder host(String name) {
            host = name;
            return this;
        }

        /// The port; 0 for one that is free.
        public Builder port(int number) {
            port = number;
            return this;
        }

        /// What clients must give as their bearer token.
        public Builder token(String secret) {
            token = Optional.of(secret);
            return this;
        }

        /// Encrypts with this certificate chain and private key, both in PEM files.
        public Builder tls(Path certificate, Path key) {
            tls = Optional.of(new TlsFiles(certificate, key));
            return this;
        }

        /// Where what clients send is kept while their sessions last.
        public Builder artifactDirectory(Path directory) {
            artifactDirectory = directory;
            return this;
        }

        /// How long and how large things may be.
        public Builder limits(Limits newLimits) {
            limits = newLimits;
            return this;
        }

        /// The clock and threads to use instead of the machine's: for simulations.
        public Builder world(World newWorld) {
            world = newWorld;
            return this;
        }

        /// The server, which listens when this returns.
        ///
        /// @throws UserException when it may not listen there
        /// @throws IOException when it cannot
        public ConnectServer start() throws IOException {
            var address = new InetSocketAddress(InetAddress.getByName(host), port);
            if (!address.getAddress().isLoopbackAddress() && token.isEmpty() && tls.isEmpty()) {
                throw new UserException("UNPROTECTED_SERVER", Map.of("host", host));
            }
            long loadedBytes = Runtime.getRuntime().maxMemory() / LOADED_PART_OF_MEMORY;
            var sessions = new Sessions(penstock::newSession, world.clock()::nanos,
                    artifactDirectory, loadedBytes);
            var service = new ConnectService(sessions, limits, world.clock()::nanos, loadedBytes);
            var calls = callThreads();
            var server = server(address, service, calls).start();
            var ticker = world.threads().start("penstock-connect-clock",
                    () -> tick(service, world));
            var listening = new InetSocketAddress(address.getAddress(), server.getPort());
            Runnable warmUp = tls.isPresent() ? () -> {
            } : () -> WarmUp.run(listening, token);
            return new ConnectServer(server, sessions, calls, ticker, warmUp);
        }

        private Server server(InetSocketAddress address, ConnectService service,
                ThreadPoolExecutor calls) throws IOException {
            var guarded = ServerInterceptors.intercept(ServiceDefinition.of(service),
                    new CallGuard(token));
            return listening(address)
                    .executor(calls)
                    .maxInboundMessageSize(limits.messageBytes())
                    .keepAliveTime(30, TimeUnit.SECONDS).keepAliveTimeout(20, TimeUnit.SECONDS)
                    .permitKeepAliveTime(5, TimeUnit.SECONDS).permitKeepAliveWithoutCalls(true)
                    .addService(guarded).build();
        }

        private NettyServerBuilder listening(InetSocketAddress address) throws IOException {
            if (tls.isEmpty()) {
                return NettyServerBuilder.forAddress(address, InsecureServerCredentials.create());
            }
            var files = tls.get();
            try {
                return NettyServerBuilder.forAddress(address, TlsServerCredentials
                        .create(files.certificate().toFile(), files.key().toFile()));
            } catch (IOException | IllegalArgumentException e) {
                throw new IOException("The certificate in " + files.certificate()
                        + " and the key in " + files.key() + " cannot be used: " + e.getMessage()
                        + ". Both have to be PEM files, the key one that is not encrypted.", e);
            }
        }

        private static ThreadPoolExecutor callThreads() {
            var numbers = new AtomicInteger();
            var pool = new ThreadPoolExecutor(CALL_THREADS, CALL_THREADS, 10, TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(), task -> {
                        var thread = new Thread(null, task,
                                "penstock-connect-call-" + numbers.incrementAndGet(),
                                CALL_STACK_BYTES);
                        thread.setDaemon(true);
                        return thread;
                    });
            pool.allowCoreThreadTimeOut(true);
            return pool;
        }

        private static void tick(ConnectService service, World world) {
            while (!Thread.currentThread().isInterrupted()) {
                world.clock().parkUntil(world.clock().nanos() + TICK_NANOS);
                service.tick();
            }
        }
    }
}

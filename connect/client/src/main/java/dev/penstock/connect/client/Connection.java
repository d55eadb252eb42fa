package dev.penstock.connect.client;

import dev.penstock.data.error.UserException;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
import org.apache.spark.connect.proto.AnalyzePlanResponse;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.ConfigResponse;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.FetchErrorDetailsRequest;
import org.apache.spark.connect.proto.FetchErrorDetailsResponse;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.ReleaseSessionRequest;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceStub;
import org.apache.spark.connect.proto.UserContext;

/// The line to one session of a cluster. Calls that meet a broken line are made again for about a minute; what the cluster refuses is a
/// [UserException]. Connections of one cluster share a channel. Safe for use by any thread.
public final class Connection implements AutoCloseable {
    static final String CLIENT = "penstock";
    /// Waits between tries grow from 50 ms by a factor of 4 up to a second; 15 tries as Spark's clients make, then it is not passing.
    private static final int TRIES = 15;
    private static final long FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Address address;
    private final ManagedChannel channel;
    private final AtomicInteger users;
    private final String sessionId = UUID.randomUUID().toString();
    private final UserContext user;
    private final SparkConnectServiceBlockingStub stub;
    private final SparkConnectServiceStub async;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Connection(Address address, ManagedChannel channel, AtomicInteger users) {
        this.address = address;
        this.channel = channel;
        this.users = users;
        users.incrementAndGet();
        var name = address.userId().orElse(System.getProperty("user.name", CLIENT));
        user = UserContext.newBuilder().setUserId(name).setUserName(name).build();
        var headers = headers(address);
        stub = SparkConnectServiceGrpc.newBlockingStub(channel).withInterceptors(headers);
        async = SparkConnectServiceGrpc.newStub(channel).withInterceptors(headers);
    }

    /// A line to a new session. Nothing is sent until something is asked for.
    static Connection open(Address address) {
        var builder = NettyChannelBuilder.forAddress(address.host(), address.port())
                .maxInboundMessageSize(Integer.MAX_VALUE);
        if (!address.encrypted()) {
            builder.usePlaintext();
        }
        return new Connection(address, builder.build(), new AtomicInteger());
    }

    /// A line to another new session over the same channel.
    Connection another() {
        return new Connection(address, channel, users);
    }

    private static ClientInterceptor headers(Address address) {
        var headers = new Metadata();
        address.token().ifPresent(token -> headers.put(key("authorization"), "Bearer " + token));
        address.headers().forEach((name, value) -> headers.put(key(name), value));
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    /// Where the cluster is.
    public Address address() {
        return address;
    }

    String sessionId() {
        return sessionId;
    }

    UserContext user() {
        return user;
    }

    SparkConnectServiceBlockingStub stub() {
        return stub;
    }

    SparkConnectServiceStub async() {
        return async;
    }

    /// Asks about a plan.
    public AnalyzePlanResponse analyze(Consumer<AnalyzePlanRequest.Builder> question) {
        var request = AnalyzePlanRequest.newBuilder().setSessionId(sessionId).setUserContext(user)
                .setClientType(CLIENT);
        question.accept(request);
        var message = request.build();
        return call(() -> stub.analyzePlan(message));
    }

    /// Reads or writes the configuration.
    public ConfigResponse config(Consumer<ConfigRequest.Operation.Builder> operation) {
        var request = ConfigRequest.newBuilder().setSessionId(sessionId).setUserContext(user)
                .setClientType(CLIENT);
        operation.accept(request.getOperationBuilder());
        var message = request.build();
        return call(() -> stub.config(message));
    }

    /// Carries out a command and gives all that it answers.
    public List<ExecutePlanResponse> execute(Command command) {
        return new Execution(this, Plan.newBuilder().setCommand(command).build()).all();
    }

    /// Runs a query and hands on what it answers, piece by piece.
    public void execute(Relation query, Consumer<ExecutePlanResponse> into) {
        new Execution(this, Plan.newBuilder().setRoot(query).build()).forEach(into);
    }

    /// Makes a call until it goes well or fails for good.
    <T> T call(Supplier<T> call) {
        for (int tried = 1;; tried++) {
            try {
                return call.get();
            } catch (StatusRuntimeException e) {
                if (!Failures.isPassing(e) || tried == TRIES) {
                    throw failure(e);
                }
                waitAfter(tried);
            }
        }
    }

    /// Waits before a further try; gives up when the thread is interrupted.
    static void waitAfter(int tried) {
        long wait = FIRST_WAIT_NANOS;
        for (int i = 1; i < tried && wait < LONGEST_WAIT_NANOS; i++) {
            wait *= 4;
        }
        LockSupport.parkNanos(Math.min(wait, LONGEST_WAIT_NANOS));
    }

    static boolean isWorthAnotherTry(int tried) {
        return tried < TRIES && !Thread.currentThread().isInterrupted();
    }

    /// What a call that failed for good means to the user.
    UserException failure(StatusRuntimeException failure) {
        if (Failures.isPassing(failure)) {
            return Failures.unreachable(failure, address);
        }
        var details = Failures.details(failure);
        return Failures.userException(failure, details, details.errorId().flatMap(this::fetch),
                address);
    }

    private Optional<FetchErrorDetailsResponse> fetch(String errorId) {
        try {
            return Optional.of(stub.fetchErrorDetails(FetchErrorDetailsRequest.newBuilder()
                    .setSessionId(sessionId).setUserContext(user).setClientType(CLIENT)
                    .setErrorId(errorId).build()));
        } catch (StatusRuntimeException _) {
            return Optional.empty(); // the status has told the most of it already
        }
    }

    /// Ends the session, with its queries, and the channel with its last session.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            stub.withDeadlineAfter(10, TimeUnit.SECONDS).releaseSession(ReleaseSessionRequest
                    .newBuilder().setSessionId(sessionId).setUserContext(user)
                    .setClientType(CLIENT).build());
        } catch (StatusRuntimeException _) {
            // The cluster ends a session that is silent, so nothing stays behind for long.
        }
        if (users.decrementAndGet() == 0) {
            channel.shutdownNow();
        }
    }
}

package dev.penstock.connect.server.rpc;

import dev.penstock.connect.server.error.ErrorDetails;
import dev.penstock.connect.server.execute.Executions;
import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.connect.server.session.SessionKey;
import dev.penstock.connect.server.session.Sessions;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.spark.connect.proto.*;

/// The service `spark.connect.SparkConnectService`: finds the session of a call and hands over to the class that knows the answer.
///
/// Safe for use by any thread. Calls come from the pool of the server; none but AnalyzePlan works for long.
public final class ConnectService implements SparkConnectServiceGrpc.AsyncService {
    private final Sessions sessions;
    private final Limits limits;
    private final LongSupplier nanos;
    private final ExecutePlan executions;
    private final Config config;

    public ConnectService(Sessions sessions, Limits limits, LongSupplier nanos,
            long localRelationBytes) {
        this.sessions = sessions;
        this.limits = limits;
        this.nanos = nanos;
        executions = new ExecutePlan(sessions, nanos);
        config = new Config(new SparkDefaults(localRelationBytes));
    }

    /// Called every second or so: reports progress and ends what nobody has asked about for too long.
    public void tick() {
        long now = nanos.getAsLong();
        for (var session : sessions.all()) {
            Executions.of(session).tick(now, limits.progressInterval().toNanos(),
                    limits.operationDetached().toNanos());
        }
        sessions.expire(limits.sessionIdle().toNanos(),
                session -> Executions.of(session).isAttached());
    }

    /// Answers for a session, which begins when it is new.
    private <T> void answer(StreamObserver<T> caller, SessionKey key, String observed,
            String clientType, Function<ServerSession, T> answer) {
        var known = sessions.find(key).orElse(null);
        Calls.answer(caller, known, clientType, () -> answer.apply(sessions.use(key, observed)));
    }

    @Override
    public void executePlan(ExecutePlanRequest request,
            StreamObserver<ExecutePlanResponse> caller) {
        executions.execute(request, (ServerCallStreamObserver<ExecutePlanResponse>) caller);
    }

    @Override
    public void reattachExecute(ReattachExecuteRequest request,
            StreamObserver<ExecutePlanResponse> caller) {
        executions.reattach(request, (ServerCallStreamObserver<ExecutePlanResponse>) caller);
    }

    @Override
    public void analyzePlan(AnalyzePlanRequest request,
            StreamObserver<AnalyzePlanResponse> caller) {
        answer(caller, Calls.key(request.getUserContext(), request.getSessionId()),
                request.getClientObservedServerSideSessionId(), request.getClientType(),
                session -> AnalyzePlan.answer(request, session));
    }

    @Override
    public void config(ConfigRequest request, StreamObserver<ConfigResponse> caller) {
        answer(caller, Calls.key(request.getUserContext(), request.getSessionId()),
                request.getClientObservedServerSideSessionId(), request.getClientType(),
                session -> config.answer(request, session));
    }

    @Override
    public StreamObserver<AddArtifactsRequest> addArtifacts(
            StreamObserver<AddArtifactsResponse> caller) {
        return new AddArtifacts(sessions, caller);
    }

    @Override
    public void artifactStatus(ArtifactStatusesRequest request,
            StreamObserver<ArtifactStatusesResponse> caller) {
        answer(caller, Calls.key(request.getUserContext(), request.getSessionId()),
                request.getClientObservedServerSideSessionId(), request.getClientType(),
                session -> {
                    var answer = ArtifactStatusesResponse.newBuilder()
                            .setSessionId(session.key().sessionId())
                            .setServerSideSessionId(session.serverSideId());
                    request.getNamesList()
                            .forEach(name -> answer.putStatuses(name,
                                    ArtifactStatusesResponse.ArtifactStatus.newBuilder()
                                            .setExists(session.artifacts().exists(name)).build()));
                    return answer.build();
                });
    }

    @Override
    public void interrupt(InterruptRequest request, StreamObserver<InterruptResponse> caller) {
        answer(caller, Calls.key(request.getUserContext(), request.getSessionId()),
                request.getClientObservedServerSideSessionId(), request.getClientType(),
                session -> Interrupt.answer(request, session));
    }

    @Override
    public void releaseExecute(ReleaseExecuteRequest request,
            StreamObserver<ReleaseExecuteResponse> caller) {
        var key = Calls.key(request.getUserContext(), request.getSessionId());
        Calls.answer(caller, null, request.getClientType(),
                () -> ReleaseExecute.answer(request, sessions.existing(key,
                        request.getClientObservedServerSideSessionId())));
    }

    @Override
    public void releaseSession(ReleaseSessionRequest request,
            StreamObserver<ReleaseSessionResponse> caller) {
        var key = Calls.key(request.getUserContext(), request.getSessionId());
        Calls.answer(caller, null, request.getClientType(), () -> {
            var answer = ReleaseSessionResponse.newBuilder().setSessionId(request.getSessionId());
            sessions.find(key).ifPresent(
                    session -> answer.setServerSideSessionId(session.serverSideId()));
            sessions.release(key, request.getAllowReconnect());
            return answer.build();
        });
    }

    @Override
    public void fetchErrorDetails(FetchErrorDetailsRequest request,
            StreamObserver<FetchErrorDetailsResponse> caller) {
        answer(caller, Calls.key(request.getUserContext(), request.getSessionId()),
                request.getClientObservedServerSideSessionId(), request.getClientType(),
                session -> session.part(ErrorDetails.class, ErrorDetails::new)
                        .take(request.getErrorId())
                        .orElseGet(FetchErrorDetailsResponse::newBuilder)
                        .setSessionId(session.key().sessionId())
                        .setServerSideSessionId(session.serverSideId()).build());
    }

    @Override
    public void cloneSession(CloneSessionRequest request,
            StreamObserver<CloneSessionResponse> caller) {
        var key = Calls.key(request.getUserContext(), request.getSessionId());
        Calls.answer(caller, sessions.find(key).orElse(null), request.getClientType(), () -> {
            var original = sessions.existing(key, request.getClientObservedServerSideSessionId());
            var id = request.getNewSessionId().isEmpty()
                    ? UUID.randomUUID().toString()
                    : request.getNewSessionId();
            var copy = sessions.fork(original, id);
            return CloneSessionResponse.newBuilder().setSessionId(original.key().sessionId())
                    .setServerSideSessionId(original.serverSideId())
                    .setNewSessionId(copy.key().sessionId())
                    .setNewServerSideSessionId(copy.serverSideId()).build();
        });
    }

    @Override
    public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> caller) {
        answer(caller, Calls.key(request.getUserContext(), request.getSessionId()),
                request.getClientObservedServerSideSessionId(), request.getClientType(),
                session -> GetStatus.answer(request, session));
    }
}

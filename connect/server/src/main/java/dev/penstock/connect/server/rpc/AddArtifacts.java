package dev.penstock.connect.server.rpc;

import dev.penstock.connect.server.artifact.Artifacts;
import dev.penstock.connect.server.error.Errors;
import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.connect.server.session.Sessions;
import dev.penstock.data.error.UserException;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.spark.connect.proto.AddArtifactsRequest;
import org.apache.spark.connect.proto.AddArtifactsRequest.ArtifactChunk;
import org.apache.spark.connect.proto.AddArtifactsResponse;
import org.jspecify.annotations.Nullable;

/// `AddArtifacts`: receives files, whole or in chunks, each with a checksum. Nothing is kept in memory beyond the message in hand.
///
/// A file with a wrong checksum is not kept, and the answer says so; clients send it again. Belongs to one call.
final class AddArtifacts implements StreamObserver<AddArtifactsRequest> {
    private final Sessions sessions;
    private final StreamObserver<AddArtifactsResponse> caller;
    private final AddArtifactsResponse.Builder answer = AddArtifactsResponse.newBuilder();
    private @Nullable ServerSession session;
    private Artifacts.@Nullable Incoming incoming;
    private long chunksLeft;
    private boolean intact;
    private boolean failed;

    AddArtifacts(Sessions sessions, StreamObserver<AddArtifactsResponse> caller) {
        this.sessions = sessions;
        this.caller = caller;
    }

    @Override
    public void onNext(AddArtifactsRequest request) {
        if (failed) {
            return;
        }
        try {
            receive(session(request).artifacts(), request);
        } catch (Throwable e) { // whatever it is, the client is told
            failed = true;
            giveUp();
            caller.onError(Errors.status(e, session, request.getClientType()));
        }
    }

    private ServerSession session(AddArtifactsRequest request) {
        var known = session;
        if (known == null) {
            known = sessions.use(Calls.key(request.getUserContext(), request.getSessionId()),
                    request.getClientObservedServerSideSessionId());
            session = known;
        }
        return known;
    }

    private void receive(Artifacts artifacts, AddArtifactsRequest request) {
        switch (request.getPayloadCase()) {
            case BATCH -> request.getBatch().getArtifactsList().forEach(single -> {
                requireNoneBegun();
                begin(artifacts, single.getName(), 1);
                chunk(single.getData());
            });
            case BEGIN_CHUNK -> {
                requireNoneBegun();
                var begin = request.getBeginChunk();
                begin(artifacts, begin.getName(), begin.getNumChunks());
                chunk(begin.getInitialChunk());
            }
            case CHUNK -> chunk(request.getChunk());
            case PAYLOAD_NOT_SET -> throw invalid("a message without payload");
        }
    }

    private static UserException invalid(String what) {
        return new UserException("CONNECT_INVALID_PLAN.ASSERTION_FAILURE",
                Map.of("message", "the artifacts cannot be received: " + what));
    }

    private void requireNoneBegun() {
        if (incoming != null) {
            throw invalid("'" + incoming.name() + "' has not ended, " + chunksLeft
                    + " chunks are missing");
        }
    }

    private void begin(Artifacts artifacts, String name, long chunks) {
        if (chunks < 1) {
            throw invalid("'" + name + "' has " + chunks + " chunks");
        }
        incoming = artifacts.begin(name);
        chunksLeft = chunks;
        intact = true;
    }

    private void chunk(ArtifactChunk chunk) {
        var current = incoming;
        if (current == null) {
            throw invalid("a chunk of no artifact");
        }
        var checksum = new CRC32();
        chunk.getData().asReadOnlyByteBufferList().forEach(checksum::update);
        intact &= checksum.getValue() == chunk.getCrc();
        if (intact) {
            current.write(chunk.getData());
        }
        chunksLeft--;
        if (chunksLeft == 0) {
            if (intact) {
                current.finish();
            } else {
                current.close();
            }
            answer.addArtifactsBuilder().setName(current.name()).setIsCrcSuccessful(intact);
            incoming = null;
        }
    }

    private void giveUp() {
        if (incoming != null) {
            incoming.close();
            incoming = null;
        }
    }

    @Override
    public void onError(Throwable gone) {
        giveUp();
    }

    @Override
    public void onCompleted() {
        if (failed) {
            return;
        }
        var known = session;
        if (incoming != null || known == null) {
            giveUp();
            caller.onError(Errors.status(invalid("the last one has not ended"), known, ""));
            return;
        }
        caller.onNext(answer.setSessionId(known.key().sessionId())
                .setServerSideSessionId(known.serverSideId()).build());
        caller.onCompleted();
    }
}

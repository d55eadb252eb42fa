package dev.penstock.connect.server.execute;

import dev.penstock.connect.server.error.Errors;
import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.data.error.UserException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.GetStatusResponse.OperationStatus.OperationState;
import org.jspecify.annotations.Nullable;

/// One operation from its start until its client has released it.
///
/// Its work is done by one thread of its own; interrupting, attaching and asking come from others. Safe for use by any thread, but for what
/// [Operation] says.
public final class Execution implements Operation {
    /// Expressions nest, and every step of a plan may nest them once more: room for the deepest plan that a message may hold.
    private static final long STACK_BYTES = 64 << 20;

    /// What a client asked for. `chunkBytes` is how large a piece of a result may be, 0 when pieces may not be cut.
    public record Request(String operationId, Set<String> tags, boolean reattachable,
            long chunkBytes, String clientType) {
        public Request {
            tags = Set.copyOf(tags);
        }
    }

    /// What an operation does on its thread.
    @FunctionalInterface
    public interface Work {
        void run(Execution operation) throws InterruptedException;
    }

    private final ServerSession session;
    private final Request request;
    private final ResponseBuffer buffer = new ResponseBuffer();
    private volatile OperationState state = OperationState.OPERATION_STATE_RUNNING;
    private volatile boolean interrupted;
    private volatile boolean lasting;
    private final AtomicLong pieces = new AtomicLong();
    private final ExecutePlanResponse.Builder closing = ExecutePlanResponse.newBuilder();
    private @Nullable Thread thread;

    Execution(ServerSession session, Request request) {
        this.session = session;
        this.request = request;
    }

    @Override
    public ServerSession session() {
        return session;
    }

    @Override
    public String id() {
        return request.operationId();
    }

    @Override
    public void outlastInterrupts() {
        lasting = true;
    }

    boolean isLasting() {
        return lasting;
    }

    /// Whether a client may go on with the operation over another connection.
    public boolean isReattachable() {
        return request.reattachable();
    }

    Request request() {
        return request;
    }

    ResponseBuffer buffer() {
        return buffer;
    }

    public OperationState state() {
        return interrupted && state == OperationState.OPERATION_STATE_RUNNING
                ? OperationState.OPERATION_STATE_TERMINATING
                : state;
    }

    boolean isRunning() {
        return state == OperationState.OPERATION_STATE_RUNNING;
    }

    synchronized void start(Work work) {
        var started = new Thread(null, () -> run(work), "penstock-connect-" + id(), STACK_BYTES);
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    private void run(Work work) {
        try {
            work.run(this);
            sayComplete();
            state = OperationState.OPERATION_STATE_SUCCEEDED;
            buffer.end(null);
        } catch (Throwable e) { // whatever it is, the client is told, and the thread has nothing else to do
            boolean cancelled = interrupted || e instanceof CancellationException
                    || e instanceof InterruptedException;
            state = cancelled
                    ? OperationState.OPERATION_STATE_CANCELLED
                    : OperationState.OPERATION_STATE_FAILED;
            var told = cancelled ? new UserException("OPERATION_CANCELED", Map.of()) : e;
            buffer.end(Errors.status(told, session, request.clientType()));
        }
    }

    private void sayComplete() {
        if (request.reattachable()) {
            closing.setResultComplete(ExecutePlanResponse.ResultComplete.getDefaultInstance());
        }
        if (closing.hasResultComplete() || closing.hasMetrics()) {
            send(closing);
        }
    }

    /// What the client is told when all has gone well, together with the word that the result is complete: metrics of the whole. Used by the thread
    /// that runs the operation.
    ExecutePlanResponse.Builder closing() {
        return closing;
    }

    @Override
    public void send(ExecutePlanResponse.Builder response) {
        if (interrupted) {
            throw new CancellationException();
        }
        if (response.hasArrowBatch()) {
            pieces.incrementAndGet();
        }
        try {
            buffer.add(addressed(response));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }

    private ExecutePlanResponse addressed(ExecutePlanResponse.Builder response) {
        return response.setSessionId(session.key().sessionId())
                .setServerSideSessionId(session.serverSideId()).setOperationId(id())
                .setResponseId(UUID.randomUUID().toString()).build();
    }

    /// Tells the client that there is still somebody at work, and how much has been given.
    void reportProgress() {
        if (!isRunning()) {
            return;
        }
        var progress = ExecutePlanResponse.newBuilder();
        progress.getExecutionProgressBuilder().setNumInflightTasks(1).addStagesBuilder()
                .setStageId(0).setNumTasks(pieces.get() + 1).setNumCompletedTasks(pieces.get());
        buffer.offer(addressed(progress));
    }

    /// Ends the operation as soon as possible; the client gets `OPERATION_CANCELED`.
    synchronized void interrupt() {
        if (!isRunning()) {
            return;
        }
        interrupted = true;
        buffer.close();
        if (thread != null) {
            thread.interrupt();
        }
    }

    /// Waits until the thread is done, at most so long.
    void join(long millis) throws InterruptedException {
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running != null && running.threadId() != Thread.currentThread().threadId()) {
            running.join(millis);
        }
    }
}

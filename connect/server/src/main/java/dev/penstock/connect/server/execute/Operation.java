package dev.penstock.connect.server.execute;

import dev.penstock.connect.server.session.ServerSession;
import org.apache.spark.connect.proto.ExecutePlanResponse;

/// Something that a client has asked for, while it runs. Used by the thread that runs it.
///
/// That thread is interrupted when the client interrupts or releases the operation, or has gone for too long: whatever waits ends with
/// an [InterruptedException], and [#send] with a [java.util.concurrent.CancellationException]. Both may simply go on to the caller.
public interface Operation {
    ServerSession session();

    /// The operation's id, as the client knows it.
    String id();

    /// Hands a response to the client; ids of session, operation and response are filled in. Waits while the buffer is full.
    ///
    /// @throws java.util.concurrent.CancellationException when the operation has been interrupted
    void send(ExecutePlanResponse.Builder response);

    /// From now on the operation goes on when the client interrupts all that it has asked for, or what has a tag: listening is not work.
    void outlastInterrupts();
}

package dev.penstock.connect.server.execute;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

import dev.penstock.connect.wire.ArrowRows;
import dev.penstock.connect.wire.ArrowWriter;
import dev.penstock.connect.wire.ConstantMessages;
import dev.penstock.connect.wire.TypeMessages;
import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import dev.penstock.engine.session.Observations;
import dev.penstock.engine.session.SessionState;
import dev.penstock.plan.spec.Relation;
import java.util.function.Consumer;
import org.apache.spark.connect.proto.ExecutePlanResponse;

/// The rows of a query as responses: at least one piece of rows, the first with the schema; metrics go with the end of the operation.
///
/// A client tells the server of each response that it has it, in a call of its own, so a small answer comes in as few as can be.
/// Not safe for two threads.
public final class QueryResult {
    private final Execution operation;
    private final long chunkBytes;
    private ExecutePlanResponse.Builder next = ExecutePlanResponse.newBuilder();
    private long rows;

    private QueryResult(Execution operation) {
        this.operation = operation;
        chunkBytes = operation.request().chunkBytes();
    }

    /// Runs a query and sends its rows as they come; none are kept here.
    ///
    /// @throws dev.penstock.data.error.UserException for what is wrong with the query or its data
    public static void send(Relation relation, Execution operation) {
        new QueryResult(operation).run(relation);
    }

    private void run(Relation relation) {
        var state = operation.session().session().state();
        var writer = new ArrowWriter[1];
        state.run(relation, schema -> begin(schema, state, writer));
        writer[0].finish();
        metrics(relation);
        observed(relation, state);
    }

    /// What observations in the query have seen.
    private void observed(Relation relation, SessionState state) {
        for (var observed : Observations.of(relation, state)) {
            var metrics = operation.closing().addObservedMetricsBuilder().setName(observed.name())
                    .setPlanId(observed.planId()).addAllKeys(observed.schema().names());
            for (int i = 0; i < observed.values().size(); i++) {
                metrics.addValues(ConstantMessages.message(observed.values().get(i),
                        observed.schema().type(i)));
            }
        }
    }

    private Consumer<Batch> begin(Schema schema, SessionState state, ArrowWriter[] made) {
        next.setSchema(TypeMessages.message(schema));
        var writer = new ArrowWriter(schema, state.zone(), this::send);
        made[0] = writer;
        return writer::add;
    }

    private void send(ArrowRows piece) {
        int length = piece.bytes().length;
        if (chunkBytes <= 0) {
            send(piece, 0, length, 0, 0);
        } else {
            long chunks = Math.max(1, (length + chunkBytes - 1) / chunkBytes);
            for (long chunk = 0; chunk < chunks; chunk++) {
                int from = (int) (chunk * chunkBytes);
                send(piece, from, (int) Math.min(chunkBytes, length - from), chunk, chunks);
            }
        }
        rows += piece.rows();
    }

    private void send(ArrowRows piece, int from, int length, long chunk, long chunks) {
        ByteString data = UnsafeByteOperations.unsafeWrap(piece.bytes(), from, length);
        var batch = next.getArrowBatchBuilder().setRowCount(piece.rows()).setData(data)
                .setStartOffset(rows);
        if (chunks > 0) {
            batch.setChunkIndex(chunk).setNumChunksInBatch(chunks);
        }
        operation.send(next);
        next = ExecutePlanResponse.newBuilder();
    }

    private void metrics(Relation relation) {
        operation.closing().getMetricsBuilder().addMetricsBuilder()
                .setName(relation.getClass().getSimpleName())
                .putExecutionMetrics("numOutputRows",
                        ExecutePlanResponse.Metrics.MetricValue.newBuilder()
                                .setName("number of output rows").setMetricType("sum")
                                .setValue(rows).build());
    }
}

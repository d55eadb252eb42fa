package dev.penstock.connect.client.message;

import com.google.protobuf.ByteString;
import dev.penstock.connect.wire.ArrowWriter;
import dev.penstock.plan.spec.Relation;
import java.time.ZoneOffset;
import java.util.ArrayList;
import org.apache.spark.connect.proto.LocalRelation;
import org.apache.spark.connect.proto.SetOperation;

/// Rows that travel with the query, as Arrow. Many rows travel in pieces, which the cluster puts together again.
final class LocalRows {
    private LocalRows() {}

    static void fill(org.apache.spark.connect.proto.Relation.Builder message,
            Relation.LocalData data) {
        var pieces = new ArrayList<org.apache.spark.connect.proto.Relation>();
        var schema = Ddl.text(data.schema());
        var writer = new ArrowWriter(data.schema(), ZoneOffset.UTC, rows -> pieces.add(piece(
                LocalRelation.newBuilder().setData(ByteString.copyFrom(rows.bytes()))
                        .setSchema(schema))));
        data.batches().forEach(writer::add);
        writer.finish();
        message.mergeFrom(union(pieces, 0, pieces.size()));
    }

    private static org.apache.spark.connect.proto.Relation piece(LocalRelation.Builder rows) {
        return org.apache.spark.connect.proto.Relation.newBuilder().setLocalRelation(rows).build();
    }

    /// A balanced tree, so that a million pieces nest 20 deep.
    private static org.apache.spark.connect.proto.Relation union(
            java.util.List<org.apache.spark.connect.proto.Relation> pieces, int from, int to) {
        if (to - from == 1) {
            return pieces.get(from);
        }
        int middle = (from + to) >>> 1;
        return org.apache.spark.connect.proto.Relation.newBuilder().setSetOp(SetOperation
                .newBuilder().setSetOpType(SetOperation.SetOpType.SET_OP_TYPE_UNION).setIsAll(true)
                .setLeftInput(union(pieces, from, middle)).setRightInput(union(pieces, middle, to)))
                .build();
    }
}

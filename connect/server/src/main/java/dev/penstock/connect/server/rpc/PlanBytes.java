package dev.penstock.connect.server.rpc;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStream;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.data.error.UserException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.CompressionCodec;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Plan.CompressedOperation;
import org.apache.spark.connect.proto.Relation;

/// Plans that come compressed.
final class PlanBytes {
    private PlanBytes() {}

    /// The plan, decompressed when it was compressed.
    ///
    /// @throws UserException when it cannot be read, or is larger than a plan may be
    static Plan plain(Plan plan) {
        if (!plan.hasCompressedOperation()) {
            return plan;
        }
        var operation = plan.getCompressedOperation();
        if (operation.getCompressionCodec() != CompressionCodec.COMPRESSION_CODEC_ZSTD) {
            throw unreadable("the codec is " + operation.getCompressionCodec());
        }
        try {
            return parsed(operation, CodedInputStream.newInstance(decompressed(operation)));
        } catch (InvalidProtocolBufferException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static Plan parsed(CompressedOperation operation, CodedInputStream bytes)
            throws InvalidProtocolBufferException {
        bytes.setRecursionLimit(Limits.NESTING);
        try {
            return switch (operation.getOpType()) {
                case OP_TYPE_RELATION ->
                    Plan.newBuilder().setRoot(Relation.parseFrom(bytes)).build();
                case OP_TYPE_COMMAND ->
                    Plan.newBuilder().setCommand(Command.parseFrom(bytes)).build();
                case OP_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                    throw unreadable("it does not say what it holds");
            };
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static byte[] decompressed(CompressedOperation operation) {
        byte[] bytes = operation.getData().toByteArray();
        long announced = Zstd.getFrameContentSize(bytes);
        if (announced > Limits.PLAN_BYTES) {
            throw tooLarge(announced);
        }
        try (var stream = new ZstdInputStream(new ByteArrayInputStream(bytes))) {
            byte[] plain = stream.readNBytes(Limits.PLAN_BYTES + 1);
            if (plain.length > Limits.PLAN_BYTES) {
                throw tooLarge(plain.length);
            }
            return plain;
        } catch (ZstdException | IOException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static UserException tooLarge(long bytes) {
        return new UserException("CONNECT_INVALID_PLAN.PLAN_SIZE_LARGER_THAN_MAX", Map.of(
                "planSize", Long.toString(bytes), "maxPlanSize",
                String.valueOf(Limits.PLAN_BYTES)));
    }

    private static UserException unreadable(String reason) {
        return new UserException("CONNECT_INVALID_PLAN.CANNOT_PARSE", Map.of("errorMsg", reason));
    }
}

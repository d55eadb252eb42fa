package dev.penstock.connect.client.message;

import dev.penstock.data.error.UserException;
import dev.penstock.engine.epoch.Pace;
import dev.penstock.engine.session.StreamRequest;
import dev.penstock.engine.session.WriteRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.WriteOperation;
import org.apache.spark.connect.proto.WriteStreamOperationStart;

/// `write` and `writeStream` as messages.
public final class WriteMessages {
    /// What only Penstock understands; sinks of Spark need not see it.
    private static final List<String> OWN_OPTIONS = List.of("ledgerSync", "snapshotInterval");
    private static final long MICROS_PER_MILLI = 1000;

    private WriteMessages() {}

    /// The start of a stream over `input`.
    ///
    /// @throws UserException for `foreach` and `foreachBatch`, whose program is in this process
    public static WriteStreamOperationStart stream(StreamRequest request, Relation input) {
        if (request.consumer().isPresent()) {
            throw ExpressionMessages.unsupported(request.format());
        }
        var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(request.options());
        OWN_OPTIONS.forEach(options::remove);
        var message = WriteStreamOperationStart.newBuilder().setInput(input)
                .setFormat(request.format()).setOutputMode(request.mode())
                .setQueryName(request.name())
                .addAllPartitioningColumnNames(request.partitionBy());
        trigger(message, request.pace());
        Optional.ofNullable(options.remove("path")).ifPresent(message::setPath);
        request.table().ifPresent(table -> message.setTableName(Names.quoted(table)));
        return message.putAllOptions(options).build();
    }

    private static void trigger(WriteStreamOperationStart.Builder message, Pace pace) {
        switch (pace) {
            case Pace.Natural _ -> {
            }
            case Pace.Every(long micros) -> message.setProcessingTimeInterval(
                    micros / MICROS_PER_MILLI + " milliseconds");
            case Pace.AvailableNow(boolean singleEpoch) -> {
                if (singleEpoch) {
                    message.setOnce(true);
                } else {
                    message.setAvailableNow(true);
                }
            }
        }
    }

    /// Rows of a query that ends, to a sink or a table.
    public static WriteOperation write(WriteRequest request, Relation input) {
        var message = WriteOperation.newBuilder().setInput(input).setMode(mode(request.mode()))
                .addAllPartitioningColumns(request.partitionBy()).putAllOptions(request.options());
        if (!request.format().isEmpty()) {
            message.setSource(request.format());
        }
        request.table().ifPresent(table -> message.setTable(table(table,
                WriteOperation.SaveTable.TableSaveMethod.TABLE_SAVE_METHOD_SAVE_AS_TABLE)));
        return message.build();
    }

    /// Rows of a query that ends, into a table that is there, by position.
    public static WriteOperation insert(Relation input, List<String> target, boolean overwrite) {
        return WriteOperation.newBuilder().setInput(input)
                .setMode(mode(overwrite ? "Overwrite" : "Append"))
                .setTable(table(target,
                        WriteOperation.SaveTable.TableSaveMethod.TABLE_SAVE_METHOD_INSERT_INTO))
                .build();
    }

    private static WriteOperation.SaveTable table(List<String> name,
            WriteOperation.SaveTable.TableSaveMethod method) {
        return WriteOperation.SaveTable.newBuilder().setTableName(Names.quoted(name))
                .setSaveMethod(method).build();
    }

    private static WriteOperation.SaveMode mode(String name) {
        return switch (name) {
            case "Append" -> WriteOperation.SaveMode.SAVE_MODE_APPEND;
            case "Overwrite" -> WriteOperation.SaveMode.SAVE_MODE_OVERWRITE;
            case "ErrorIfExists" -> WriteOperation.SaveMode.SAVE_MODE_ERROR_IF_EXISTS;
            case "Ignore" -> WriteOperation.SaveMode.SAVE_MODE_IGNORE;
            default -> throw new UserException("INVALID_SAVE_MODE",
                    Map.of("mode", '"' + name + '"'));
        };
    }
}

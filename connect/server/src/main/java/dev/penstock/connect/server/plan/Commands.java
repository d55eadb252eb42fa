package dev.penstock.connect.server.plan;

import dev.penstock.connect.server.execute.Operation;
import dev.penstock.engine.session.SessionState;
import dev.penstock.plan.spec.Relation;
import java.util.UUID;
import org.apache.spark.connect.proto.CheckpointCommand;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.CreateDataFrameViewCommand;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.GetResourcesCommandResult;

/// Commands, but for those about streams. Static; safe for use by any thread.
public final class Commands {
    private Commands() {}

    /// Carries out a command and sends its result, if it has one.
    ///
    /// @throws dev.penstock.data.error.UserException for what is wrong with it
    /// @throws InterruptedException when the operation is interrupted
    public static void run(Command command, Operation operation) throws InterruptedException {
        var translation = new Translation(operation.session());
        switch (command.getCommandTypeCase()) {
            case SQL_COMMAND ->
                new SqlMessages(translation).run(command.getSqlCommand(), operation);
            case CREATE_DATAFRAME_VIEW -> view(command.getCreateDataframeView(), translation);
            case WRITE_OPERATION ->
                new WriteMessages(translation).write(command.getWriteOperation());
            case WRITE_OPERATION_V2 ->
                new WriteMessages(translation).write(command.getWriteOperationV2());
            case GET_RESOURCES_COMMAND -> operation.send(ExecutePlanResponse.newBuilder()
                    .setGetResourcesCommandResult(GetResourcesCommandResult.newBuilder()));
            case CHECKPOINT_COMMAND ->
                checkpoint(command.getCheckpointCommand(), translation, operation);
            case REMOVE_CACHED_REMOTE_RELATION_COMMAND -> KeptRelations.of(operation.session())
                    .forget(command.getRemoveCachedRemoteRelationCommand().getRelation()
                            .getRelationId());
            case COMMANDTYPE_NOT_SET ->
                throw InvalidPlans.notSet("spark.connect.Command", "command_type");
            case REGISTER_FUNCTION -> throw InvalidPlans.notYet("the user-defined function "
                    + command.getRegisterFunction().getFunctionName());
            default ->
                throw InvalidPlans.notYet("the command " + command.getCommandTypeCase());
        }
    }

    private static void view(CreateDataFrameViewCommand command, Translation translation) {
        if (command.getIsGlobal()) {
            translation.state().createGlobalView(command.getName(),
                    translation.relation(command.getInput()), command.getReplace());
            return;
        }
        translation.state().createTemporaryView(command.getName(),
                translation.relation(command.getInput()), command.getReplace());
    }

    /// A checkpoint is the rows as they are now. One that is not eager is the query itself.
    private static void checkpoint(CheckpointCommand command, Translation translation,
            Operation operation) {
        var relation = translation.relation(command.getRelation());
        var kept = command.getEager() ? rows(relation, translation.state()) : relation;
        var id = UUID.randomUUID().toString();
        KeptRelations.of(operation.session()).keep(id, kept);
        var response = ExecutePlanResponse.newBuilder();
        response.getCheckpointCommandResultBuilder().getRelationBuilder().setRelationId(id);
        operation.send(response);
    }

    private static Relation rows(Relation relation, SessionState state) {
        var rows = state.run(relation);
        return new Relation.LocalData(rows.schema(), rows.batches());
    }
}

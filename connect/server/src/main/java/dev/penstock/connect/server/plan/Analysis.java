package dev.penstock.connect.server.plan;

import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.connect.wire.TypeMessages;
import dev.penstock.data.error.UserException;
import java.util.Map;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
import org.apache.spark.connect.proto.AnalyzePlanResponse;

/// What `AnalyzePlan` answers: one case a kind. Static; safe for use by any thread.
public final class Analysis {
    /// The version of Spark that clients are to see: that of the protocol.
    public static final String SPARK_VERSION = "4.2.0";

    private Analysis() {}

    /// The answer; ids of the session are filled in by the caller.
    ///
    /// @throws UserException for what is wrong with the plan
    public static AnalyzePlanResponse.Builder answer(AnalyzePlanRequest request,
            ServerSession session) {
        var answer = AnalyzePlanResponse.newBuilder();
        switch (request.getAnalyzeCase()) {
            case SPARK_VERSION -> answer.getSparkVersionBuilder().setVersion(SPARK_VERSION);
            case SCHEMA -> answer.getSchemaBuilder().setSchema(TypeMessages.message(
                    session.session().state().schema(Plans.relation(
                            request.getSchema().getPlan().getRoot(), session))));
            default -> throw new UserException("NOT_YET_SUPPORTED",
                    Map.of("feature", "to analyse " + request.getAnalyzeCase(), "hint", ""));
        }
        return answer;
    }
}

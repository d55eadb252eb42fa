package dev.penstock.connect.server.rpc;

import dev.penstock.connect.server.plan.Analysis;
import dev.penstock.connect.server.session.ServerSession;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
import org.apache.spark.connect.proto.AnalyzePlanResponse;
import org.apache.spark.connect.proto.Plan;

/// `AnalyzePlan`: questions about a plan that is not run.
final class AnalyzePlan {
    private AnalyzePlan() {}

    static AnalyzePlanResponse answer(AnalyzePlanRequest request, ServerSession session) {
        return Analysis.answer(plain(request), session).setSessionId(session.key().sessionId())
                .setServerSideSessionId(session.serverSideId()).build();
    }

    /// The request with its plans decompressed.
    private static AnalyzePlanRequest plain(AnalyzePlanRequest request) {
        var plain = request.toBuilder();
        switch (request.getAnalyzeCase()) {
            case SCHEMA -> plain(plain.getSchemaBuilder().getPlanBuilder());
            case EXPLAIN -> plain(plain.getExplainBuilder().getPlanBuilder());
            case TREE_STRING -> plain(plain.getTreeStringBuilder().getPlanBuilder());
            case IS_LOCAL -> plain(plain.getIsLocalBuilder().getPlanBuilder());
            case IS_STREAMING -> plain(plain.getIsStreamingBuilder().getPlanBuilder());
            case INPUT_FILES -> plain(plain.getInputFilesBuilder().getPlanBuilder());
            case SAME_SEMANTICS -> {
                plain(plain.getSameSemanticsBuilder().getTargetPlanBuilder());
                plain(plain.getSameSemanticsBuilder().getOtherPlanBuilder());
            }
            case SEMANTIC_HASH -> plain(plain.getSemanticHashBuilder().getPlanBuilder());
            case SPARK_VERSION, DDL_PARSE, PERSIST, UNPERSIST, GET_STORAGE_LEVEL, JSON_TO_DDL,
                    ANALYZE_NOT_SET ->
                {
                }
        }
        return plain.build();
    }

    private static void plain(Plan.Builder plan) {
        if (plan.hasCompressedOperation()) {
            var plain = PlanBytes.plain(plan.build());
            plan.clear().mergeFrom(plain);
        }
    }
}

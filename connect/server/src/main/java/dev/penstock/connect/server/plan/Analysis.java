package dev.penstock.connect.server.plan;

import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.connect.wire.TypeMessages;
import dev.penstock.data.DataType.StructType;
import dev.penstock.engine.session.SchemaTree;
import dev.penstock.plan.spec.Relation;
import java.util.List;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
import org.apache.spark.connect.proto.AnalyzePlanRequest.Explain.ExplainMode;
import org.apache.spark.connect.proto.AnalyzePlanResponse;
import org.apache.spark.connect.proto.Plan;

/// What `AnalyzePlan` answers: one case a kind. Static; safe for use by any thread.
public final class Analysis {
    /// The version of Spark that clients are to see: that of the protocol.
    public static final String SPARK_VERSION = "4.2.0";

    private Analysis() {}

    /// The answer; ids of the session are filled in by the caller.
    ///
    /// @throws dev.penstock.data.error.UserException for what is wrong with the plan
    public static AnalyzePlanResponse.Builder answer(AnalyzePlanRequest request,
            ServerSession session) {
        var answer = AnalyzePlanResponse.newBuilder();
        switch (request.getAnalyzeCase()) {
            case SPARK_VERSION -> answer.getSparkVersionBuilder().setVersion(SPARK_VERSION);
            case DDL_PARSE -> answer.getDdlParseBuilder().setParsed(
                    TypeMessages.message(Types.parsed(request.getDdlParse().getDdlString())));
            case JSON_TO_DDL -> answer.getJsonToDdlBuilder()
                    .setDdlString(ddl(request.getJsonToDdl().getJsonString()));
            case PERSIST -> {
                KeptLevels.of(session).persist(request.getPersist().getRelation(),
                        request.getPersist().getStorageLevel(),
                        request.getPersist().hasStorageLevel());
                answer.getPersistBuilder();
            }
            case UNPERSIST -> {
                KeptLevels.of(session).unpersist(request.getUnpersist().getRelation());
                answer.getUnpersistBuilder();
            }
            case GET_STORAGE_LEVEL -> answer.getGetStorageLevelBuilder().setStorageLevel(
                    KeptLevels.of(session).level(request.getGetStorageLevel().getRelation()));
            case ANALYZE_NOT_SET ->
                throw InvalidPlans.notSet("spark.connect.AnalyzePlanRequest", "analyze");
            default -> ofPlan(request, session, answer);
        }
        return answer;
    }

    private static void ofPlan(AnalyzePlanRequest request, ServerSession session,
            AnalyzePlanResponse.Builder answer) {
        var state = session.session().state();
        switch (request.getAnalyzeCase()) {
            case SCHEMA -> answer.getSchemaBuilder().setSchema(TypeMessages
                    .message(state.schema(relation(request.getSchema().getPlan(), session))));
            case EXPLAIN -> answer.getExplainBuilder()
                    .setExplainString(state.explained(
                            relation(request.getExplain().getPlan(), session),
                            mode(request.getExplain().getExplainMode())));
            case TREE_STRING -> {
                var tree = request.getTreeString();
                answer.getTreeStringBuilder()
                        .setTreeString(SchemaTree.text(
                                state.schema(relation(tree.getPlan(), session)),
                                tree.hasLevel() ? tree.getLevel() : Integer.MAX_VALUE));
            }
            case IS_LOCAL -> answer.getIsLocalBuilder().setIsLocal(
                    isLocal(relation(request.getIsLocal().getPlan(), session)));
            case IS_STREAMING -> answer.getIsStreamingBuilder().setIsStreaming(
                    state.streaming(relation(request.getIsStreaming().getPlan(), session)));
            case INPUT_FILES -> answer.getInputFilesBuilder().addAllFiles(
                    state.inputFiles(relation(request.getInputFiles().getPlan(), session)));
            case SAME_SEMANTICS -> answer.getSameSemanticsBuilder()
                    .setResult(same(request.getSameSemantics().getTargetPlan(),
                            request.getSameSemantics().getOtherPlan(), session));
            case SEMANTIC_HASH -> answer.getSemanticHashBuilder().setResult(
                    state.meaning(relation(request.getSemanticHash().getPlan(), session))
                            .hashCode());
            default -> throw InvalidPlans.notYet("to analyse " + request.getAnalyzeCase());
        }
    }

    private static Relation relation(Plan plan, ServerSession session) {
        if (!plan.hasRoot()) {
            throw InvalidPlans.missing("spark.connect.Plan", "root");
        }
        return Plans.relation(plan.getRoot(), session);
    }

    private static String mode(ExplainMode mode) {
        return switch (mode) {
            case EXPLAIN_MODE_SIMPLE -> "simple";
            case EXPLAIN_MODE_EXTENDED -> "extended";
            case EXPLAIN_MODE_CODEGEN -> "codegen";
            case EXPLAIN_MODE_COST -> "cost";
            case EXPLAIN_MODE_FORMATTED -> "formatted";
            case EXPLAIN_MODE_UNSPECIFIED, UNRECOGNIZED -> throw InvalidPlans
                    .unknown("spark.connect.AnalyzePlanRequest.Explain.ExplainMode", 0);
        };
    }

    private static boolean isLocal(Relation relation) {
        return switch (relation) {
            case Relation.Identified(var inner, _) -> isLocal(inner);
            case Relation.LocalData _ -> true;
            default -> false;
        };
    }

    /// Plans say the same when their messages do, or when they mean the same.
    private static boolean same(Plan left, Plan right, ServerSession session) {
        if (Messages.withoutOrigin(left.getRoot())
                .equals(Messages.withoutOrigin(right.getRoot()))) {
            return true;
        }
        var state = session.session().state();
        return state.meaning(relation(left, session))
                .equals(state.meaning(relation(right, session)));
    }

    private static String ddl(String json) {
        var type = TypeJson.type(json);
        if (!(type instanceof StructType(var fields))) {
            throw InvalidPlans.wrong("a schema is a struct, not " + type.sql());
        }
        List<String> columns = fields.stream()
                .map(f -> name(f.name()) + " " + f.type().sql()
                        + (f.nullable() ? "" : " NOT NULL"))
                .toList();
        return String.join(",", columns);
    }

    private static String name(String name) {
        return name.matches("[a-zA-Z_][a-zA-Z0-9_]*")
                ? name
                : "`" + name.replace("`", "``") + "`";
    }
}

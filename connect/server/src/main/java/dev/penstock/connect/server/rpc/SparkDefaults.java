package dev.penstock.connect.server.rpc;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Values of Spark's configuration that clients ask for and the engine has no use for, and which keys a client may not set.
final class SparkDefaults {
    /// The size of rows that a client may send beside a plan; clients refuse more by themselves.
    static final String LOCAL_RELATION_LIMIT = "spark.sql.session.localRelationSizeLimit";

    private static final String[][] VALUES = {
            {"spark.connect.session.planCompression.threshold", "10485760"},
            {"spark.connect.session.planCompression.defaultAlgorithm", "ZSTD"},
            {"spark.api.mode", "connect"}, {"spark.plugins", ""},
            {"spark.python.sql.dataFrameDebugging.enabled", "true"},
            {"spark.sql.adaptive.enabled", "true"},
            {"spark.sql.ansi.doubleQuotedIdentifiers", "false"},
            {"spark.sql.ansi.enforceReservedKeywords", "false"},
            {"spark.sql.artifact.isolation.enabled", "true"},
            {"spark.sql.artifact.isolation.alwaysApplyClassloader", "false"},
            {"spark.sql.autoBroadcastJoinThreshold", "10485760b"},
            {"spark.sql.catalogImplementation", "in-memory"},
            {"spark.sql.connect.serverStacktrace.enabled", "true"},
            {"spark.sql.crossJoin.enabled", "true"}, {"spark.sql.defaultCatalog", "spark_catalog"},
            {"spark.sql.execution.arrow.enabled", "false"},
            {"spark.sql.execution.arrow.fallback.enabled", "true"},
            {"spark.sql.execution.arrow.maxRecordsPerBatch", "10000"},
            {"spark.sql.execution.arrow.pyspark.enabled", "false"},
            {"spark.sql.execution.arrow.pyspark.fallback.enabled", "true"},
            {"spark.sql.execution.arrow.pyspark.selfDestruct.enabled", "false"},
            {"spark.sql.execution.arrow.useLargeVarTypes", "false"},
            {"spark.sql.execution.pandas.convertToArrowArraySafely", "false"},
            {"spark.sql.execution.pandas.inferPandasDictAsMap", "false"},
            {"spark.sql.execution.pandas.structHandlingMode", "legacy"},
            {"spark.sql.execution.pyspark.binaryAsBytes", "true"},
            {"spark.sql.execution.pythonUDF.arrow.enabled", "true"},
            {"spark.sql.execution.pythonUDTF.arrow.enabled", "false"},
            {"spark.sql.globalTempDatabase", "global_temp"}, {"spark.sql.groupByOrdinal", "true"},
            {"spark.sql.legacy.createEmptyCollectionUsingStringType", "false"},
            {"spark.sql.legacy.timeParserPolicy", "CORRECTED"},
            {"spark.sql.orderByOrdinal", "true"},
            {"spark.sql.parser.quotedRegexColumnNames", "false"},
            {"spark.sql.pyspark.inferNestedDictAsStruct.enabled", "false"},
            {"spark.sql.pyspark.jvmStacktrace.enabled", "false"},
            {"spark.sql.pyspark.legacy.inferArrayTypeFromFirstElement.enabled", "false"},
            {"spark.sql.pyspark.legacy.inferMapTypeFromFirstPair.enabled", "false"},
            {"spark.sql.pyspark.plotting.max_rows", "1000"},
            {"spark.sql.pyspark.toJSON.returnDataFrame", "true"},
            {"spark.sql.repl.eagerEval.enabled", "false"},
            {"spark.sql.repl.eagerEval.maxNumRows", "20"},
            {"spark.sql.repl.eagerEval.truncate", "20"},
            {"spark.sql.session.localRelationBatchOfChunksSizeBytes", "1073741824"},
            {"spark.sql.session.localRelationCacheThreshold", "1048576"},
            {"spark.sql.session.localRelationChunkSizeBytes", "16777216"},
            {"spark.sql.session.localRelationChunkSizeRows", "10000"},
            {"spark.sql.shuffle.partitions", "200"},
            {"spark.sql.sources.partitionOverwriteMode", "STATIC"},
            {"spark.sql.streaming.forceDeleteTempCheckpointLocation", "false"},
            {"spark.sql.streaming.multipleWatermarkPolicy", "min"},
            {"spark.sql.streaming.noDataMicroBatches.enabled", "true"},
            {"spark.sql.streaming.schemaInference", "false"},
            {"spark.sql.streaming.stateStore.providerClass",
                    "org.apache.spark.sql.execution.streaming.state.HDFSBackedStateStoreProvider"},
            {"spark.sql.streaming.stopActiveRunOnRestart", "true"},
            {"spark.sql.streaming.stopTimeout", "0"}, {"spark.sql.timestampType", "TIMESTAMP_LTZ"},
            {"spark.sql.ui.retainedExecutions", "1000"},
            {"spark.sql.warehouse.dir", "spark-warehouse"},
    };

    private static final Set<String> STATIC = Set.of("spark.sql.catalogImplementation",
            "spark.sql.globalTempDatabase", "spark.sql.extensions",
            "spark.sql.queryExecutionListeners", "spark.sql.streaming.streamingQueryListeners",
            "spark.sql.ui.retainedExecutions", "spark.sql.warehouse.dir",
            "spark.sql.sources.schemaStringLengthThreshold",
            "spark.sql.filesourceTableRelationCacheSize",
            "spark.sql.codegen.cache.maxEntries", "spark.sql.codegen.comments",
            "spark.sql.cache.serializer", "spark.sql.defaultUrlStreamHandlerFactory.enabled",
            "spark.sql.event.truncate.length", "spark.sql.legacy.sessionInitWithConfigDefaults",
            "spark.sql.metadataCacheTTLSeconds", "spark.sql.streaming.ui.enabled",
            "spark.sql.streaming.ui.retainedProgressUpdates",
            "spark.sql.streaming.ui.retainedQueries",
            "spark.sql.streaming.ui.enabledCustomMetricList", "spark.sql.debug",
            "spark.sql.broadcastExchange.maxThreadThreshold",
            "spark.sql.subquery.maxThreadThreshold",
            "spark.sql.resultQueryStage.maxThreadThreshold", "spark.sql.hive.metastore.version",
            "spark.sql.hive.metastore.jars");
    /// Settings of the process, which a session cannot change.
    private static final Set<String> OF_PROCESS = Set.of("spark.master", "spark.app.id",
            "spark.driver.memory", "spark.executor.memory", "spark.executor.cores",
            "spark.executor.instances", "spark.driver.host", "spark.driver.port", "spark.plugins",
            "spark.scheduler.mode", "spark.connect.grpc.binding.port", "spark.submit.deployMode");

    private final Map<String, String> values = new HashMap<>();

    SparkDefaults(long localRelationBytes) {
        for (var entry : VALUES) {
            values.put(entry[0], entry[1]);
        }
        values.put(LOCAL_RELATION_LIMIT, Long.toString(localRelationBytes));
    }

    Optional<String> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    Map<String, String> all() {
        return values;
    }

    static boolean isStatic(String key) {
        return STATIC.contains(key);
    }

    static boolean isOfProcess(String key) {
        return OF_PROCESS.contains(key);
    }

    /// Whether a key is one that exists and that a session may set.
    boolean isModifiable(String key, boolean known) {
        return !isStatic(key) && !isOfProcess(key) && key.startsWith("spark.sql.")
                && (known || values.containsKey(key));
    }
}

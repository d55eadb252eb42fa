package dev.penstock.engine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.epoch.EpochListener.StateReport;
import dev.penstock.engine.query.Progress.Rates;
import dev.penstock.engine.query.Progress.SinkProgress;
import dev.penstock.engine.query.Progress.SourceProgress;
import dev.penstock.engine.query.Progress.StateOperator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Progress PROGRESS = new Progress(new UUID(0, 1), new UUID(0, 2), null,
            1_480_971_260_827_000L, 2, 5, new Rates(678, 10, 2.26), Map.of("addBatch", 3L),
            Map.of(),
            List.of(new StateOperator("stateStoreSave", 4, 3, 2, 100, 1, 1)),
            List.of(new SourceProgress("source", null, "{\"a\":1}", new Rates(678, 10, 2.26))),
            new SinkProgress("sink", -1), List.of(), Map.of(), 1);

    @Test
    void jsonIsAsSparksJson() {
        assertThat(PROGRESS.json()).isEqualTo(
                "{\"id\":\"00000000-0000-0000-0000-000000000001\",\"runId\":\"00000000-0000-0000-0000-000000000002\",\"name\":null,"
                        + "\"timestamp\":\"2016-12-05T20:54:20.827Z\",\"batchId\":2,\"batchDuration\":5,"
                        + "\"numInputRows\":678,\"inputRowsPerSecond\":10.0,\"processedRowsPerSecond\":2.3,\"durationMs\":{\"addBatch\":3},"
                        + "\"stateOperators\":[" + OPERATOR + "}],"
                        + "\"sources\":[{\"description\":\"source\",\"startOffset\":null,\"endOffset\":{\"a\":1},\"latestOffset\":{\"a\":1},"
                        + "\"numInputRows\":678,\"inputRowsPerSecond\":10.0,\"processedRowsPerSecond\":2.3}],"
                        + "\"sink\":{\"description\":\"sink\",\"numOutputRows\":-1},\"epochLatencyMs\":{},\"numEpochs\":1}");
    }

    @Test
    void fieldsAreAsSparkConnectSendsThem() {
        assertThat(PROGRESS.fieldsJson()).isEqualTo(
                "{\"id\":\"00000000-0000-0000-0000-000000000001\",\"runId\":\"00000000-0000-0000-0000-000000000002\",\"name\":null,"
                        + "\"timestamp\":\"2016-12-05T20:54:20.827Z\",\"batchId\":2,\"batchDuration\":5,\"durationMs\":{\"addBatch\":3},"
                        + "\"eventTime\":{},\"stateOperators\":[" + OPERATOR
                        + ",\"customMetrics\":{}}],"
                        + "\"sources\":[{\"description\":\"source\",\"startOffset\":null,\"endOffset\":\"{\\\"a\\\":1}\",\"latestOffset\":\"{\\\"a\\\":1}\","
                        + "\"numInputRows\":678,\"inputRowsPerSecond\":10.0,\"processedRowsPerSecond\":2.26,\"metrics\":{}}],"
                        + "\"sink\":{\"description\":\"sink\",\"numOutputRows\":-1,\"metrics\":{}},\"observedMetrics\":{},"
                        + "\"epochLatencyMs\":{},\"numEpochs\":1}");
    }

    private static final String OPERATOR = "{\"operatorName\":\"stateStoreSave\",\"numRowsTotal\":4,\"numRowsUpdated\":3,"
            + "\"allUpdatesTimeMs\":0,\"numRowsRemoved\":2,\"allRemovalsTimeMs\":0,\"commitTimeMs\":0,\"memoryUsedBytes\":100,"
            + "\"numRowsDroppedByWatermark\":1,\"numShufflePartitions\":1,\"numStateStoreInstances\":1";

    @Test
    void anOperatorWithSeveralArrangementsIsReportedOnceAndWithWhatIsNew() {
        var operators = new StateOperators();
        operators.since(List.of(new StateReport("aggregate-0-ab", 10, 1000, 10, 0, 0)));

        var reports = operators.since(List.of(new StateReport("aggregate-0-ab", 9, 1000, 15, 1, 2),
                new StateReport("aggregate-0-ab.distinct-1", 100, 500, 100, 0, 0),
                new StateReport("join-2-cd.keys", 5, 300, 5, 0, 0),
                new StateReport("join-2-cd.rows", 7, 200, 7, 0, 0)));

        assertThat(reports).containsExactly(
                new StateOperator("stateStoreSave", 9, 5, 1, 1500, 2, 2),
                new StateOperator("symmetricHashJoin", 7, 7, 0, 500, 0, 2));
    }

    @Test
    void countsThatBeganAnewWithANewAttemptAreAllNew() {
        var operators = new StateOperators();
        operators.since(List.of(new StateReport("aggregate-0-ab", 10, 1000, 10, 0, 0)));

        assertThat(operators.since(List.of(new StateReport("aggregate-0-ab", 10, 1000, 3, 0, 0))))
                .containsExactly(new StateOperator("stateStoreSave", 10, 3, 0, 1000, 0, 1));
    }
}

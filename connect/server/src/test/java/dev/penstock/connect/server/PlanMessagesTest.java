package dev.penstock.connect.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.Penstock;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
import org.apache.spark.connect.proto.Catalog;
import org.apache.spark.connect.proto.CollectMetrics;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.CurrentDatabase;
import org.apache.spark.connect.proto.Expression;
import org.apache.spark.connect.proto.Expression.Literal;
import org.apache.spark.connect.proto.Expression.UnresolvedNamedLambdaVariable;
import org.apache.spark.connect.proto.NAFill;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Project;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.RelationCommon;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.Sample;
import org.apache.spark.connect.proto.SqlCommand;
import org.apache.spark.connect.proto.StatCrosstab;
import org.apache.spark.connect.proto.Tail;
import org.apache.spark.connect.proto.Unpivot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Plans as clients send them, through a real server.
class PlanMessagesTest {
    private final Penstock penstock = Penstock.open();
    private final ConnectServer server = start(penstock);
    private final TestClient client = new TestClient(server.port());

    private static ConnectServer start(Penstock penstock) {
        try {
            return ConnectServer.builder(penstock).port(0).start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        penstock.close();
    }

    private static Expression column(String name) {
        var expression = Expression.newBuilder();
        expression.getUnresolvedAttributeBuilder().setUnparsedIdentifier(name);
        return expression.build();
    }

    private static Expression number(int value) {
        return Expression.newBuilder().setLiteral(Literal.newBuilder().setInteger(value)).build();
    }

    private static Expression call(String function, Expression... arguments) {
        var expression = Expression.newBuilder();
        expression.getUnresolvedFunctionBuilder().setFunctionName(function)
                .addAllArguments(List.of(arguments));
        return expression.build();
    }

    private static Relation project(Relation input, Expression... columns) {
        return Relation.newBuilder().setProject(
                Project.newBuilder().setInput(input).addAllExpressions(List.of(columns))).build();
    }

    @Test
    void functionsAndLambdasAreComputed() {
        // given x -> x * id over an array
        var variable = UnresolvedNamedLambdaVariable.newBuilder().addNameParts("x_1");
        var lambda = Expression.newBuilder();
        lambda.getLambdaFunctionBuilder().addArguments(variable).setFunction(call("*",
                Expression.newBuilder().setUnresolvedNamedLambdaVariable(variable).build(),
                column("id")));
        var array = call("array", number(1), number(2));
        // when it is sent
        var rows = TestClient.rows(client.run(
                project(TestClient.range(3), call("transform", array, lambda.build()))));
        // then each element is multiplied
        assertThat(rows).containsExactly(List.of(List.of(0L, 0L)), List.of(List.of(1L, 2L)),
                List.of(List.of(2L, 4L)));
    }

    @Test
    void nullsAreFilled() {
        // given a column with a null
        var input = TestClient.sql("SELECT * FROM VALUES (1.5D), (NULL) AS t(v)");
        var fill = Relation.newBuilder().setFillNa(NAFill.newBuilder().setInput(input)
                .addValues(Literal.newBuilder().setDouble(9))).build();
        // then it gets the value
        assertThat(TestClient.rows(client.run(fill))).containsExactlyInAnyOrder(List.of(1.5),
                List.of(9.0));
    }

    @Test
    void columnsBecomeRowsAndRowsColumns() {
        var input = TestClient.sql("SELECT * FROM VALUES (1, 'a', 2), (2, 'b', 3) AS t(k, n, v)");
        // when two columns are made rows
        var unpivot = Relation.newBuilder()
                .setUnpivot(Unpivot.newBuilder().setInput(input).addIds(column("n"))
                        .setValues(Unpivot.Values.newBuilder().addValues(column("k"))
                                .addValues(column("v")))
                        .setVariableColumnName("var").setValueColumnName("val"))
                .build();
        assertThat(TestClient.rows(client.run(unpivot))).containsExactlyInAnyOrder(
                Arrays.asList("a", "k", 1), Arrays.asList("a", "v", 2),
                Arrays.asList("b", "k", 2), Arrays.asList("b", "v", 3));
        // and when values are made columns
        var crosstab = Relation.newBuilder().setCrosstab(
                StatCrosstab.newBuilder().setInput(input).setCol1("k").setCol2("n")).build();
        assertThat(TestClient.rows(client.run(crosstab))).containsExactlyInAnyOrder(
                List.of("1", 1L, 0L), List.of("2", 0L, 1L));
    }

    @Test
    void theLastRowsComeInOrder() {
        var tail = Relation.newBuilder()
                .setTail(Tail.newBuilder().setInput(TestClient.range(10)).setLimit(2)).build();
        assertThat(TestClient.rows(client.run(tail))).containsExactly(List.of(8L), List.of(9L));
    }

    @Test
    void aSampleIsThatOfItsSeed() {
        var sample = Relation.newBuilder().setSample(Sample.newBuilder()
                .setInput(TestClient.range(100)).setUpperBound(0.3).setSeed(7)).build();
        var rows = TestClient.rows(client.run(sample));
        assertThat(rows).hasSizeBetween(10, 60)
                .isEqualTo(TestClient.rows(client.run(sample)));
        var all = Relation.newBuilder().setSample(Sample.newBuilder()
                .setInput(TestClient.range(100)).setUpperBound(1).setSeed(7)).build();
        assertThat(TestClient.rows(client.run(all))).hasSize(100);
    }

    @Test
    void observedMetricsComeWithTheRows() {
        // given an observation of how many rows pass
        var observed = Relation.newBuilder()
                .setCommon(RelationCommon.newBuilder().setPlanId(4))
                .setCollectMetrics(CollectMetrics.newBuilder().setInput(TestClient.range(5))
                        .setName("o").addMetrics(call("count", number(1))))
                .build();
        // when the query is run
        var metrics = client.run(observed).stream()
                .flatMap(r -> r.getObservedMetricsList().stream()).toList();
        // then the metric is told
        assertThat(metrics).singleElement().satisfies(m -> {
            assertThat(m.getName()).isEqualTo("o");
            assertThat(m.getPlanId()).isEqualTo(4);
            assertThat(m.getValues(0).getLong()).isEqualTo(5);
        });
    }

    @Test
    void sqlWithParametersIsSentBackAndCommandsAreCarriedOut() {
        var query = Relation.newBuilder().setSql(
                SQL.newBuilder().setQuery("SELECT :x + 1 AS y").putNamedArguments("x", number(4)))
                .build();
        var answer = client.run(Command.newBuilder()
                .setSqlCommand(SqlCommand.newBuilder().setInput(query)).build());
        assertThat(answer.getFirst().getSqlCommandResult().getRelation()).isEqualTo(query);
        assertThat(TestClient.rows(client.run(query))).containsExactly(List.of(5));
        // a command's rows come back as a relation of their own
        var shown = client.run(Command.newBuilder()
                .setSqlCommand(SqlCommand.newBuilder().setInput(TestClient.sql("SHOW TABLES")))
                .build());
        assertThat(shown.getFirst().getSqlCommandResult().getRelation().hasLocalRelation())
                .isTrue();
    }

    @Test
    void theCatalogAnswersAsRows() {
        var call = Relation.newBuilder().setCatalog(
                Catalog.newBuilder().setCurrentDatabase(CurrentDatabase.newBuilder())).build();
        assertThat(TestClient.rows(client.run(call))).containsExactly(List.of("default"));
    }

    @Test
    void plansAreAnalysed() {
        var plan = Plan.newBuilder().setRoot(TestClient.range(3)).build();
        var request = AnalyzePlanRequest.newBuilder().setSessionId(client.sessionId);
        request.getTreeStringBuilder().setPlan(plan);
        assertThat(client.calls().analyzePlan(request.build()).getTreeString().getTreeString())
                .isEqualTo("root\n |-- id: long (nullable = false)\n");
        request.getDdlParseBuilder().setDdlString("a INT, b ARRAY<STRING>");
        assertThat(client.calls().analyzePlan(request.build()).getDdlParse().getParsed()
                .getStruct().getFieldsCount()).isEqualTo(2);
    }

    @Test
    void whatTheEngineCannotDoIsNamed() {
        var udf = Expression.newBuilder();
        udf.getCommonInlineUserDefinedFunctionBuilder().setFunctionName("mine");
        var error = catchThrowableOfType(StatusRuntimeException.class,
                () -> client.run(project(TestClient.range(1), udf.build())));
        assertThat(TestClient.condition(error)).isEqualTo("NOT_YET_SUPPORTED");
        assertThat(error).hasMessageContaining("mine");
    }
}

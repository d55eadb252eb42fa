package dev.penstock.connect.jvmclient;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Queries that end.
@Timeout(60)
class JvmClientTest {
    @TempDir
    private static Path directory = Path.of("");
    private static ServerProcess server;
    private SparkSession spark;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        spark = SparkSession.builder().connect().remote(server.address()).create();
    }

    @AfterEach
    void disconnect() throws IOException {
        spark.close();
    }

    private static List<String> lines(Dataset<?> rows) {
        return rows.collectAsList().stream().map(String::valueOf).toList();
    }

    // ---- queries

    @Test
    void rangesAreCounted() {
        assertThat(spark.version()).startsWith("4.2");
        assertThat(spark.range(10).count()).isEqualTo(10);
        assertThat(lines(spark.range(2, 9, 3))).containsExactly("2", "5", "8");
    }

    @Test
    void sqlTakesNamedAndPositionalArguments() {
        assertThat(lines(spark.sql("SELECT id, id * 2 AS twice FROM range(3) ORDER BY id DESC")))
                .containsExactly("[2,4]", "[1,2]", "[0,0]");
        assertThat(lines(spark.sql("SELECT :a + 1 AS n", Map.of("a", 41))))
                .containsExactly("[42]");
        assertThat(lines(spark.sql("SELECT ? AS n", new Object[]{"one"}))).containsExactly("[one]");
    }

    @Test
    void dataFramesAreTransformed() {
        var orders = spark.range(20).withColumn("customer", col("id").mod(3))
                .withColumn("price", col("id").multiply(lit(new BigDecimal("1.25"))));
        var customers = spark
                .sql("SELECT * FROM VALUES (0, 'ann'), (1, 'bob') AS c(customer, name)");

        var totals = orders.filter(col("id").gt(4)).join(customers, "customer").groupBy("name")
                .agg(count("*").as("orders"), sum("price").as("total"), avg("id").as("mean"))
                .orderBy("name");

        assertThat(totals.columns()).containsExactly("name", "orders", "total", "mean");
        assertThat(lines(totals)).containsExactly("[ann,5,75.00,12.0]", "[bob,5,81.25,13.0]");
    }

    @Test
    void valuesOfAllKindsArrive() {
        Row row = spark
                .sql("""
                        SELECT 1Y AS b, 2S AS s, 3 AS i, 4L AS l, 1.5F AS f, 2.5D AS d, 1.10BD AS x,
                          'text' AS t, X'0102' AS y, true AS o, DATE'2026-02-28' AS day,
                          array(1, NULL) AS list, map('k', 1) AS pairs, named_struct('a', 1, 'b', 'z') AS st,
                          CAST(NULL AS INT) AS nothing""")
                .first();

        assertThat(row.<Byte>getAs("b")).isEqualTo((byte) 1);
        assertThat(row.<Short>getAs("s")).isEqualTo((short) 2);
        assertThat(row.<Integer>getAs("i")).isEqualTo(3);
        assertThat(row.<Long>getAs("l")).isEqualTo(4L);
        assertThat(row.<Float>getAs("f")).isEqualTo(1.5F);
        assertThat(row.<Double>getAs("d")).isEqualTo(2.5);
        assertThat(row.<BigDecimal>getAs("x")).isEqualByComparingTo("1.10");
        assertThat(row.<String>getAs("t")).isEqualTo("text");
        assertThat(row.<byte[]>getAs("y")).containsExactly(1, 2);
        assertThat(row.<Boolean>getAs("o")).isTrue();
        assertThat(row.<Date>getAs("day")).isEqualTo(Date.valueOf("2026-02-28"));
        assertThat(row.getList(row.fieldIndex("list"))).containsExactly(1, null);
        assertThat(row.getJavaMap(row.fieldIndex("pairs"))).containsExactly(Map.entry("k", 1));
        assertThat(row.getStruct(row.fieldIndex("st")).<String>getAs("b")).isEqualTo("z");
        assertThat(row.isNullAt(row.fieldIndex("nothing"))).isTrue();
    }

    @Test
    void viewsAndSettingsBelongToTheSession() throws IOException {
        spark.range(3).createOrReplaceTempView("mine");
        spark.conf().set("spark.sql.shuffle.partitions", "7");
        try (var other = SparkSession.builder().connect().remote(server.address()).create()) {
            assertThat(spark.table("mine").count()).isEqualTo(3);
            assertThat(spark.catalog().tableExists("mine")).isTrue();
            assertThat(other.catalog().tableExists("mine")).isFalse();
            assertThat(spark.conf().get("spark.sql.shuffle.partitions")).isEqualTo("7");
            assertThat(other.conf().get("spark.sql.shuffle.partitions")).isEqualTo("200");
        }
    }

    // ---- errors

    @Test
    void anAnalysisErrorHasItsConditionAndState() {
        assertThatThrownBy(() -> spark.range(3).select("nothing").collect())
                .isInstanceOfSatisfying(AnalysisException.class, e -> {
                    assertThat(e.getCondition()).isEqualTo("UNRESOLVED_COLUMN.WITH_SUGGESTION");
                    assertThat(e.getSqlState()).isEqualTo("42703");
                    assertThat(e.getMessageParameters()).containsEntry("objectName", "`nothing`");
                });
        assertThatThrownBy(() -> spark.table("nowhere").schema())
                .isInstanceOfSatisfying(AnalysisException.class, e -> assertThat(e.getCondition())
                        .isEqualTo("TABLE_OR_VIEW_NOT_FOUND"));
    }

    @Test
    void aSyntaxErrorSaysWhere() {
        assertThatThrownBy(() -> spark.sql("SELECT 1 +").collect())
                .isInstanceOfSatisfying(ParseException.class,
                        e -> assertThat(e.getCondition()).isEqualTo("PARSE_SYNTAX_ERROR"));
    }

    @Test
    void anErrorOfTheDataIsThatOfItsKind() {
        assertThatThrownBy(() -> spark.range(3).select(lit(1).divide(col("id"))).collect())
                .isInstanceOf(ArithmeticException.class)
                .isInstanceOfSatisfying(SparkThrowable.class,
                        e -> assertThat(e.getCondition()).isEqualTo("DIVIDE_BY_ZERO"));
        assertThatThrownBy(() -> spark.sql("SELECT CAST('x' AS INT)").collect())
                .isInstanceOf(NumberFormatException.class)
                .isInstanceOfSatisfying(SparkThrowable.class,
                        e -> assertThat(e.getCondition()).isEqualTo("CAST_INVALID_INPUT"));
    }

    @Test
    void aQueryIsInterruptedByItsTag() throws Exception {
        spark.addTag("mine");
        var started = new CompletableFuture<Void>();
        var ended = CompletableFuture.supplyAsync(() -> {
            spark.addTag("mine"); // tags belong to a thread
            started.complete(null);
            return org.assertj.core.api.Assertions
                    .catchThrowable(() -> spark.range(Long.MAX_VALUE).agg(sum("id")).collect());
        });
        started.get(10, TimeUnit.SECONDS);
        Await.until("the query runs, and is interrupted",
                () -> !spark.interruptTag("mine").isEmpty());
        assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(SparkException.class)
                .hasMessageContaining("OPERATION_CANCELED");
    }

    // ---- what the client sends

    private static final StructType NUMBERED = new StructType().add("n", DataTypes.IntegerType)
            .add("text", DataTypes.StringType);

    private Dataset<Row> local(int rows, String text) {
        return spark.createDataFrame(
                IntStream.range(0, rows).mapToObj(n -> RowFactory.create(n, text)).toList(),
                NUMBERED);
    }

    @Test
    void localRowsBecomeARelation() {
        assertThat(lines(local(3, "x").selectExpr("n + 1", "text")))
                .containsExactly("[1,x]", "[2,x]", "[3,x]");
        assertThat(lines(spark.createDataset(List.of("a", "b"), Encoders.STRING())))
                .containsExactly("a", "b");
    }

    @Test
    void aLargeLocalRelationIsSentInPieces() {
        // given 40,000 rows of a thousand letters: more than goes with a plan, and more than one chunk
        var large = local(40_000, "x".repeat(1000));
        // then all of them arrive, and come back
        assertThat(lines(large.selectExpr("count(*)", "sum(n)", "sum(length(text))")))
                .containsExactly("[40000,799980000,40000000]");
        assertThat(large.filter(col("n").geq(39_990)).count()).isEqualTo(10);
        assertThat(large.toLocalIterator()).toIterable().hasSize(40_000);
    }

    @Test
    void artifactsAreTaken(@TempDir Path files) throws Exception {
        // given a jar of some megabytes, which goes in chunks, and a class
        var jar = files.resolve("library.jar");
        Files.write(jar, new byte[5_000_000]);
        var known = server.errors();
        spark.addArtifact(jar.toString());
        spark.addArtifact(new byte[]{1, 2, 3}, "dev/penstock/Example.class");
        // then the session goes on, and the server had no trouble with them
        assertThat(spark.range(3).count()).isEqualTo(3);
        assertThat(server.errors()).isEqualTo(known);
    }

    // ---- writing

    @Test
    void whatIsWrittenIsRead(@TempDir Path files) {
        var target = files.resolve("out").toString();
        local(10, "y").write().json(target);
        assertThat(spark.read().schema(NUMBERED).json(target).count()).isEqualTo(10);
    }
}

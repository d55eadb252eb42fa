package dev.penstock;

import static dev.penstock.Functions.avg;
import static dev.penstock.Functions.col;
import static dev.penstock.Functions.count;
import static dev.penstock.Functions.countDistinct;
import static dev.penstock.Functions.expr;
import static dev.penstock.Functions.lit;
import static dev.penstock.Functions.struct;
import static dev.penstock.Functions.sum;
import static dev.penstock.Functions.upper;
import static dev.penstock.Functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.error.UserException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Queries that end, written as a user of Spark writes them.
class DataFrameTest {
    private static final Session SESSION = Session.builder().create();

    private final DataFrame people = SESSION.createDataFrame(
            List.of(Row.of("Ann", "NY", 30), Row.of("Bob", "LA", 20), Row.of("Cid", "NY", null)),
            "name STRING, city STRING, age INT");

    @AfterAll
    static void close() {
        SESSION.close();
    }

    private static List<String> rows(DataFrame frame) {
        return frame.collectAsList().stream().map(Row::toString).toList();
    }

    private static String printed(Runnable action) {
        var bytes = new ByteArrayOutputStream();
        SESSION.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        action.run();
        SESSION.setOut(System.out);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void selectFilterAndComputedColumns() {
        assertThat(rows(people.select("name", "age").where(col("age").geq(20)).withColumn("next",
                col("age").plus(1))))
                .containsExactly("[Ann,30,31]", "[Bob,20,21]");
        assertThat(rows(people.selectExpr("upper(name) AS shout", "age * 2").limit(1)))
                .containsExactly("[ANN,60]");
        assertThat(rows(people.filter("city = 'NY' AND age IS NULL").select(upper(col("name")))))
                .containsExactly("[CID]");
        assertThat(people.withColumnRenamed("name", "who").drop("age").columns())
                .containsExactly("who", "city");
        assertThat(rows(people.select(col("name"),
                when(col("age").isNull(), "?").otherwise("ok").as("known"))))
                .containsExactly("[Ann,ok]", "[Bob,ok]", "[Cid,?]");
    }

    @Test
    void groupsAndAggregates() {
        assertThat(rows(people.groupBy("city").agg(count("*").as("n"), sum("age"), avg("age"))
                .orderBy("city")))
                .containsExactly("[LA,1,20,20.0]", "[NY,2,30,30.0]");
        assertThat(people.groupBy("city").count().columns()).containsExactly("city", "count");
        assertThat(rows(people.groupBy("city").max().orderBy(col("city").desc())))
                .containsExactly("[NY,30]", "[LA,20]");
        assertThat(rows(people.agg(countDistinct("city")))).containsExactly("[2]");
        assertThat(rows(people.agg(Map.of("age", "min")))).containsExactly("[20]");
        assertThat(people.count()).isEqualTo(3);
        assertThat(people.filter(lit(false)).isEmpty()).isTrue();
    }

    @Test
    void groupsBySetsOfColumns() {
        assertThat(rows(people.rollup("city").agg(count("*").as("n"), Functions.grouping("city"))
                .orderBy(Functions.grouping("city"), col("city"))))
                .containsExactly("[LA,1,0]", "[NY,2,0]", "[null,3,1]");
        assertThat(rows(people.cube("city", "age").count().orderBy("city", "age", "count")))
                .hasSize(9).contains("[null,null,3]", "[NY,null,2]");
        assertThat(rows(people.groupingSets(List.of(List.of(col("city")), List.of(col("name"))),
                col("city"), col("name")).agg(Functions.grouping_id().as("g")).orderBy("g", "name",
                        "city")))
                .containsExactly("[LA,null,1]", "[NY,null,1]", "[null,Ann,2]", "[null,Bob,2]",
                        "[null,Cid,2]");
    }

    @Test
    void pivotsAndUnpivots() {
        var pivoted = people.groupBy("city").pivot("name", List.of("Ann", "Bob")).sum("age");
        assertThat(pivoted.columns()).containsExactly("city", "Ann", "Bob");
        assertThat(rows(pivoted.orderBy("city"))).containsExactly("[LA,null,20]", "[NY,30,null]");
        assertThat(people.groupBy().pivot("city").count().columns()).containsExactly("LA", "NY");
        assertThat(rows(people.melt(new Column[]{col("name")}, new Column[]{col("age")}, "what",
                "value").orderBy("name")))
                .containsExactly("[Ann,age,30]", "[Bob,age,20]", "[Cid,age,null]");
        assertThatThrownBy(() -> people.rollup("city").pivot("name", List.of("Ann")).count()
                .schema()).hasMessageContaining("UNSUPPORTED_FEATURE.PIVOT_AFTER_GROUP_BY");
    }

    @Test
    void functionsOverWindows() {
        var inCity = Window.partitionBy("city").orderBy(col("age").desc());
        assertThat(rows(people.select(col("name"), Functions.row_number().over(inCity).as("n"),
                Functions.lag("name", 1).over(inCity).as("before"),
                sum("age").over(inCity.rowsBetween(Window.unboundedPreceding(),
                        Window.currentRow())).as("total"),
                count("*").over().as("all")).orderBy("name")))
                .containsExactly("[Ann,1,null,30,3]", "[Bob,1,null,20,3]", "[Cid,2,Ann,30,3]");
        assertThat(rows(people.select(col("name"), count("*").over(
                Window.orderBy("age").rangeBetween(-10, Window.currentRow())).as("n"))
                .where("name = 'Ann'"))).containsExactly("[Ann,2]");
    }

    @Test
    void statistics() {
        assertThat(people.stat().cov("age", "age")).isEqualTo(50.0);
        assertThat(people.stat().approxQuantile("age", new double[]{0.5}, 0)).containsExactly(20.0);
        assertThat(people.stat().crosstab("city", "name").columns()).containsExactly("city_name",
                "Ann", "Bob", "Cid");
    }

    @Test
    void joins() {
        var cities = SESSION.createDataFrame(
                List.of(Row.of("NY", "New York"), Row.of("SF", "San Francisco")),
                "city STRING, full STRING");

        assertThat(rows(people.join(cities, "city").select("name", "full").orderBy("name")))
                .containsExactly("[Ann,New York]", "[Cid,New York]");
        assertThat(rows(people.join(cities, people.col("city").equalTo(cities.col("city")), "left")
                .select("name", "full").orderBy("name")))
                .containsExactly("[Ann,New York]", "[Bob,null]", "[Cid,New York]");
        assertThat(rows(people.join(cities, new String[]{"city"}, "left_anti").select("name")))
                .containsExactly("[Bob]");
        assertThat(people.crossJoin(cities).count()).isEqualTo(6);
        assertThatThrownBy(() -> people.join(cities, "city", "sideways"))
                .hasMessageContaining("UNSUPPORTED_JOIN_TYPE");
    }

    @Test
    void setsAndDuplicates() {
        var cities = people.select("city");

        assertThat(rows(cities.distinct().orderBy("city"))).containsExactly("[LA]", "[NY]");
        assertThat(cities.union(cities).count()).isEqualTo(6);
        assertThat(rows(people.select("name", "city").unionByName(people.select("city", "name"))
                .dropDuplicates("city").select("city").orderBy("city")))
                .containsExactly("[LA]", "[NY]");
    }

    @Test
    void showDrawsSparksTable() {
        assertThat(printed(people::show)).isEqualTo("""
                +----+----+----+
                |name|city| age|
                +----+----+----+
                | Ann|  NY|  30|
                | Bob|  LA|  20|
                | Cid|  NY|NULL|
                +----+----+----+

                """);
        assertThat(printed(() -> people.show(1))).contains("only showing top 1 row");
        assertThat(printed(people::printSchema)).isEqualTo("""
                root
                 |-- name: string (nullable = true)
                 |-- city: string (nullable = true)
                 |-- age: integer (nullable = true)

                """);
        assertThat(printed(people::explain)).startsWith("== Physical Plan ==\n");
    }

    @Test
    void rowsGiveValuesByPositionAndName() {
        var row = people.select(col("name"), struct("city", "age").as("more")).collectAsList()
                .getFirst();

        assertThat(row.getString(0)).isEqualTo("Ann");
        assertThat(row.<Row>getAs("more").getInt(1)).isEqualTo(30);
        assertThat(row).hasToString("[Ann,[NY,30]]");
        assertThat(row.schema().names()).containsExactly("name", "more");
        assertThatThrownBy(() -> row.fieldIndex("nope")).hasMessageContaining("FIELD_NOT_FOUND");
    }

    @Test
    void nullsAreFilledOrDropped() {
        assertThat(rows(people.na().drop().select("name"))).containsExactly("[Ann]", "[Bob]");
        assertThat(rows(people.na().fill(7).select("age"))).containsExactly("[30]", "[20]", "[7]");
        assertThat(rows(people.na().fill(Map.of("age", 0)).select("age"))).containsExactly("[30]",
                "[20]", "[0]");
    }

    @Test
    void temporaryViewsAndParametersMeetInSql() {
        people.createOrReplaceTempView("people");

        assertThat(rows(
                SESSION.sql("SELECT name FROM people WHERE age > :least", Map.of("least", 25))))
                .containsExactly("[Ann]");
        assertThat(rows(SESSION.sql("SELECT name FROM people WHERE age < ?", 25)))
                .containsExactly("[Bob]");
        assertThat(rows(SESSION.range(3).select(col("id").multiply(2).as("twice"))))
                .containsExactly("[0]", "[2]", "[4]");
        assertThatThrownBy(() -> people.createTempView("people"))
                .hasMessageContaining("TEMP_TABLE_OR_VIEW_ALREADY_EXISTS");
    }

    @Test
    void wrongNamesAreReportedWithSuggestions() {
        assertThatThrownBy(() -> people.select("nmae").collect()).isInstanceOf(UserException.class)
                .hasMessageContaining("UNRESOLVED_COLUMN.WITH_SUGGESTION")
                .hasMessageContaining("`name`");
        assertThatThrownBy(() -> SESSION.sql("SELECT nope FROM VALUES (1) AS t(a)"))
                .hasMessageContaining("nope");
        assertThatThrownBy(() -> expr("1 +")).hasMessageContaining("PARSE_SYNTAX_ERROR");
        assertThatThrownBy(() -> col("a.`b")).hasMessageContaining("INVALID_ATTRIBUTE_NAME_SYNTAX");
    }

    @Test
    void configurationKeepsSparksKeysAndRefusesUnknownOnesOfOurs() {
        var session = SESSION.newSession();
        session.conf().set("spark.sql.shuffle.partitions", 4);
        session.sql("SET spark.sql.ansi.enabled=false");

        assertThat(session.conf().get("spark.sql.shuffle.partitions")).isEqualTo("4");
        assertThat(rows(session.sql("SELECT CAST('x' AS INT)"))).containsExactly("[null]");
        assertThat(SESSION.conf().get("spark.sql.ansi.enabled")).isEqualTo("true");
        assertThatThrownBy(() -> session.conf().set("penstock.speed", "high"))
                .hasMessageContaining("UNKNOWN_CONFIGURATION");
        assertThatThrownBy(() -> session.conf().set("spark.sql.session.timeZone", "Moon"))
                .hasMessageContaining("INVALID_CONF_VALUE.TIME_ZONE");
        assertThat(rows(session.sql("SET nothing.here")))
                .containsExactly("[nothing.here,<undefined>]");
    }

    @Test
    void statementsListWhatThereIs() {
        var session = SESSION.newSession();
        session.sql("CREATE TABLE listed (id BIGINT, name STRING)");
        session.sql("INSERT INTO listed (name, id) VALUES ('a', 1)");
        session.sql("CREATE VIEW names AS SELECT name FROM listed");
        session.sql("CREATE TEMPORARY VIEW own AS SELECT 1");

        assertThat(rows(session.sql("SHOW TABLES"))).contains("[default,listed,false]",
                "[default,names,false]", "[,own,true]");
        assertThat(rows(session.sql("SHOW TABLES LIKE 'lis*'")))
                .containsExactly("[default,listed,false]");
        assertThat(rows(session.sql("DESCRIBE listed"))).containsExactly("[id,bigint,null]",
                "[name,string,null]");
        assertThat(rows(session.sql("SELECT * FROM listed"))).containsExactly("[1,a]");
        assertThatThrownBy(() -> session.sql("INSERT INTO listed VALUES (1)"))
                .hasMessageContaining("INSERT_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS");
        assertThatThrownBy(() -> session.sql("INSERT INTO names VALUES ('b')"))
                .hasMessageContaining("VIEW_WRITE_NOT_ALLOWED");
        assertThatThrownBy(() -> session.sql("CREATE TABLE listed (x INT)"))
                .hasMessageContaining("TABLE_OR_VIEW_ALREADY_EXISTS");
        assertThatThrownBy(() -> session.sql("DROP VIEW listed"))
                .hasMessageContaining("EXPECT_VIEW_NOT_TABLE");
        session.sql("DROP VIEW names");
        session.sql("DROP TABLE listed");
        session.sql("DROP TABLE IF EXISTS listed");
    }
}

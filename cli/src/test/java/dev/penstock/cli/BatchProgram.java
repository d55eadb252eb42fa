package dev.penstock.cli;

import static dev.penstock.Functions.avg;
import static dev.penstock.Functions.col;
import static dev.penstock.Functions.count;
import static dev.penstock.Functions.lit;
import static dev.penstock.Functions.sum;
import static dev.penstock.Functions.upper;
import static dev.penstock.Functions.when;

import dev.penstock.DataFrame;
import dev.penstock.Row;
import dev.penstock.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A program of DataFrames that ends, to be run on different engines: its results by name.
final class BatchProgram {
    private BatchProgram() {}

    static Map<String, DataFrame> results(Session session) {
        var orders = session.createDataFrame(IntStream.range(0, 1000)
                .mapToObj(i -> Row.of((long) i, "customer " + i % 13, i % 5 == 0 ? null : i * 0.5))
                .toList(), "id BIGINT, customer STRING, amount DOUBLE");
        var customers = session.createDataFrame(
                List.of(Row.of("customer 1", "north"), Row.of("customer 2", "south"),
                        Row.of("customer 99", "west")),
                "customer STRING, region STRING");
        var results = new LinkedHashMap<String, DataFrame>();
        results.put("select", orders.select(col("id").plus(1).as("next"),
                upper(col("customer")).as("name"), col("amount").cast("string")));
        results.put("filter",
                orders.filter(col("amount").gt(100).and(col("id").mod(2).equalTo(0))));
        results.put("case", orders.select(col("id"), when(col("amount").isNull(), "none")
                .when(col("amount").lt(100), "small").otherwise("large").as("size")));
        results.put("group", orders.groupBy(col("customer"))
                .agg(sum("amount").as("total"), avg("amount").as("mean"), count("*").as("n")));
        results.put("join", orders.join(customers, "customer").groupBy("region").count());
        results.put("left join", customers.join(orders.filter("id < 20"),
                customers.col("customer").equalTo(orders.col("customer")), "left")
                .select(customers.col("customer"), col("region"), col("id")));
        results.put("union", orders.limit(3).union(orders.filter("id >= 998")));
        results.put("distinct", orders.select("customer").distinct());
        results.put("sql expression", orders.selectExpr("id % 3 AS k", "id").groupBy("k")
                .agg(sum("id").as("s")).orderBy(col("k").desc()));
        results.put("with columns", orders.withColumn("double", col("id").multiply(lit(2)))
                .withColumnRenamed("customer", "who").drop("amount"));
        results.put("fill", orders.na().fill(-1.0).select("id", "amount"));
        results.put("sql", session.sql(
                "SELECT id, id * id AS square FROM range(10) WHERE id > :low", Map.of("low", 6L)));
        orders.createOrReplaceTempView("orders");
        results.put("view", session.sql(
                "SELECT customer, max(amount) AS most FROM orders GROUP BY customer HAVING count(*) > 70"));
        return results;
    }
}

"""Pivot, unpivot, rollup, cube and grouping sets."""

from pyspark.sql import functions as F

from differential import snippet


@snippet
def pivot_with_values(spark):
    return spark.table("orders").groupBy("person_id").pivot("item", ["lamp", "desk"]).sum("quantity")


@snippet
def pivot_finds_values(spark):
    return spark.table("orders").groupBy("person_id").pivot("item").count()


@snippet
def pivot_with_two_aggregates(spark):
    return spark.table("orders").groupBy().pivot("item", ["lamp", "chair"]).agg(F.sum("quantity").alias("n"), F.max("price").alias("p"))


@snippet
def pivot_in_sql(spark):
    return spark.sql("SELECT * FROM (SELECT item, quantity FROM orders) PIVOT (sum(quantity) FOR item IN ('lamp' AS l, 'desk' AS d))")


@snippet
def unpivot(spark):
    return spark.sql("SELECT 1 AS id, 10 AS a, 20 AS b UNION ALL SELECT 2, 30, NULL").unpivot("id", ["a", "b"], "name", "value")


@snippet
def melt_without_values(spark):
    return spark.sql("SELECT 1 AS id, 10 AS a, 2.5 AS b").melt("id", None, "name", "value")


@snippet
def unpivot_in_sql(spark):
    return spark.sql("SELECT * FROM (SELECT 1 AS id, 10 AS a, NULL AS b) UNPIVOT (v FOR n IN (a, b))")


@snippet
def rollup(spark):
    return spark.table("orders").rollup("item", "person_id").agg(F.sum("quantity").alias("n"))


@snippet
def cube(spark):
    return spark.table("orders").cube("item", "person_id").count()


@snippet
def grouping_columns(spark):
    return spark.table("orders").cube("item").agg(F.grouping("item"), F.grouping_id(), F.count("*"))


@snippet
def grouping_sets_in_sql(spark):
    return spark.sql("SELECT dept, age, count(*) FROM people GROUP BY GROUPING SETS ((dept), (age), ())")


@snippet
def rollup_in_sql(spark):
    return spark.sql("SELECT dept, grouping_id(), sum(salary) FROM people GROUP BY ROLLUP(dept) HAVING grouping(dept) = 0 OR sum(salary) > 1")


@snippet
def grouping_sets_of_frame(spark):
    return spark.table("orders").groupingSets([[F.col("item")], []], "item").agg(F.count("*").alias("n"))


@snippet
def transpose(spark):
    return spark.sql("SELECT 'a' AS k, 1 AS x, 2 AS y UNION ALL SELECT 'b', 3, 4").transpose()

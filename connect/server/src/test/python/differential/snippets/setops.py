"""Union, intersection, difference, distinct."""

from pyspark.sql import functions as F

from differential import snippet


def numbers(spark, *values):
    return spark.createDataFrame([(v,) for v in values], "n int")


@snippet
def union_keeps_duplicates(spark):
    return numbers(spark, 1, 2, 2).union(numbers(spark, 2, 3))


@snippet
def union_distinct_in_sql(spark):
    return spark.sql("SELECT 1 AS a UNION SELECT 1 UNION SELECT NULL UNION SELECT 2L")


@snippet
def union_widens_types(spark):
    return spark.sql("SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2.5, NULL UNION ALL SELECT CAST(3 AS BIGINT), 'y'")


@snippet
def union_by_name(spark):
    return spark.sql("SELECT 1 a, 'x' b").unionByName(spark.sql("SELECT 'y' b, 2 a"))


@snippet
def union_by_name_with_missing_columns(spark):
    return spark.sql("SELECT 1 a, 'x' b").unionByName(spark.sql("SELECT 2 a, true c"), allowMissingColumns=True)


@snippet
def intersect(spark):
    return numbers(spark, 1, 2, 2, None).intersect(numbers(spark, 2, 2, None))


@snippet
def intersect_all(spark):
    return numbers(spark, 1, 2, 2, 2).intersectAll(numbers(spark, 2, 2, 3))


@snippet
def subtract(spark):
    return numbers(spark, 1, 2, 2, 3, None).subtract(numbers(spark, 3, None))


@snippet
def except_all(spark):
    return numbers(spark, 1, 2, 2, 2, 3).exceptAll(numbers(spark, 2, 3))


@snippet
def distinct(spark):
    return spark.table("people").select("dept").distinct()


@snippet
def drop_duplicates_of_some_columns(spark):
    return spark.table("orders").dropDuplicates(["item"]).select("item")


@snippet
def minus_in_sql(spark):
    return spark.sql("SELECT id FROM range(5) MINUS SELECT id FROM range(3)")


@snippet
def union_with_order_and_limit(spark):
    return spark.sql("(SELECT id FROM range(3)) UNION ALL (SELECT id FROM range(10, 12)) ORDER BY id DESC LIMIT 3")


@snippet
def union_then_aggregate(spark):
    return numbers(spark, 1, 2).union(numbers(spark, 2, 3)).groupBy("n").agg(F.count("*").alias("c"))

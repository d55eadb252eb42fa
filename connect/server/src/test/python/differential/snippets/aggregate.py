"""Grouped and global aggregates."""

from pyspark.sql import functions as F

from differential import snippet


@snippet
def count_by_group(spark):
    return spark.table("people").groupBy("dept").count()


@snippet
def several_aggregates(spark):
    return spark.table("people").groupBy("dept").agg(
        F.count("*"), F.count("age"), F.sum("age"), F.avg("salary"), F.min("name"), F.max("joined")
    )


@snippet
def aggregates_by_dictionary(spark):
    return spark.table("people").groupBy("dept").agg({"age": "max", "salary": "avg"})


@snippet
def shortcuts_of_grouped_data(spark):
    return spark.table("orders").groupBy("item").sum("quantity", "price")


@snippet
def mean_of_all_numbers(spark):
    return spark.table("people").groupBy("dept").mean()


@snippet
def global_aggregate(spark):
    return spark.table("orders").agg(F.sum("price"), F.avg("price"), F.max("quantity"), F.count("person_id"))


@snippet
def global_aggregate_of_nothing(spark):
    return spark.table("orders").filter("false").agg(F.count("*"), F.sum("quantity"), F.collect_list("item"))


@snippet
def grouped_aggregate_of_nothing(spark):
    return spark.table("orders").filter("false").groupBy("item").count()


@snippet
def count_distinct(spark):
    return spark.table("orders").agg(F.count_distinct("item"), F.countDistinct("item", "person_id"), F.sum_distinct("quantity"))


@snippet
def filter_clause(spark):
    return spark.sql("SELECT count(*) FILTER (WHERE quantity > 2) AS many, sum(price) FILTER (WHERE item = 'desk') AS desks FROM orders")


@snippet
def conditional_sum(spark):
    return spark.table("orders").groupBy("item").agg(F.sum(F.when(F.col("quantity") > 1, F.col("price")).otherwise(0)).alias("s"))


@snippet
def collect_list_and_set(spark):
    return spark.table("orders").groupBy("item").agg(
        F.sort_array(F.collect_list("quantity")).alias("l"), F.sort_array(F.collect_set("person_id")).alias("s")
    )


@snippet
def variance_and_friends(spark):
    return spark.sql(
        "SELECT stddev(x), stddev_pop(x), variance(x), var_pop(x), skewness(x), kurtosis(x) FROM VALUES (1D), (2D), (4D), (8D) t(x)"
    )


@snippet
def correlation(spark):
    return spark.sql("SELECT round(corr(x, y), 12) AS c, covar_samp(x, y), covar_pop(x, y) FROM VALUES (1D, 2D), (2D, 4D), (3D, 7D) t(x, y)")


@snippet
def max_by_and_min_by(spark):
    return spark.table("people").groupBy("dept").agg(F.max_by("name", "age"), F.min_by("id", "salary"))


@snippet
def boolean_aggregates(spark):
    return spark.sql("SELECT every(b), some(b), bool_and(b), bool_or(b), count_if(b) FROM VALUES (true), (false), (null) t(b)")


@snippet
def bit_aggregates(spark):
    return spark.sql("SELECT bit_and(x), bit_or(x), bit_xor(x) FROM VALUES (3), (5), (6) t(x)")


@snippet
def percentiles(spark):
    return spark.sql("SELECT percentile(x, 0.25), median(x), percentile(x, array(0.5, 0.9)), mode(y) FROM VALUES (1, 'a'), (2, 'b'), (3, 'b'), (10, 'c') t(x, y)")


@snippet
def having(spark):
    return spark.sql("SELECT dept, avg(salary) AS a FROM people GROUP BY dept HAVING count(*) > 1")


@snippet
def group_by_position_and_alias(spark):
    return spark.sql("SELECT age > 30 AS old, count(*) FROM people GROUP BY 1")


@snippet
def group_by_all(spark):
    return spark.sql("SELECT dept, count(*) AS n FROM people GROUP BY ALL")


@snippet
def group_by_expression(spark):
    return spark.table("people").groupBy((F.col("age") / 10).cast("int").alias("decade")).agg(F.count("*").alias("n"))


@snippet
def sum_of_decimals(spark):
    return spark.sql("SELECT sum(price), avg(price), sum(price * quantity), max(price) - min(price) FROM orders")


@snippet
def first_and_last(spark):
    return spark.sql("SELECT first(x), last(x), first(x, true), last(x, true), any_value(y) FROM VALUES (null, 1), (2, 1), (null, 1) t(x, y)")


@snippet
def time_windows(spark):
    return spark.table("visits").groupBy(F.window("at", "5 minutes")).agg(F.count("*").alias("n"), F.sum("millis").alias("ms"))


@snippet
def sliding_time_windows(spark):
    return spark.table("visits").groupBy(F.window("at", "10 minutes", "5 minutes"), "user").count()


@snippet
def session_windows(spark):
    return spark.table("visits").groupBy(F.session_window("at", "2 minutes"), "user").count()


@snippet
def expressions_over_aggregates(spark):
    return spark.sql("SELECT item, sum(quantity) * 2 + 1, round(avg(price), 1), concat(item, '!') FROM orders GROUP BY item")


@snippet
def list_aggregate(spark):
    return spark.sql("SELECT listagg(item, ',') WITHIN GROUP (ORDER BY item) FROM (SELECT DISTINCT item FROM orders)")


@snippet
def count_of_several_columns(spark):
    return spark.sql("SELECT count(person_id, quantity), count(DISTINCT person_id, item), approx_count_distinct(item) FROM orders")

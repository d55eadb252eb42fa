"""Window functions."""

from pyspark.sql import functions as F
from pyspark.sql.window import Window

from differential import snippet


def by_dept():
    return Window.partitionBy("dept").orderBy(F.col("age").desc_nulls_last(), "id")


@snippet
def row_number(spark):
    return spark.table("people").select("id", F.row_number().over(by_dept()).alias("n"))


@snippet
def ranks(spark):
    order = Window.orderBy("age")
    return spark.table("people").select("id", "age", F.rank().over(order), F.dense_rank().over(order), F.percent_rank().over(order), F.cume_dist().over(order))


@snippet
def ntile(spark):
    return spark.table("people").select("id", F.ntile(4).over(Window.orderBy("id")).alias("quarter"))


@snippet
def lag_and_lead(spark):
    order = Window.orderBy("id")
    return spark.table("people").select("id", F.lag("name").over(order), F.lead("name", 2, "none").over(order))


@snippet
def running_sum(spark):
    return spark.table("orders").select("order_id", F.sum("quantity").over(Window.orderBy("order_id")).alias("total"))


@snippet
def moving_average_of_rows(spark):
    frame = Window.orderBy("order_id").rowsBetween(-1, 1)
    return spark.table("orders").select("order_id", F.avg("quantity").over(frame).alias("a"), F.count("*").over(frame).alias("n"))


@snippet
def range_frame(spark):
    frame = Window.orderBy("age").rangeBetween(-11, Window.currentRow)
    return spark.table("people").select("id", "age", F.count("*").over(frame).alias("n"))


@snippet
def whole_partition(spark):
    return spark.table("people").select("id", F.max("salary").over(Window.partitionBy("dept")).alias("top"))


@snippet
def first_and_last_value(spark):
    frame = by_dept().rowsBetween(Window.unboundedPreceding, Window.unboundedFollowing)
    return spark.table("people").select("id", F.first("name").over(frame), F.last("name").over(frame), F.nth_value("id", 2).over(frame))


@snippet
def share_of_total(spark):
    return spark.sql("SELECT id, round(salary / sum(salary) OVER (), 3) AS share FROM people")


@snippet
def top_of_each_group(spark):
    return spark.sql("SELECT * FROM (SELECT item, order_id, row_number() OVER (PARTITION BY item ORDER BY order_id DESC) r FROM orders) WHERE r = 1")


@snippet
def named_window(spark):
    return spark.sql("SELECT id, rank() OVER w, sum(age) OVER w FROM people WINDOW w AS (PARTITION BY dept ORDER BY id)")


@snippet
def qualify(spark):
    return spark.sql("SELECT id, dept FROM people QUALIFY row_number() OVER (PARTITION BY dept ORDER BY id) = 1")


@snippet
def window_over_aggregate(spark):
    return spark.sql("SELECT item, sum(quantity) AS n, rank() OVER (ORDER BY sum(quantity) DESC) AS r FROM orders GROUP BY item")


@snippet
def ignore_nulls(spark):
    return spark.sql("SELECT k, last_value(v) IGNORE NULLS OVER (ORDER BY k) AS l FROM VALUES (1, 'a'), (2, NULL), (3, 'c'), (4, NULL) t(k, v)")


@snippet
def range_of_days(spark):
    return spark.sql(
        "SELECT d, count(*) OVER (ORDER BY d RANGE BETWEEN INTERVAL 1 DAY PRECEDING AND CURRENT ROW) AS n "
        "FROM VALUES (DATE'2026-01-01'), (DATE'2026-01-02'), (DATE'2026-01-04') t(d)"
    )

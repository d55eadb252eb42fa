"""What Spark refuses of a stream and Penstock runs: after each batch the result is that of a batch query over all rows so far."""

from pyspark.sql import Window
from pyspark.sql import functions as F

from differential.streams import TWO_OF_A_KIND, TWO_STREAMS, beyond

BY_KEY = Window.partitionBy("k").orderBy("t", "v")


def names(s):
    return s.spark.createDataFrame([("a", "Ada"), ("b", "Bob"), ("z", "Zoe")], "k string, name string")


@beyond
def distinct_count(s):
    return s.events.groupBy("k").agg(F.count_distinct("v").alias("n"))


@beyond
def distinct_sum_of_all(s):
    return s.events.agg(F.sum_distinct("v").alias("s"), F.count("*").alias("c"))


@beyond
def aggregate_of_aggregate(s):
    return s.events.groupBy("k").agg(F.sum("v").alias("s")).groupBy().agg(F.max("s").alias("most"), F.count("*").alias("keys"))


@beyond
def histogram_of_counts(s):
    return s.events.groupBy("k").count().groupBy("count").agg(F.count("*").alias("keys"))


@beyond(mode="complete")
def aggregate_of_aggregate_complete(s):
    return s.events.groupBy("k").agg(F.sum("v").alias("s")).groupBy().agg(F.avg("s").alias("a"))


@beyond
def groups_joined_with_their_rows(s):
    totals = s.events.groupBy(F.col("k").alias("g")).agg(F.sum("v").alias("total"))
    return s.events.join(totals, F.expr("k = g")).select("k", "v", "total")


@beyond(feed=TWO_OF_A_KIND)
def two_aggregates_joined(s):
    one = s.events.groupBy("k").agg(F.sum("v").alias("e"))
    return one.join(s.others.groupBy("k").agg(F.max("v").alias("o")), "k", "full")


@beyond(feed=TWO_STREAMS)
def left_join_without_watermark(s):
    return s.shown.join(s.clicked, F.expr("id = rid"), "left").select("id", "l", "r")


@beyond(feed=TWO_STREAMS)
def full_join_without_watermark(s):
    return s.shown.join(s.clicked, F.expr("id = rid"), "full").select("id", "rid", "l", "r")


@beyond(feed=TWO_STREAMS)
def semi_join_without_watermark(s):
    return s.shown.join(s.clicked, F.expr("id = rid"), "left_semi")


@beyond(feed=TWO_STREAMS)
def anti_join(s):
    return s.shown.join(s.clicked, F.expr("id = rid"), "left_anti")


@beyond(feed=TWO_STREAMS)
def join_without_a_key(s):
    return s.shown.join(s.clicked, F.expr("lt < rt AND r < l")).select("l", "r")


@beyond(feed=TWO_STREAMS)
def cross_join(s):
    return s.shown.crossJoin(s.clicked).select("l", "r")


@beyond
def table_left_join_stream(s):
    return names(s).join(s.events, "k", "left").select("k", "name", "v")


@beyond
def table_full_join_stream(s):
    return names(s).join(s.events, "k", "full").select("k", "name", "v")


@beyond
def table_anti_join_stream(s):
    return names(s).join(s.events, "k", "left_anti")


@beyond
def row_number(s):
    return s.events.select("k", "v", F.row_number().over(BY_KEY).alias("n"))


@beyond
def top_two_of_each_key(s):
    return s.events.withColumn("n", F.row_number().over(Window.partitionBy("k").orderBy(F.desc("v"), "t"))).filter("n <= 2").select("k", "v", "n")


@beyond
def ranks(s):
    by_value = Window.partitionBy("k").orderBy("x")
    return s.events.select("k", "x", F.rank().over(by_value).alias("r"), F.dense_rank().over(by_value).alias("d"))


@beyond
def neighbours(s):
    return s.events.select("k", "v", F.lag("v").over(BY_KEY).alias("before"), F.lead("v", 1, -1).over(BY_KEY).alias("after"))


@beyond
def running_sum(s):
    return s.events.select("k", "v", F.sum("v").over(BY_KEY.rowsBetween(Window.unboundedPreceding, 0)).alias("s"))


@beyond
def share_of_key(s):
    return s.events.select("k", "v", (F.col("v") * 100 / F.sum("v").over(Window.partitionBy("k"))).alias("share"))


@beyond
def largest_three(s):
    return s.events.select("k", "v").orderBy(F.desc("v")).limit(3)


@beyond
def largest_group(s):
    return s.events.groupBy("k").agg(F.sum("v").alias("s")).orderBy(F.desc("s")).limit(1)


@beyond(feed=TWO_OF_A_KIND)
def intersection(s):
    return s.events.select("k").intersect(s.others.select("k"))


@beyond(feed=TWO_OF_A_KIND)
def difference(s):
    return s.events.select("k").exceptAll(s.others.select("k"))


@beyond(feed=TWO_OF_A_KIND)
def difference_of_sets(s):
    return s.events.select("k").subtract(s.others.select("k"))


@beyond
def above_the_average(s):
    events = s.view("events", s.events)
    return s.spark.sql(f"SELECT k, v FROM {events} WHERE v > (SELECT avg(v) FROM {events})")


@beyond
def above_the_average_of_its_key(s):
    events = s.view("events", s.events)
    return s.spark.sql(f"SELECT k, v FROM {events} e WHERE v > (SELECT avg(v) FROM {events} f WHERE e.k = f.k)")


@beyond(feed=TWO_STREAMS)
def in_the_other_stream(s):
    shown, clicked = s.view("shown", s.shown), s.view("clicked", s.clicked)
    return s.spark.sql(f"SELECT id, l FROM {shown} WHERE EXISTS (SELECT 1 FROM {clicked} WHERE rid = id)")


@beyond(feed=TWO_STREAMS)
def not_in_the_other_stream(s):
    shown, clicked = s.view("shown", s.shown), s.view("clicked", s.clicked)
    return s.spark.sql(f"SELECT id, l FROM {shown} WHERE NOT EXISTS (SELECT 1 FROM {clicked} WHERE rid = id)")


@beyond
def sessions_updated(s):
    return s.events.groupBy(F.session_window("t", "5 seconds"), "k").agg(F.sum("v").alias("s"))


@beyond(feed=TWO_STREAMS)
def join_then_aggregate(s):
    return s.shown.join(s.clicked, F.expr("id = rid"), "left").groupBy("id").agg(F.count("r").alias("clicks"))


@beyond
def aggregate_of_distinct_rows(s):
    return s.events.groupBy("k").agg(F.count("*").alias("c")).filter("c > 1").agg(F.sum("c").alias("s"))


@beyond(mode="append")
def distinct_in_sql(s):
    events = s.view("events", s.events)
    return s.spark.sql(f"SELECT DISTINCT k, v % 2 AS odd FROM {events}")

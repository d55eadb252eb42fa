"""Joins of a stream with a table, and unions of streams."""

from pyspark.sql import functions as F

from differential.streams import TWO_OF_A_KIND, program

MAX = {"spark.sql.streaming.multipleWatermarkPolicy": "max"}


def names(s):
    return s.spark.createDataFrame([("a", "Ada", 3), ("b", "Bob", 12), ("b", "Bea", 1), (None, "none", 0), ("z", "Zoe", 5)], "k string, name string, least int")


for how in ("inner", "left", "left_semi", "left_anti"):
    program(lambda s, how=how: s.events.join(names(s), "k", how), name=f"{how}_stream_first")
    program(
        lambda s, how=how: s.events.alias("e").join(names(s).alias("n"), F.expr("e.k = n.k AND v > least"), how),
        name=f"{how}_with_one_more_condition",
    )

for how in ("inner", "right"):
    program(lambda s, how=how: names(s).join(s.events, "k", how), name=f"{how}_table_first")


@program
def null_safe(s):
    return s.events.alias("e").join(names(s).alias("n"), F.expr("e.k <=> n.k")).select("v", "name")


@program
def cross(s):
    return s.events.crossJoin(names(s).filter("name like 'B%'")).select("v", "name")


@program
def not_by_key(s):
    return s.events.join(names(s), F.expr("v < least")).select("v", "name")


@program(mode="update")
def counted_by_name(s):
    return s.events.join(names(s), "k").groupBy("name").agg(F.count("*").alias("c"), F.sum("v").alias("s"))


@program(mode="complete")
def counted_by_name_complete(s):
    return s.events.join(names(s), "k", "left").groupBy("name").count()


@program
def windows_by_name(s):
    return s.timed().join(names(s), "k").groupBy(F.window("t", "20 seconds"), "name").count()


@program(mode="update")
def groups_joined_with_a_table(s):
    return s.events.groupBy("k").count().join(names(s), "k")


@program(mode="complete")
def groups_joined_with_a_table_complete(s):
    return s.events.groupBy("k").count().join(names(s), "k", "left")


@program
def windows_joined_with_a_table(s):
    return s.timed().groupBy(F.window("t", "20 seconds"), "k").count().join(names(s), "k")


@program
def twice(s):
    return s.events.join(names(s), "k").join(s.spark.range(2).toDF("n"), F.expr("v % 2 = n")).select("v", "name", "n")


@program
def list_in_sql(s):
    events, people = s.view("events", s.events), s.view("people", names(s))
    return s.spark.sql(f"SELECT v FROM {events} WHERE k IN (SELECT k FROM {people} WHERE least > 2)")


@program
def scalar_in_sql(s):
    events, people = s.view("events", s.events), s.view("people", names(s))
    return s.spark.sql(f"SELECT v, (SELECT max(least) FROM {people}) AS m FROM {events}")


def events(s):
    return s.events.withWatermark("t", "5 seconds")


def others(s):
    return s.others.withWatermark("t", "20 seconds")


@program(feed=TWO_OF_A_KIND)
def union(s):
    return s.events.union(s.others)


@program(feed=TWO_OF_A_KIND, mode="update")
def union_counted(s):
    return s.events.union(s.others).groupBy("k").agg(F.count("*").alias("c"), F.sum("v").alias("s"))


for policy, conf in {"earlier": None, "later": MAX}.items():
    for mode in ("append", "update"):
        program(
            lambda s: events(s).union(others(s)).groupBy(F.window("t", "10 seconds")).agg(F.sum("v").alias("s")),
            feed=TWO_OF_A_KIND, mode=mode, conf=conf, name=f"union_by_the_{policy}_watermark_{mode}")


@program(feed=TWO_OF_A_KIND)
def union_then_watermark(s):
    return s.events.union(s.others).withWatermark("t", "10 seconds").groupBy(F.window("t", "10 seconds"), "k").count()


@program(feed=TWO_OF_A_KIND)
def union_by_name(s):
    return s.events.select("k", "v").unionByName(s.others.select("v", F.lit(1).alias("one")), allowMissingColumns=True)


@program(feed=TWO_OF_A_KIND)
def union_without_duplicates(s):
    return events(s).union(others(s)).dropDuplicates(["t", "k"]).select("t", "k")


@program(feed=TWO_OF_A_KIND)
def union_of_windows(s):
    one = events(s).groupBy(F.window("t", "10 seconds")).agg(F.sum("v").alias("s"))
    return one.union(others(s).groupBy(F.window("t", "10 seconds")).agg(F.sum("v").alias("s")))


@program(feed=TWO_OF_A_KIND)
def union_in_sql(s):
    one, other = s.view("events", s.events), s.view("others", s.others)
    return s.spark.sql(f"SELECT k, v FROM {one} WHERE v > 1 UNION ALL SELECT upper(k), v FROM {other}")


@program(feed=TWO_OF_A_KIND, mode="complete")
def union_distinct_groups(s):
    return s.events.select("k").union(s.others.select("k")).groupBy("k").count()

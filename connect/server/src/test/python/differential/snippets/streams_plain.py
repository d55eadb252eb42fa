"""Streams without state, and limits."""

from pyspark.sql import functions as F

from differential.streams import program


@program
def whole_rows(s):
    return s.events


@program(mode="update")
def whole_rows_updated(s):
    return s.events


@program
def projected(s):
    return s.events.selectExpr("upper(k) AS k", "v * 2 + 1 AS w", "CASE WHEN x > 2 THEN 'high' WHEN x > 0 THEN 'low' END AS level")


@program
def filtered(s):
    return s.events.filter((F.col("v") % 2 == 0) & F.col("x").isNotNull())


@program
def exploded(s):
    return s.events.select("k", F.explode(F.expr("sequence(1, v % 3)")).alias("n"))


@program
def exploded_outer_with_positions(s):
    return s.events.select("v", F.posexplode_outer(F.expr("CASE WHEN v % 2 = 0 THEN array(k, 'more') END")))


@program
def exploded_map(s):
    return s.events.select("v", F.explode(F.expr("map('k', k, 'x', CAST(x AS STRING))")))


@program
def inline(s):
    return s.events.selectExpr("inline(array(struct(v AS one, k AS two), struct(v + 100, upper(k))))")


@program
def lateral_view(s):
    events = s.view("events", s.events)
    return s.spark.sql(f"SELECT v, w FROM {events} LATERAL VIEW explode(array(v, -v)) AS w WHERE v > 3")


@program
def nested(s):
    return s.events.select(F.struct("k", F.struct("v", "x").alias("n")).alias("s")).select("s.k", "s.n.v", F.array("s.n.x").alias("a"))


@program
def json_there_and_back(s):
    return s.events.select(F.to_json(F.struct("k", "v")).alias("j")).select("j", F.from_json("j", "k STRING, v BIGINT").alias("r"))


@program
def times(s):
    return s.events.selectExpr("date_format(t, 'HH:mm:ss') AS f", "unix_timestamp(t) AS u", "second(t) AS s", "t - INTERVAL 1 MINUTE AS earlier")


@program
def nulls_filled(s):
    return s.events.na.fill({"k": "?", "v": 0}).na.drop(subset=["x"])


@program
def columns_added_and_dropped(s):
    return s.events.withColumn("w", F.col("v") + 1).withColumnRenamed("k", "key").drop("x", "t")


@program
def watermark_alone(s):
    return s.timed("1 second").select("t", "v")


@program
def watermark_twice(s):
    return s.timed("1 second").select("t", "v").filter("v > 2").withColumn("u", F.col("t"))


@program
def limited(s):
    return s.events.select("v").limit(5)


@program
def limited_after_a_filter(s):
    return s.events.filter("k = 'a'").select("v").limit(3)


@program
def with_metadata_column(s):
    return s.events.selectExpr("v", "length(_metadata.file_name) AS n")


@program
def partitioned_anew(s):
    return s.events.repartition(3, "k").select("k", "v").coalesce(1)


@program
def aliased_twice(s):
    return s.events.alias("a").select("a.k", "a.v").alias("b").where("b.v > 4").select(F.col("b.k").alias("z"))


@program(backlog=True)
def files_that_wait(s):
    return s.events.select("k", "v")


@program(mode="complete")
def constant_group(s):
    return s.events.groupBy(F.lit("all").alias("g")).agg(F.count("*").alias("c"))


@program
def hashed(s):
    return s.events.selectExpr("hash(k, v) AS h", "xxhash64(v, x) AS y", "md5(k) AS m", "crc32(k) AS c")


@program
def text_of_everything(s):
    return s.events.selectExpr("concat_ws('|', k, v, x, t) AS all", "lpad(v, 4, '0') AS padded", "split(k || ',b', ',')[1] AS second")

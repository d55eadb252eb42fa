"""Streams: sources, triggers, output modes, event time, and how queries are asked about themselves."""

import json
import os
import uuid

from pyspark.sql import functions as F

from differential import snippet


def run(spark, frame, mode="append"):
    """The table of a query over what is there now, in the memory sink."""
    name = "t" + uuid.uuid4().hex[:8]
    query = frame.writeStream.format("memory").queryName(name).outputMode(mode).trigger(availableNow=True).start()
    query.awaitTermination(60)
    return spark.table(name)


def rates(spark, rows=10):
    return spark.readStream.format("rate-micro-batch").option("rowsPerBatch", rows).option("numPartitions", 1).load()


def files(spark, schema, *batches, **options):
    """A stream of JSON files, one batch each, in this order."""
    path = spark.folder + "/in-" + uuid.uuid4().hex[:8]
    os.mkdir(path)
    for i, rows in enumerate(batches):
        with open(f"{path}/{i}.json", "w", encoding="utf-8") as out:
            out.writelines(json.dumps(r) + "\n" for r in rows)
        os.utime(f"{path}/{i}.json", (1_700_000_000 + i, 1_700_000_000 + i))
    return spark.readStream.schema(schema).options(maxFilesPerTrigger=1, **options).json(path)


def clicks(spark):
    def at(second, user, n):
        return {"at": f"2026-03-01T08:00:{second:02d}Z", "user": user, "n": n}

    return files(
        spark, "at TIMESTAMP, user STRING, n INT",
        [at(1, "a", 1), at(2, "b", 2), at(8, "a", 3)],
        [at(12, "a", 4), at(3, "b", 5), at(25, "b", 6)],
        [at(4, "a", 7), at(26, "a", 8), at(59, "b", 9)],
    )


@snippet
def schema_of_rate_source(spark):
    return rates(spark).schema.simpleString()


@snippet
def projection(spark):
    return run(spark, rates(spark).select("value", (F.col("value") * 2).alias("twice")))


@snippet
def rate_with_timestamps(spark):
    frame = spark.readStream.format("rate-micro-batch").options(rowsPerBatch=3, numPartitions=1, startTimestamp=1000).load()
    return run(spark, frame)


@snippet
def filter_and_case(spark):
    return run(spark, rates(spark).filter("value % 3 = 0").selectExpr("value", "CASE WHEN value > 4 THEN 'big' ELSE 'small' END AS kind"))


@snippet
def files_append(spark):
    return run(spark, clicks(spark))


@snippet
def count_complete(spark):
    return run(spark, clicks(spark).groupBy("user").agg(F.count("*").alias("c"), F.sum("n").alias("s")), "complete")


@snippet
def count_update(spark):
    return run(spark, clicks(spark).groupBy("user").count(), "update")


@snippet
def global_count_complete(spark):
    return run(spark, clicks(spark).groupBy().agg(F.count("*").alias("c"), F.max("n").alias("m")), "complete")


@snippet
def window_append_with_watermark(spark):
    return run(spark, clicks(spark).withWatermark("at", "5 seconds").groupBy(F.window("at", "10 seconds")).agg(F.sum("n").alias("s")))


@snippet
def window_complete(spark):
    return run(spark, clicks(spark).groupBy(F.window("at", "10 seconds"), "user").count(), "complete")


@snippet
def window_update_with_watermark(spark):
    return run(spark, clicks(spark).withWatermark("at", "5 seconds").groupBy(F.window("at", "10 seconds")).count(), "update")


@snippet
def sliding_window_append(spark):
    return run(spark, clicks(spark).withWatermark("at", "2 seconds").groupBy(F.window("at", "20 seconds", "10 seconds"), "user").agg(F.count("*").alias("c")))


@snippet
def session_window_append(spark):
    return run(spark, clicks(spark).withWatermark("at", "1 second").groupBy(F.session_window("at", "8 seconds"), "user").count())


@snippet
def drop_duplicates(spark):
    return run(spark, clicks(spark).dropDuplicates(["user"]).select("user"))


@snippet
def drop_duplicates_within_watermark(spark):
    return run(spark, clicks(spark).withWatermark("at", "5 seconds").dropDuplicatesWithinWatermark(["user"]).select("user", "n"))


@snippet
def stream_static_join(spark):
    names = spark.createDataFrame([("a", "Ada"), ("c", "Cyd")], "user string, name string")
    return run(spark, clicks(spark).join(names, "user").select("user", "name", "n"))


@snippet
def stream_static_left_join(spark):
    names = spark.createDataFrame([("a", "Ada")], "user string, name string")
    return run(spark, clicks(spark).join(names, "user", "left").select("user", "name", "n"))


@snippet
def stream_stream_inner_join(spark):
    left = files(spark, "k INT, l STRING", [{"k": 1, "l": "x"}], [{"k": 2, "l": "y"}])
    right = files(spark, "k INT, r STRING", [{"k": 2, "r": "p"}], [{"k": 1, "r": "q"}, {"k": 3, "r": "z"}])
    return run(spark, left.join(right, "k"))


@snippet
def stream_stream_left_join_with_watermarks(spark):
    left = clicks(spark).withWatermark("at", "1 second").select(F.col("at").alias("la"), F.col("user").alias("lu"), "n")
    right = clicks(spark).withWatermark("at", "1 second").filter("n = 3").select(F.col("at").alias("ra"), F.col("user").alias("ru"))
    return run(spark, left.join(right, F.expr("lu = ru AND ra BETWEEN la AND la + INTERVAL 8 SECONDS"), "left").select("lu", "n", "ra"))


@snippet
def union_of_streams(spark):
    return run(spark, clicks(spark).select("n").union(clicks(spark).select(F.col("n") + 100)))


@snippet
def explode_on_stream(spark):
    return run(spark, rates(spark, 2).select(F.explode(F.array("value", F.col("value") + 10)).alias("v")))


@snippet
def sql_over_a_streaming_view(spark):
    clicks(spark).createOrReplaceTempView("streaming_clicks")
    return run(spark, spark.sql("SELECT user, count(*) AS c FROM streaming_clicks GROUP BY user HAVING count(*) > 1"), "complete")


@snippet(ordered=True)
def sort_in_complete_mode(spark):
    return run(spark, clicks(spark).groupBy("user").agg(F.sum("n").alias("s")).orderBy(F.desc("s")), "complete")


@snippet
def limit_on_stream(spark):
    return run(spark, rates(spark, 20).select("value").limit(4)).count()


@snippet
def from_json_on_stream(spark):
    return run(spark, rates(spark, 2).select(F.from_json(F.concat(F.lit('{"v": '), "value", F.lit("}")), "v INT").alias("j")).select("j.v"))


@snippet
def chained_aggregates_append(spark):
    windows = clicks(spark).withWatermark("at", "1 second").groupBy(F.window("at", "5 seconds"), "user").agg(F.sum("n").alias("s"))
    return run(spark, windows.groupBy(F.window(F.window_time("window"), "20 seconds")).agg(F.count("*").alias("groups"), F.sum("s").alias("total")))


@snippet
def with_watermark_alone(spark):
    return run(spark, clicks(spark).withWatermark("at", "1 second").select("user", "n"))


@snippet
def watermark_in_schema(spark):
    return [f.metadata for f in clicks(spark).withWatermark("at", "1500 milliseconds").schema.fields]


@snippet
def is_streaming(spark):
    return [rates(spark).isStreaming, spark.range(1).isStreaming, rates(spark).select("value").isStreaming]


@snippet
def write_files(spark):
    out = spark.folder + "/out"
    query = rates(spark, 3).select("value").writeStream.format("json").option("path", out).option("checkpointLocation", spark.folder + "/c").trigger(availableNow=True).start()
    query.awaitTermination(60)
    return spark.read.schema("value BIGINT").json(out)


@snippet
def goes_on_from_checkpoint(spark):
    path, out, check = spark.folder + "/in", spark.folder + "/out", spark.folder + "/c"
    os.mkdir(path)
    for i in range(2):
        with open(f"{path}/{i}.json", "w", encoding="utf-8") as file:
            file.write(json.dumps({"n": i}) + "\n")
        frame = spark.readStream.schema("n INT").json(path)
        frame.writeStream.format("json").option("checkpointLocation", check).trigger(availableNow=True).start(out).awaitTermination(60)
    return spark.read.schema("n INT").json(out)


@snippet
def query_after_its_end(spark):
    query = clicks(spark).writeStream.format("noop").queryName("stream_done").trigger(availableNow=True).start()
    ended = query.awaitTermination(60)
    progress = [p for p in query.recentProgress if p.numInputRows > 0]
    return [ended, query.isActive, query.name, query.exception(), [(p.batchId, p.numInputRows) for p in progress], progress[0].name]


@snippet
def query_stopped(spark):
    query = spark.readStream.format("rate").load().writeStream.format("noop").queryName("stream_stopped").start()
    seen = [query.isActive, query.name in [q.name for q in spark.streams.active], spark.streams.get(query.id).name]
    query.stop()
    return [*seen, query.isActive, [q.name for q in spark.streams.active]]


@snippet
def process_all_available(spark):
    query = clicks(spark).groupBy("user").count().writeStream.format("memory").queryName("stream_all").outputMode("complete").start()
    query.processAllAvailable()
    query.stop()
    return spark.table("stream_all")


@snippet
def watermark_in_progress(spark):
    frame = clicks(spark).withWatermark("at", "5 seconds").groupBy(F.window("at", "10 seconds")).count()
    query = frame.writeStream.format("noop").trigger(availableNow=True).start()
    query.awaitTermination(60)
    return query.lastProgress.eventTime.get("watermark")


@snippet
def observed_metrics_of_a_stream(spark):
    frame = clicks(spark).observe("seen", F.count("*").alias("c"), F.max("n").alias("m"))
    query = frame.writeStream.format("noop").trigger(availableNow=True).start()
    query.awaitTermination(60)
    return [tuple(p.observedMetrics["seen"]) for p in query.recentProgress if p.numInputRows > 0]


@snippet
def to_table(spark):
    spark.sql("DROP TABLE IF EXISTS stream_table")
    query = rates(spark, 3).select("value").writeStream.option("checkpointLocation", spark.folder + "/c").trigger(availableNow=True).toTable("stream_table")
    query.awaitTermination(60)
    rows = sorted(r.value for r in spark.table("stream_table").collect())
    spark.sql("DROP TABLE stream_table")
    return rows

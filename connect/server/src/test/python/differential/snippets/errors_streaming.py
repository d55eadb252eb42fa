"""What streams cannot do, and how they fail."""

from pyspark.sql import functions as F

from differential import fails
from differential.snippets.streaming import clicks, files, rates


def start(spark, frame, mode="append", sink="noop", **options):
    query = frame.writeStream.format(sink).outputMode(mode).options(**options).trigger(availableNow=True).start()
    query.awaitTermination(60)


@fails
def aggregate_in_append_mode(spark):
    start(spark, clicks(spark).groupBy("user").count())


@fails
def projection_in_complete_mode(spark):
    start(spark, rates(spark), "complete")


@fails
def sort_in_append_mode(spark):
    start(spark, rates(spark).orderBy("value"))


@fails
def unknown_output_mode(spark):
    start(spark, rates(spark), "sometimes")


@fails
def collect_of_a_stream(spark):
    return rates(spark).collect()


@fails
def count_of_a_stream(spark):
    return rates(spark).count()


@fails
def show_of_a_stream(spark):
    return rates(spark).show()


@fails
def batch_write_of_a_stream(spark):
    rates(spark).write.format("noop").mode("append").save()


@fails
def stream_write_of_a_batch(spark):
    start(spark, spark.range(3))


@fails
def memory_sink_without_name(spark):
    start(spark, rates(spark), sink="memory")


@fails
def files_without_checkpoint(spark):
    rates(spark).writeStream.format("json").option("path", spark.folder + "/out").trigger(availableNow=True).start()


@fails
def files_in_update_mode(spark):
    start(spark, rates(spark), "update", "json", path=spark.folder + "/out", checkpointLocation=spark.folder + "/c")


@fails
def watermark_on_text(spark):
    return clicks(spark).withWatermark("user", "1 second").schema


@fails
def watermark_on_unknown_column(spark):
    return clicks(spark).withWatermark("never", "1 second").schema


@fails
def watermark_with_bad_delay(spark):
    return clicks(spark).withWatermark("at", "soon").schema


@fails
def watermark_with_negative_delay(spark):
    return clicks(spark).withWatermark("at", "-1 second").schema


@fails
def duplicates_within_watermark_without_one(spark):
    start(spark, clicks(spark).dropDuplicatesWithinWatermark(["user"]))


@fails
def unknown_source(spark):
    return spark.readStream.format("no-such-source").load()


@fails
def source_that_cannot_stream(spark):
    return spark.readStream.format("rate-micro-batch").load().schema


@fails
def files_without_schema(spark):
    return spark.readStream.json(spark.folder)


@fails
def outer_join_without_watermark(spark):
    left = files(spark, "k INT, l STRING", [{"k": 1, "l": "x"}])
    right = files(spark, "k INT, r STRING", [{"k": 2, "r": "p"}])
    start(spark, left.join(right, "k", "left"))


@fails
def division_by_zero_in_a_stream(spark):
    start(spark, rates(spark).selectExpr("10 / value AS x"))


@fails
def bad_cast_in_a_stream(spark):
    start(spark, clicks(spark).selectExpr("CAST(user AS INT) AS x"))


@fails
def query_name_in_use(spark):
    frame = spark.readStream.format("rate").load()
    first = frame.writeStream.format("noop").queryName("err_twice").start()
    try:
        frame.writeStream.format("noop").queryName("err_twice").start()
    finally:
        first.stop()


@fails
def rate_with_bad_option(spark):
    return spark.readStream.format("rate").option("rowsPerSecond", "-1").load().schema


@fails
def session_window_in_update_mode(spark):
    frame = clicks(spark).withWatermark("at", "1 second").groupBy(F.session_window("at", "5 seconds"), "user").count()
    start(spark, frame, "update")

"""Windows of event time: tumbling and sliding, under all output modes and delays."""

import itertools

from pyspark.sql import functions as F

from differential.streams import program

WINDOWS = {
    "tumbling": ("10 seconds", None, None),
    "sliding": ("20 seconds", "10 seconds", None),
    "sliding_unevenly": ("15 seconds", "10 seconds", None),
    "shifted": ("10 seconds", "10 seconds", "3 seconds"),
}
DELAYS = {"soon": "0 seconds", "later": "10 seconds", "much_later": "1 minute"}


def window(shape):
    size, slide, shift = WINDOWS[shape]
    return F.window("t", size, *(part for part in (slide, shift) if part))


def of_windows(shape, delay, keys):
    return lambda s: s.timed(DELAYS[delay]).groupBy(window(shape), *keys).agg(F.count("*").alias("c"), F.sum("v").alias("s"))


for mode, shape, delay in itertools.product(("append", "update", "complete"), WINDOWS, DELAYS):
    keys = ["k"] if (len(mode) + len(shape) + len(delay)) % 2 else []
    if mode != "complete" or delay == "later":
        program(of_windows(shape, delay, keys), mode=mode, name=f"{shape}_{mode}_{delay}")

for mode, delay in itertools.product(("append", "update"), DELAYS):
    program(of_windows("tumbling", delay, ["k"]), mode=mode, backlog=True, name=f"files_that_wait_{mode}_{delay}")


@program(mode="update")
def without_watermark(s):
    return s.events.groupBy(F.window("t", "20 seconds")).agg(F.avg("v").alias("a"))


@program(mode="complete")
def without_watermark_complete(s):
    return s.events.groupBy(F.window("t", "20 seconds"), "k").agg(F.max("x").alias("m"))


@program
def by_time_itself(s):
    return s.timed("5 seconds").groupBy("t").agg(F.count("*").alias("c"))


@program
def by_time_and_key(s):
    return s.timed("5 seconds").groupBy("t", "k").agg(F.sum("v").alias("s"))


@program(mode="update")
def by_time_itself_updated(s):
    return s.timed("5 seconds").groupBy("t").agg(F.count("*").alias("c"))


@program
def window_time(s):
    return s.timed().groupBy(F.window("t", "10 seconds")).agg(F.count("*").alias("c")).select(F.window_time("window").alias("wt"), "c")


@program
def start_and_end(s):
    return s.timed().groupBy(F.window("t", "10 seconds").alias("w")).agg(F.sum("x").alias("s")).select("w.start", "w.end", "s")


@program
def only_the_end(s):
    return s.timed().groupBy(F.window("t", "10 seconds"), "k").count().select("window.end", "k", "count")


@program
def groups_filtered_after(s):
    return s.timed().groupBy(F.window("t", "10 seconds")).count().filter("count > 1")


@program
def rows_filtered_before_the_watermark(s):
    return s.events.filter("k <> 'a'").withWatermark("t", "10 seconds").groupBy(F.window("t", "10 seconds")).count()


@program
def rows_filtered_after_the_watermark(s):
    return s.timed().filter("k <> 'a'").groupBy(F.window("t", "10 seconds")).count()


@program
def renamed_time(s):
    return s.timed().withColumnRenamed("t", "at").groupBy(F.window("at", "10 seconds")).agg(F.first("at").isNotNull().alias("some"))


@program
def time_computed_before_the_watermark(s):
    shifted = s.events.withColumn("u", F.expr("t + INTERVAL 30 SECONDS")).withWatermark("u", "10 seconds")
    return shifted.groupBy(F.window("u", "10 seconds")).agg(F.collect_set("k").alias("ks")).select("window", F.sort_array("ks").alias("ks"))


@program
def window_column_made_before(s):
    return s.timed().select(F.window("t", "10 seconds").alias("w"), "v").groupBy("w").agg(F.sum("v").alias("s"))


@program
def window_without_aggregate(s):
    return s.timed().select(F.window("t", "10 seconds").alias("w"), "v")


@program
def sliding_window_without_aggregate(s):
    return s.events.select(F.window("t", "20 seconds", "10 seconds").alias("w"), "v")


@program
def long_delay_in_hours(s):
    return s.timed("1 hour").groupBy(F.window("t", "10 seconds")).count()


@program
def aggregates_of_many_kinds(s):
    return s.timed().groupBy(F.window("t", "20 seconds")).agg(
        F.count("k").alias("c"), F.avg("x").alias("a"), F.min("t").alias("first"), F.max_by("k", "v").alias("top"),
        F.sort_array(F.collect_list("v")).alias("all"), F.expr("count_if(x > 1)").alias("large"))


@program
def distinct_windows(s):
    return s.timed().select(F.window("t", "10 seconds").alias("w")).groupBy("w").agg(F.count("*").alias("c")).select("w")


@program
def in_sql(s):
    events = s.view("events", s.events)
    return s.spark.sql(
        f"SELECT window.start AS begun, k, count(*) AS c FROM STREAM {events} WATERMARK t DELAY OF INTERVAL 10 SECONDS GROUP BY window(t, '10 seconds'), k")


@program
def in_sql_over_a_view_with_watermark(s):
    events = s.view("events", s.timed())
    return s.spark.sql(f"SELECT window, sum(v) AS s, max(x) AS m FROM {events} GROUP BY window(t, '20 seconds', '5 seconds')")


@program(mode="update")
def having_in_sql_updated(s):
    events = s.view("events", s.timed())
    return s.spark.sql(f"SELECT window.end AS e, count(*) AS c FROM {events} GROUP BY window(t, '10 seconds') HAVING count(*) > 1")


@program(conf={"spark.sql.session.timeZone": "Asia/Kolkata"})
def in_another_time_zone(s):
    return s.timed().groupBy(F.window("t", "1 day")).count()


@program(conf={"spark.sql.streaming.noDataMicroBatches.enabled": "false"})
def without_batches_without_data(s):
    return s.timed().groupBy(F.window("t", "10 seconds")).count()


@program(mode="update", conf={"spark.sql.streaming.noDataMicroBatches.enabled": "false"})
def without_batches_without_data_updated(s):
    return s.timed("3 seconds").groupBy(F.window("t", "10 seconds")).count()

"""Joins of two streams: with and without bounds in time, inner, outer and semi."""

from pyspark.sql import functions as F

from differential.streams import TWO_OF_A_KIND, TWO_STREAMS, program

WITHIN = "id = rid AND rt BETWEEN lt AND lt + INTERVAL 15 SECONDS"
AROUND = "id = rid AND rt >= lt - INTERVAL 5 SECONDS AND rt <= lt + INTERVAL 5 SECONDS"
AFTER = "id = rid AND rt > lt"
CONDITIONS = {"within": WITHIN, "around": AROUND}
MAX = {"spark.sql.streaming.multipleWatermarkPolicy": "max"}


def both(s, left="5 seconds", right="10 seconds"):
    return s.shown.withWatermark("lt", left), s.clicked.withWatermark("rt", right)


def joined(condition, how, left="5 seconds", right="10 seconds"):
    def make(s):
        one, other = both(s, left, right)
        return one.join(other, F.expr(condition), how)

    return make


for label, condition in CONDITIONS.items():
    for how in ("inner", "left", "right", "full", "left_semi"):
        program(joined(condition, how), feed=TWO_STREAMS, name=f"{how}_{label}")

for how in ("inner", "left", "right", "full", "left_semi"):
    program(joined(WITHIN, how, "0 seconds", "0 seconds"), feed=TWO_STREAMS, name=f"{how}_without_delay")

for how in ("inner", "left", "full"):
    program(joined(WITHIN, how), feed=TWO_STREAMS, conf=MAX, name=f"{how}_by_the_later_watermark")
    program(joined(WITHIN, how), feed=TWO_STREAMS, backlog=True, name=f"{how}_of_files_that_wait")

for how in ("inner", "left_semi"):
    program(joined(WITHIN, how), mode="update", feed=TWO_STREAMS, name=f"{how}_updated")


program(joined("id = rid", "inner"), feed=TWO_STREAMS, name="inner_by_key_alone")


@program(feed=TWO_STREAMS)
def inner_without_watermarks(s):
    return s.shown.join(s.clicked, F.expr("id = rid"))


@program(feed=TWO_STREAMS)
def inner_without_watermarks_in_order(s):
    return s.shown.join(s.clicked, F.expr(AFTER)).select("id", "l", "r")


@program(feed=TWO_STREAMS)
def inner_with_one_watermark(s):
    return s.shown.withWatermark("lt", "5 seconds").join(s.clicked, F.expr(WITHIN))


@program(feed=TWO_STREAMS)
def left_with_a_watermark_on_the_right(s):
    return s.shown.join(s.clicked.withWatermark("rt", "5 seconds"), F.expr(WITHIN), "left")


@program(feed=TWO_STREAMS)
def left_with_one_more_condition(s):
    one, other = both(s)
    return one.join(other, F.expr(WITHIN + " AND r <> 's'"), "left").select("id", "l", "r")


@program(feed=TWO_STREAMS)
def left_with_a_condition_on_the_left(s):
    one, other = both(s)
    return one.join(other, F.expr(WITHIN + " AND l <> 'x'"), "left").select("id", "l", "r")


@program(feed=TWO_STREAMS)
def open_bound(s):
    one, other = both(s)
    return one.join(other, F.expr("id = rid AND rt > lt AND rt < lt + INTERVAL 10 SECONDS"), "left").select("id", "l", "r")


@program(feed=TWO_STREAMS)
def bound_on_one_side_only(s):
    one, other = both(s)
    return one.join(other, F.expr(AFTER)).select("id", "l", "r")


@program(feed=TWO_STREAMS)
def filtered_before_and_after(s):
    one, other = both(s)
    return one.filter("id < 6").join(other.filter("r <> 's'"), F.expr(WITHIN)).filter("l <> 'y'").select("id", "l", "r")


@program(feed=TWO_STREAMS)
def using_a_column(s):
    one, other = both(s)
    return one.join(other.withColumnRenamed("rid", "id"), "id").select("id", "l", "r")


def windows_of_both(s, how):
    one = s.shown.withWatermark("lt", "5 seconds").select(F.window("lt", "10 seconds").alias("w"), "id", "l")
    other = s.clicked.withWatermark("rt", "5 seconds").select(F.window("rt", "10 seconds").alias("w"), F.col("rid").alias("id"), "r")
    return one.join(other, ["w", "id"], how)


for how in ("inner", "left", "full"):
    program(lambda s, how=how: windows_of_both(s, how), feed=TWO_STREAMS, name=f"{how}_by_window")


def same_times(s, how):
    one = s.events.withWatermark("t", "5 seconds").select("t", "k", "v")
    other = s.others.withWatermark("t", "5 seconds").select("t", "k", F.col("v").alias("w"))
    return one.join(other, ["t", "k"], how)


for how in ("inner", "left", "right", "full"):
    program(lambda s, how=how: same_times(s, how), feed=TWO_OF_A_KIND, name=f"{how}_by_time_itself")


@program
def of_a_stream_with_itself(s):
    one = s.timed("5 seconds").alias("a")
    other = s.events.select(F.col("t").alias("u"), F.col("k").alias("l"), F.col("v").alias("w")).withWatermark("u", "5 seconds")
    return one.join(other, F.expr("k = l AND v < w AND u BETWEEN t AND t + INTERVAL 10 SECONDS")).select("k", "v", "w")


@program(feed=TWO_STREAMS)
def left_in_sql(s):
    one, other = both(s)
    one, other = s.view("shown", one), s.view("clicked", other)
    return s.spark.sql(f"SELECT id, l, r FROM {one} LEFT JOIN {other} ON {WITHIN}")

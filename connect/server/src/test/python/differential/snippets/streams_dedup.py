"""Deduplication: for ever, bounded by event time, and within the watermark."""

from pyspark.sql import functions as F

from differential.streams import program

for kind in ("append", "update"):
    program(lambda s: s.events.dropDuplicates(["k"]).select("k"), mode=kind, name=f"by_key_{kind}")
    program(lambda s: s.events.select("k").distinct(), mode=kind, name=f"distinct_{kind}")
    program(lambda s: s.timed().dropDuplicates(["k", "t"]).select("t", "k"), mode=kind, name=f"by_key_and_time_{kind}")
    for delay in ("0 seconds", "10 seconds", "40 seconds"):
        program(
            lambda s, delay=delay: s.timed(delay).dropDuplicatesWithinWatermark(["k"]).select("t", "k", "v"),
            mode=kind,
            name=f"within_{delay.split()[0]}_seconds_{kind}",
        )


@program
def whole_rows(s):
    return s.events.dropDuplicates()


@program
def whole_rows_with_watermark(s):
    return s.timed().dropDuplicates()


@program
def by_key_with_watermark(s):
    return s.timed().dropDuplicates(["k"]).select("t", "k")


@program
def by_two_keys(s):
    return s.events.select("k", F.expr("v % 2").alias("odd")).dropDuplicates(["k", "odd"])


@program
def within_watermark_of_whole_rows(s):
    return s.timed("5 seconds").dropDuplicatesWithinWatermark()


@program
def within_watermark_after_a_filter(s):
    return s.timed("5 seconds").filter("v > 2").dropDuplicatesWithinWatermark(["k"]).select("k", "v")


@program
def of_windows(s):
    return s.timed("5 seconds").select(F.window("t", "10 seconds").alias("w"), "k").dropDuplicates(["w", "k"])


@program
def with_null_times(s):
    return s.events.selectExpr("CASE WHEN v = 4 THEN NULL ELSE t END AS t", "k", "v").withWatermark("t", "5 seconds").dropDuplicates(["t", "k"])


@program(backlog=True)
def files_that_wait(s):
    return s.timed("5 seconds").dropDuplicates(["k", "t"]).select("t", "k")


@program(backlog=True)
def files_that_wait_within_watermark(s):
    return s.timed("5 seconds").dropDuplicatesWithinWatermark(["k"]).select("t", "k", "v")

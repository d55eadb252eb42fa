"""One stateful operator after the other, under one watermark."""

from pyspark.sql import functions as F

from differential.streams import TWO_OF_A_KIND, TWO_STREAMS, program

WITHIN = "id = rid AND rt BETWEEN lt AND lt + INTERVAL 15 SECONDS"


def small(s, delay="5 seconds", *keys):
    return s.timed(delay).groupBy(F.window("t", "5 seconds"), *keys).agg(F.sum("v").alias("s"), F.count("*").alias("c"))


def both(s):
    return s.shown.withWatermark("lt", "5 seconds"), s.clicked.withWatermark("rt", "10 seconds")


@program
def windows_of_windows(s):
    return small(s).groupBy(F.window("window", "20 seconds")).agg(F.sum("s").alias("s"), F.count("*").alias("n"))


@program
def windows_of_window_times(s):
    return small(s).groupBy(F.window(F.window_time("window"), "20 seconds")).agg(F.max("s").alias("m"))


@program
def windows_of_keyed_windows(s):
    return small(s, "5 seconds", "k").groupBy(F.window("window", "10 seconds"), "k").agg(F.sum("c").alias("c"))


@program
def windows_of_keyed_windows_without_delay(s):
    return small(s, "0 seconds", "k").groupBy(F.window("window", "10 seconds")).agg(F.count("k").alias("groups"))


@program
def sliding_windows_of_windows(s):
    return small(s).groupBy(F.window("window", "20 seconds", "10 seconds")).agg(F.sum("c").alias("c"))


@program
def three_levels(s):
    middle = small(s).groupBy(F.window("window", "10 seconds")).agg(F.sum("s").alias("s"))
    return middle.groupBy(F.window("window", "30 seconds")).agg(F.sum("s").alias("s"), F.count("*").alias("n"))


@program
def filtered_between(s):
    return small(s).filter("c > 1").groupBy(F.window("window", "20 seconds")).agg(F.sum("c").alias("c"))


@program
def most_of_each_window(s):
    per_key = s.timed("5 seconds").groupBy(F.window("t", "10 seconds"), "k").agg(F.count("*").alias("c"))
    return per_key.groupBy("window").agg(F.max("c").alias("most"), F.count("*").alias("keys"))


@program
def windows_without_duplicates(s):
    return s.timed("5 seconds").dropDuplicates(["t", "k"]).groupBy(F.window("t", "10 seconds")).count()


@program
def windows_without_duplicates_within_watermark(s):
    return s.timed("5 seconds").dropDuplicatesWithinWatermark(["k"]).groupBy(F.window("t", "10 seconds")).agg(F.sum("v").alias("s"))


@program
def duplicates_of_windows_dropped(s):
    return small(s, "5 seconds", "k").select("window", "c").dropDuplicates(["window", "c"])


@program
def sessions_of_windows(s):
    return small(s, "5 seconds", "k").groupBy(F.session_window(F.window_time("window"), "6 seconds"), "k").agg(F.sum("s").alias("s"))


@program
def windows_of_sessions(s):
    sessions = s.timed("5 seconds").groupBy(F.session_window("t", "5 seconds"), "k").agg(F.sum("v").alias("s"))
    return sessions.groupBy(F.window("session_window", "20 seconds")).agg(F.count("*").alias("sessions"), F.sum("s").alias("s"))


@program(feed=TWO_STREAMS)
def windows_of_joined_rows(s):
    one, other = both(s)
    return one.join(other, F.expr(WITHIN)).groupBy(F.window("lt", "20 seconds")).agg(F.count("*").alias("c"))


@program(feed=TWO_STREAMS)
def windows_of_joined_rows_by_the_other_time(s):
    one, other = both(s)
    return one.join(other, F.expr(WITHIN)).groupBy(F.window("rt", "20 seconds"), "id").agg(F.count("*").alias("c"))


@program(feed=TWO_STREAMS)
def windows_of_rows_without_a_partner(s):
    one, other = both(s)
    return one.join(other, F.expr(WITHIN), "left").groupBy(F.window("lt", "20 seconds")).agg(F.count("l").alias("shown"), F.count("r").alias("clicked"))


@program(feed=TWO_STREAMS)
def windows_that_meet(s):
    one, other = both(s)
    shown = one.groupBy(F.window("lt", "10 seconds")).agg(F.count("*").alias("shown"))
    clicked = other.groupBy(F.window("rt", "10 seconds")).agg(F.count("*").alias("clicked"))
    return shown.join(clicked, "window")


@program(feed=TWO_STREAMS)
def windows_that_may_meet(s):
    one, other = both(s)
    shown = one.groupBy(F.window("lt", "10 seconds")).agg(F.count("*").alias("shown"))
    clicked = other.groupBy(F.window("rt", "10 seconds")).agg(F.count("*").alias("clicked"))
    return shown.join(clicked, "window", "left")


@program(feed=TWO_STREAMS)
def joined_rows_without_duplicates(s):
    one, other = both(s)
    return one.join(other, F.expr(WITHIN)).dropDuplicates(["lt", "id"]).select("lt", "id", "l")


@program(feed=TWO_STREAMS)
def rows_without_duplicates_joined(s):
    one, other = both(s)
    return one.dropDuplicates(["lt", "id"]).join(other.dropDuplicates(["rt", "rid"]), F.expr(WITHIN), "left").select("id", "l", "r")


@program(feed=TWO_STREAMS)
def joined_and_joined_again(s):
    one, other = both(s)
    third = s.clicked.select(F.col("rt").alias("ot"), F.col("rid").alias("oid"), F.col("r").alias("o")).withWatermark("ot", "10 seconds")
    return one.join(other, F.expr(WITHIN)).join(third, F.expr("id = oid AND ot BETWEEN lt AND lt + INTERVAL 15 SECONDS")).select("id", "l", "r", "o")


@program(feed=TWO_OF_A_KIND)
def windows_of_a_union_of_windows(s):
    one = s.timed("5 seconds").groupBy(F.window("t", "5 seconds")).agg(F.sum("v").alias("s"))
    other = s.others.withWatermark("t", "5 seconds").groupBy(F.window("t", "5 seconds")).agg(F.sum("v").alias("s"))
    return one.union(other).groupBy(F.window("window", "10 seconds")).agg(F.sum("s").alias("s"), F.count("*").alias("n"))


@program
def windows_of_exploded_rows(s):
    return s.timed("5 seconds").select("t", F.explode(F.expr("sequence(1, v % 3 + 1)")).alias("n")).groupBy(F.window("t", "10 seconds"), "n").count()


@program
def windows_of_windows_in_sql(s):
    events = s.view("events", s.timed("5 seconds"))
    return s.spark.sql(
        f"SELECT window.start AS begun, sum(c) AS c FROM (SELECT window, k, count(*) AS c FROM {events} GROUP BY window(t, '5 seconds'), k) GROUP BY window(window, '20 seconds')")


@program(backlog=True)
def files_that_wait(s):
    return small(s).groupBy(F.window("window", "20 seconds")).agg(F.sum("s").alias("s"), F.count("*").alias("n"))


@program(backlog=True, feed=TWO_STREAMS)
def joined_files_that_wait(s):
    one, other = both(s)
    return one.join(other, F.expr(WITHIN)).groupBy(F.window("lt", "20 seconds")).agg(F.count("*").alias("c"))

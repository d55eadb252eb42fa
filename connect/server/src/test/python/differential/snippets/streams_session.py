"""Session windows: of a fixed gap and of one that the rows say."""

from pyspark.sql import functions as F

from differential.streams import program


def sessions(s, gap="5 seconds", delay="10 seconds"):
    return s.timed(delay).groupBy(F.session_window("t", gap), "k")


GAP = F.expr("CASE WHEN k = 'a' THEN '20 seconds' WHEN k = 'b' THEN '2 seconds' ELSE '7 seconds' END")


@program
def counted(s):
    return sessions(s).count()


@program
def at_once(s):
    return sessions(s, delay="0 seconds").count()


@program
def wide_gap(s):
    return sessions(s, "15 seconds").agg(F.sum("v").alias("s"), F.max("x").alias("m"))


@program
def wide_gap_and_delay(s):
    return sessions(s, "15 seconds", "30 seconds").agg(F.sum("v").alias("s"), F.min("t").alias("from"), F.max("t").alias("to"))


@program(mode="complete")
def complete(s):
    return sessions(s).agg(F.count("*").alias("c"), F.sum("v").alias("s"))


@program(mode="complete")
def complete_without_watermark(s):
    return s.events.groupBy(F.session_window("t", "12 seconds"), "k").count()


@program
def gap_of_rows(s):
    return sessions(s, GAP).count()


@program(mode="complete")
def gap_of_rows_complete(s):
    return sessions(s, GAP).agg(F.sum("v").alias("s"))


@program
def rows_without_a_gap(s):
    return sessions(s, F.expr("CASE WHEN v % 2 = 0 THEN '0 seconds' ELSE '10 seconds' END")).count()


@program
def collected(s):
    return sessions(s, "10 seconds").agg(F.sort_array(F.collect_list("v")).alias("all"), F.avg("x").alias("a"))


@program
def by_two_keys(s):
    return s.timed().groupBy(F.session_window("t", "10 seconds"), "k", F.expr("v % 2").alias("odd")).count()


@program
def start_and_end(s):
    return sessions(s).count().select("session_window.start", "session_window.end", "k", "count")


@program
def filtered_after(s):
    return sessions(s, "10 seconds").count().filter("count > 1")


@program
def in_sql(s):
    events = s.view("events", s.timed())
    return s.spark.sql(f"SELECT session_window.end AS e, k, count(*) AS c FROM {events} GROUP BY session_window(t, '8 seconds'), k")


@program(backlog=True)
def files_that_wait(s):
    return sessions(s).count()


@program(backlog=True)
def files_that_wait_for_little(s):
    return sessions(s, "3 seconds", "0 seconds").agg(F.sum("v").alias("s"))


@program
def two_aggregates_of_time(s):
    return sessions(s, "10 seconds").agg(F.expr("max(t) - min(t)").alias("length"))

"""SQL with arguments."""

import datetime

from pyspark.sql import functions as F

from differential import snippet


@snippet
def named(spark):
    return spark.sql("SELECT id, name FROM people WHERE age > :least AND dept = :dept", args={"least": 30, "dept": "sales"})


@snippet
def positional(spark):
    return spark.sql("SELECT * FROM range(10) WHERE id > ? AND id % ? = 0", args=[4, 2])


@snippet
def typed(spark):
    return spark.sql("SELECT :i, :s, :d, :t, :n, :b, :f", args={"i": 1, "s": "x", "d": datetime.date(2026, 3, 1), "t": datetime.datetime(2026, 3, 1, 1, 2, 3), "n": None, "b": True, "f": 1.5})


@snippet
def column_arguments(spark):
    return spark.sql("SELECT :a AS a, :m['x'] AS m", args={"a": F.array(F.lit(1), F.lit(2)), "m": F.create_map(F.lit("x"), F.lit(5))})


@snippet
def identifier_clause(spark):
    return spark.sql("SELECT IDENTIFIER(:column) FROM IDENTIFIER(:table) WHERE id = 1", args={"column": "name", "table": "people"})


@snippet
def in_limit_and_expressions(spark):
    return spark.sql("SELECT id + :more AS n FROM range(5) ORDER BY id LIMIT :top", args={"more": 100, "top": 2})


@snippet
def frames_in_text(spark):
    return spark.sql("SELECT count(*) AS n FROM {rows} WHERE id > 1", rows=spark.range(5))


@snippet
def argument_twice(spark):
    return spark.sql("SELECT :x + :x AS twice, :x AS once", args={"x": 21})

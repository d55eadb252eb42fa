"""Text that is not SQL."""

from pyspark.sql import functions as F

from differential import fails


@fails
def misspelt_keyword(spark):
    return spark.sql("SELEC 1")


@fails
def unfinished(spark):
    return spark.sql("SELECT 1 +")


@fails
def empty(spark):
    return spark.sql("")


@fails
def missing_parenthesis(spark):
    return spark.sql("SELECT (1 + 2 FROM people")


@fails
def extra_text(spark):
    return spark.sql("SELECT 1 FROM people WHERE id = 1 2")


@fails
def in_an_expression(spark):
    return spark.table("people").select(F.expr("id +"))


@fails
def in_a_filter(spark):
    return spark.table("people").filter("id > > 1")


@fails
def bad_schema(spark):
    return spark.createDataFrame([(1,)], "a intt")


@fails
def bad_type_in_cast(spark):
    return spark.sql("SELECT CAST(1 AS NUMBERS)")


@fails
def bad_literal(spark):
    return spark.sql("SELECT DATE'2026-13-01'")


@fails
def number_out_of_range(spark):
    return spark.sql("SELECT 300Y")


@fails
def unclosed_comment(spark):
    return spark.sql("SELECT 1 /* no end")


@fails
def hyphen_in_name(spark):
    return spark.sql("SELECT * FROM my-table")


@fails
def duplicate_clause_names(spark):
    return spark.sql("WITH a AS (SELECT 1), a AS (SELECT 2) SELECT * FROM a")

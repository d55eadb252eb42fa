"""Columns chosen, computed, renamed, dropped."""

from pyspark.sql import functions as F

from differential import snippet


@snippet
def columns_by_name(spark):
    return spark.table("people").select("id", "name")


@snippet
def star_and_expression(spark):
    return spark.table("orders").select("*", (F.col("quantity") + 1).alias("more"))


@snippet
def expression_names(spark):
    return spark.table("orders").select(
        F.col("quantity") + 1, F.col("quantity") * F.col("price"), -F.col("quantity"), F.col("quantity") > 2, F.lit("x")
    )


@snippet
def arithmetic(spark):
    return spark.sql("SELECT 7 + 2, 7 - 2, 7 * 2, 7 / 2, 7 % 4, 7 DIV 2, -7 % 4, 2.5 * 2, 1e3 + 1")


@snippet
def literals(spark):
    return spark.sql(
        "SELECT 1, 1L, 1S, 1Y, 1.5, 1.5D, 1.5F, 1.50BD, 'a', true, null, X'1F', DATE'2026-01-02', "
        "TIMESTAMP'2026-01-02 03:04:05.678', INTERVAL '2' DAY"
    )


@snippet
def literals_from_python(spark):
    import datetime
    import decimal

    return spark.range(1).select(
        F.lit(1), F.lit(2**40), F.lit(1.5), F.lit("a"), F.lit(True), F.lit(None), F.lit(decimal.Decimal("1.50")),
        F.lit(datetime.date(2026, 1, 2)), F.lit(datetime.datetime(2026, 1, 2, 3, 4, 5)), F.lit([1, 2]), F.lit(b"ab"),
    )


@snippet
def with_column_replaces(spark):
    return spark.table("people").withColumn("age", F.col("age") + 1).withColumn("old", F.col("age") > 40)


@snippet
def with_columns(spark):
    return spark.table("people").withColumns({"upper": F.upper("name"), "id": F.col("id") * 10})


@snippet
def with_columns_renamed(spark):
    return spark.table("people").withColumnsRenamed({"id": "key", "missing": "x"}).withColumnRenamed("dept", "team")


@snippet
def drop_columns(spark):
    return spark.table("people").drop("salary", "missing").drop(F.col("joined"))


@snippet
def to_df(spark):
    return spark.table("orders").select("order_id", "item").toDF("a", "b")


@snippet
def select_expr(spark):
    return spark.table("people").selectExpr("id", "age * 2 AS twice", "CASE WHEN age > 30 THEN 'old' ELSE 'young' END AS kind")


@snippet
def case_when(spark):
    people = spark.table("people")
    return people.select("id", F.when(people.age > 40, "a").when(people.age > 30, "b").otherwise("c").alias("class"), F.when(people.age > 40, 1))


@snippet
def column_by_regular_expression(spark):
    return spark.table("people").select(spark.table("people").colRegex("`.*e`"))


@snippet
def alias_of_frame(spark):
    return spark.table("people").alias("p").select("p.id", F.col("p.name").alias("n"))


@snippet
def to_schema(spark):
    from pyspark.sql.types import LongType, StringType, StructField, StructType

    return spark.table("people").select("id", "name").to(
        StructType([StructField("name", StringType()), StructField("id", LongType())])
    )


@snippet
def bitwise_and_shifts(spark):
    return spark.sql("SELECT 6 & 3, 6 | 3, 6 ^ 3, ~6, shiftleft(1, 4), shiftright(-8, 1), shiftrightunsigned(-8, 28)")


@snippet
def mathematics(spark):
    return spark.sql(
        "SELECT abs(-3), sqrt(16), pow(2, 10), exp(0), ln(1), log10(1000), log(2, 8), ceil(1.2), floor(-1.2), round(2.5), "
        "round(-2.567, 2), bround(2.5), sign(-4), pmod(-7, 3), greatest(1, 5, 3), least(4, 2), hex(255), bin(5), conv('ff', 16, 10)"
    )


@snippet
def nested_aliases_in_sql(spark):
    return spark.sql("SELECT a + 1 AS b, b * 2 AS c FROM (SELECT 3 AS a)")


@snippet
def transform_chain(spark):
    return spark.range(3).transform(lambda d: d.withColumn("twice", d.id * 2)).select((F.col("twice") - 1).cast("int").alias("odd"))

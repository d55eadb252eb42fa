"""Decimals: precision, scale, rounding, overflow."""

from pyspark.sql import functions as F

from differential import snippet


@snippet
def result_types(spark):
    return spark.sql("SELECT 1.1 + 2.22, 1.1 * 2.22, 1.0 / 3, 10.5 % 3, 1.5 + 1, 1.5 + 1L, 1.5 * 1.5D, -2.50")


@snippet
def wide_products(spark):
    return spark.sql("SELECT a * b, a + b, a / b FROM VALUES (CAST(12345678901234567890.123456789 AS DECIMAL(38,9)), CAST(2 AS DECIMAL(38,10))) t(a, b)")


@snippet
def rounding(spark):
    return spark.sql("SELECT round(2.345, 2), round(2.5), bround(3.5), bround(2.345, 2), ceil(2.1), floor(-2.1), round(1234.5, -2), ceil(3.1411, 2), floor(3.1415, 3)")


@snippet
def casts(spark):
    return spark.sql("SELECT CAST(1.999 AS DECIMAL(3,1)), CAST('12.345' AS DECIMAL(5,2)), CAST(7 AS DECIMAL(4,2)), CAST(1.5D AS DECIMAL(10,4)), CAST(9.99BD AS INT), CAST(1.50BD AS STRING)")


@snippet(conf={"spark.sql.ansi.enabled": "false"})
def overflow_is_null_without_ansi(spark):
    return spark.sql("SELECT CAST(123.45 AS DECIMAL(3,2)), CAST(99999999999999999999999999999999999999 AS DECIMAL(38,0)) * 10")


@snippet
def aggregates(spark):
    return spark.sql("SELECT sum(x), avg(x), min(x), max(x), sum(x) / count(*) FROM VALUES (1.10), (2.25), (null) t(x)")


@snippet
def comparisons(spark):
    return spark.sql("SELECT 1.0 = 1, 1.10 = 1.1, 0.1 + 0.2 = 0.3, 0.1D + 0.2D = 0.3D, CAST(2.5 AS DECIMAL(2,1)) > 2.4, CAST(1.5 AS DECIMAL(2,1)) IN (1.50, 3)")


@snippet
def from_python(spark):
    from decimal import Decimal

    return spark.createDataFrame([(Decimal("1.10"), Decimal("-0.01")), (None, Decimal("99"))], "a decimal(5,2), b decimal(20,3)").withColumn("c", F.col("a") + F.col("b"))


@snippet
def division_and_integers(spark):
    return spark.sql("SELECT 7.0 DIV 2, 7.5 DIV 2, 1 / 3.0, 2 / 4, 10 / 2.5BD, pmod(-7.5, 2)")


@snippet
def printed_zeros(spark):
    return spark.sql("SELECT CAST(0 AS DECIMAL(10,8)), 0.00000001BD, 1E-10BD, 1e20BD, CAST(1E5 AS STRING), CAST(123456789.0D AS STRING), 1e7D, 0.001D, 1.0E-4D, CAST(1.1 AS FLOAT)")

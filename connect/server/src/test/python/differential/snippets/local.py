"""Data that come from the client, and their types."""

import datetime
import decimal

from pyspark.sql import Row
from pyspark.sql import functions as F
from pyspark.sql.types import (
    ArrayType,
    BinaryType,
    ByteType,
    DateType,
    DecimalType,
    FloatType,
    IntegerType,
    LongType,
    MapType,
    ShortType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
)

from differential import snippet


@snippet
def all_types(spark):
    schema = StructType(
        [
            StructField("b", ByteType()), StructField("s", ShortType()), StructField("i", IntegerType(), False), StructField("l", LongType()),
            StructField("f", FloatType()), StructField("d", DecimalType(10, 2)), StructField("t", StringType()), StructField("x", BinaryType()),
            StructField("day", DateType()), StructField("at", TimestampType()), StructField("ntz", TimestampNTZType()),
        ]
    )
    at = datetime.datetime(2026, 3, 1, 1, 2, 3, 456789)
    return spark.createDataFrame(
        [(1, 2, 3, 4, 1.5, decimal.Decimal("9.99"), "é", bytearray(b"ab"), at.date(), at, at), (None, None, 0, None, None, None, None, None, None, None, None)], schema
    )


@snippet
def inferred_from_tuples(spark):
    return spark.createDataFrame([(1, "a", 2.5, None), (2, None, 3.5, True)], ["i", "s", "d", "b"])


@snippet
def inferred_from_dictionaries(spark):
    return spark.createDataFrame([{"b": 1, "a": "x"}, {"b": 2, "a": "y"}])


@snippet
def inferred_from_rows(spark):
    return spark.createDataFrame([Row(n=1, at=datetime.date(2026, 3, 1)), Row(n=2, at=None)])


@snippet
def nested_types(spark):
    schema = StructType(
        [StructField("a", ArrayType(StructType([StructField("k", StringType()), StructField("v", IntegerType())]))), StructField("m", MapType(StringType(), ArrayType(LongType())))]
    )
    return spark.createDataFrame([([("x", 1), ("y", None)], {"p": [1, 2]}), (None, {}), ([], {"q": None})], schema)


@snippet
def from_pandas(spark):
    import pandas

    return spark.createDataFrame(pandas.DataFrame({"i": [1, 2], "s": ["a", None], "f": [1.5, float("nan")]}))


@snippet
def to_pandas(spark):
    return str(spark.table("orders").orderBy("order_id").toPandas().to_csv(index=False)).splitlines()


@snippet
def no_rows(spark):
    return spark.createDataFrame([], "a int, b string")


@snippet
def range_of_numbers(spark):
    return spark.range(10, 2, -3)


@snippet
def many_rows(spark):
    return spark.createDataFrame([(i, str(i)) for i in range(20000)], "n int, s string").agg(F.count("*"), F.sum("n"), F.max("s"))


@snippet
def rows_iterated(spark):
    return [r.id for r in spark.range(5).toLocalIterator()]


@snippet
def frame_to_arrow(spark):
    table = spark.table("people").orderBy("id").toArrow()
    return [str(table.schema.field(n).type) for n in table.schema.names] + [table.num_rows]


@snippet
def rows_as_json(spark):
    return [r for r in spark.table("places").orderBy("id").select(F.to_json(F.struct("*"))).toPandas().iloc[:, 0]]


@snippet
def infinite_and_tiny_numbers(spark):
    return spark.createDataFrame([(float("inf"),), (float("-inf"),), (1e-300,), (-0.0,), (123456789.125,), (1e21,)], "x double")


@snippet
def parsed_datatype(spark):
    return spark.createDataFrame([(1, ["a"])], "a BIGINT NOT NULL, b ARRAY<STRING>").schema.json()

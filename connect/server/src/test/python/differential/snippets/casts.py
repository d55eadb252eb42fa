"""Casts, with and without ANSI."""

from pyspark.sql import functions as F

from differential import snippet

OLD = {"spark.sql.ansi.enabled": "false"}


@snippet
def numbers_to_numbers(spark):
    return spark.sql("SELECT CAST(1.9D AS INT), CAST(-1.9 AS BIGINT), CAST(127 AS TINYINT), CAST(3 AS DOUBLE), CAST(true AS INT), CAST(0 AS BOOLEAN), CAST(16777217 AS FLOAT)")


@snippet
def text_to_numbers(spark):
    return spark.sql("SELECT CAST(' 12 ' AS INT), CAST('-1.5e3' AS DOUBLE), CAST('Infinity' AS DOUBLE), CAST('yes' AS BOOLEAN), CAST('f' AS BOOLEAN), INT('7'), '5'::BIGINT")


@snippet
def anything_to_text(spark):
    return spark.sql(
        "SELECT CAST(1.0D AS STRING), CAST(1e10D AS STRING), CAST(true AS STRING), CAST(DATE'2026-03-01' AS STRING), CAST(TIMESTAMP'2026-03-01 01:02:03.450' AS STRING), "
        "CAST(array(1, null) AS STRING), CAST(map('a', 1) AS STRING), CAST(named_struct('x', 1, 'y', null) AS STRING), CAST(X'4142' AS STRING), CAST(INTERVAL '1' DAY AS STRING)"
    )


@snippet
def text_to_time(spark):
    return spark.sql("SELECT CAST('2026-3-1' AS DATE), CAST('2026-03-01T01:02:03.5Z' AS TIMESTAMP), CAST('2026' AS DATE), CAST(DATE'2026-03-01' AS TIMESTAMP), CAST(1.5 AS TIMESTAMP), CAST(TIMESTAMP'1970-01-01 00:00:01' AS BIGINT)")


@snippet
def try_cast(spark):
    return spark.sql("SELECT try_cast('x' AS INT), try_cast('300' AS TINYINT), try_cast('2026-13-01' AS DATE), try_cast('1' AS INT), try_cast(300 AS TINYINT)")


@snippet(conf=OLD)
def without_ansi_bad_text_is_null(spark):
    return spark.sql("SELECT CAST('x' AS INT), CAST('2026-13-01' AS DATE), CAST('maybe' AS BOOLEAN), INT('1.5')")


@snippet(conf=OLD)
def without_ansi_numbers_wrap(spark):
    return spark.sql("SELECT CAST(300 AS TINYINT), CAST(1e20D AS INT), 2147483647 + 1, CAST(double('NaN') AS INT)")


@snippet(conf=OLD)
def without_ansi_division_by_zero(spark):
    return spark.sql("SELECT 1 / 0, 1 % 0, 1 DIV 0, 1.0 / 0, element_at(array(1), 5), array(1)[7], map('a', 1)['b']")


@snippet(conf=OLD)
def without_ansi_text_compares_with_numbers(spark):
    return spark.sql("SELECT '10' > 9, '1' + 1, '2' * '3', 'x' = 0")


@snippet
def column_casts(spark):
    people = spark.table("people")
    return people.select(people.id.cast("string"), people.age.cast("double"), people.salary.cast("int"), people.joined.astype("timestamp"), people.id.try_cast("boolean"))


@snippet
def nested_casts(spark):
    return spark.sql("SELECT CAST(array('1', '2') AS ARRAY<INT>), CAST(named_struct('a', 1, 'b', '2') AS STRUCT<x: STRING, y: INT>), CAST(map('1', 2) AS MAP<INT, STRING>)")


@snippet
def binary_casts(spark):
    return spark.sql("SELECT CAST('ab' AS BINARY), hex(CAST('é' AS BINARY)), CAST(X'C3A9' AS STRING)")


@snippet
def implicit_casts(spark):
    return spark.sql("SELECT 1 + '2', '3' * 2.0, concat(1, true), 1 = '1', coalesce(1, 2.5), array(1, 2.5D), CASE WHEN true THEN 1 ELSE 2L END, if(false, 1S, 2)")


@snippet
def try_functions(spark):
    return spark.sql("SELECT try_add(2147483647, 1), try_divide(1, 0), try_subtract(-2147483648, 1), try_multiply(2147483647, 2), try_element_at(array(1), 3), try_mod(1, 0)")


@snippet
def type_names(spark):
    return spark.sql("SELECT typeof(1), typeof(1.5), typeof('a'), typeof(array(1)), typeof(map(1, 'a')), typeof(named_struct('a', 1)), typeof(INTERVAL '1' DAY), typeof(null), typeof(current_date())")

"""Mistakes that only the data show."""

from pyspark.sql import functions as F

from differential import fails


@fails
def division_by_zero(spark):
    return spark.table("orders").select(F.col("order_id") / 0)


@fails
def remainder_by_zero(spark):
    return spark.sql("SELECT id % (id - id) FROM people")


@fails
def integer_overflow(spark):
    return spark.sql("SELECT 2147483647 + id FROM people")


@fails
def long_sum_overflow(spark):
    return spark.sql("SELECT sum(x) FROM VALUES (9223372036854775807L), (1L) t(x)")


@fails
def bad_number(spark):
    return spark.table("people").select(F.col("name").cast("int"))


@fails
def bad_date(spark):
    return spark.sql("SELECT CAST(name AS DATE) FROM people")


@fails
def number_too_large_for_type(spark):
    return spark.sql("SELECT CAST(order_id + 1000 AS TINYINT) FROM orders")


@fails
def decimal_too_large(spark):
    return spark.sql("SELECT CAST(price AS DECIMAL(3,2)) FROM orders")


@fails
def array_index_out_of_bounds(spark):
    return spark.sql("SELECT array(1, 2)[id] FROM people")


@fails
def element_at_out_of_bounds(spark):
    return spark.sql("SELECT element_at(array(1, 2), id) FROM people")


@fails
def element_at_zero(spark):
    return spark.sql("SELECT element_at(array(1, 2), id - 1) FROM people")


@fails
def scalar_subquery_with_many_rows(spark):
    return spark.sql("SELECT (SELECT id FROM people)")


@fails
def raised_by_the_query(spark):
    return spark.sql("SELECT raise_error(concat('no ', name)) FROM people WHERE id = 1")


@fails
def assertion(spark):
    return spark.sql("SELECT assert_true(id < 3) FROM people")


@fails
def malformed_json_fails_fast(spark):
    return spark.createDataFrame([('{"a": ',)], "j string").select(F.from_json("j", "a INT", {"mode": "FAILFAST"}))


@fails
def bad_timestamp_format(spark):
    return spark.sql("SELECT to_timestamp(name, 'yyyy-MM-dd') FROM people")


@fails
def duplicate_map_key(spark):
    return spark.sql("SELECT map(id, 1, id, 2) FROM people")


@fails
def null_map_key(spark):
    return spark.sql("SELECT map(dept, 1) FROM people")


@fails
def bad_regular_expression(spark):
    return spark.sql("SELECT regexp_replace(name, '(', '') FROM people")


@fails
def bad_binary_text(spark):
    return spark.sql("SELECT to_binary(name, 'hex') FROM people")


@fails
def invalid_date_parts(spark):
    return spark.sql("SELECT make_date(2026, id + 12, 1) FROM people")


@fails
def filter_fails_on_data(spark):
    return spark.table("people").filter("CAST(name AS INT) > 1").count()

"""Mistakes that analysis finds."""

from pyspark.sql import functions as F
from pyspark.sql.window import Window

from differential import fails


@fails
def unknown_column(spark):
    return spark.table("people").select("nmae")


@fails
def unknown_column_in_sql(spark):
    return spark.sql("SELECT nmae FROM people")


@fails
def unknown_column_in_filter(spark):
    return spark.table("people").filter(F.col("ages") > 3)


@fails
def unknown_table(spark):
    return spark.table("no_such_table")


@fails
def unknown_table_in_sql(spark):
    return spark.sql("SELECT * FROM no_such_schema.no_such_table")


@fails
def unknown_function(spark):
    return spark.sql("SELECT no_such_function(1)")


@fails
def ambiguous_column(spark):
    return spark.sql("SELECT id FROM people a JOIN people b ON a.id = b.id")


@fails
def wrong_number_of_arguments(spark):
    return spark.sql("SELECT upper('a', 'b')")


@fails
def wrong_type_of_argument(spark):
    return spark.sql("SELECT map_keys(1)")


@fails
def types_do_not_fit(spark):
    return spark.sql("SELECT array(1) + 1")


@fails
def condition_is_not_boolean(spark):
    return spark.table("people").filter("id + 1")


@fails
def not_grouped(spark):
    return spark.sql("SELECT dept, name, count(*) FROM people GROUP BY dept")


@fails
def aggregate_without_group(spark):
    return spark.sql("SELECT id, count(*) FROM people")


@fails
def aggregate_in_where(spark):
    return spark.sql("SELECT id FROM people WHERE count(*) > 1")


@fails
def nested_aggregate(spark):
    return spark.sql("SELECT sum(count(*)) FROM people")


@fails
def group_by_aggregate(spark):
    return spark.sql("SELECT 1 FROM people GROUP BY sum(id)")


@fails
def group_by_position_too_large(spark):
    return spark.sql("SELECT id FROM people GROUP BY 2")


@fails
def order_by_position_too_large(spark):
    return spark.sql("SELECT id FROM people ORDER BY 3")


@fails
def union_of_different_widths(spark):
    return spark.range(1).union(spark.range(1).selectExpr("id", "id"))


@fails
def union_of_types_that_do_not_fit(spark):
    return spark.sql("SELECT 1 AS a UNION SELECT array(1)")


@fails
def union_by_name_without_column(spark):
    return spark.sql("SELECT 1 a").unionByName(spark.sql("SELECT 1 b"))


@fails
def join_using_unknown_column(spark):
    return spark.table("people").join(spark.table("orders"), "id")


@fails
def impossible_cast(spark):
    return spark.sql("SELECT CAST(array(1) AS INT)")


@fails
def cast_forbidden_by_ansi(spark):
    return spark.sql("SELECT CAST(DATE'2026-01-01' AS INT)")


@fails
def unknown_struct_field(spark):
    return spark.table("places").select("home.country")


@fails
def field_of_a_number(spark):
    return spark.sql("SELECT id.x FROM people")


@fails
def window_function_without_over(spark):
    return spark.sql("SELECT row_number() FROM people")


@fails
def window_without_order(spark):
    return spark.table("people").select(F.row_number().over(Window.partitionBy("dept")))


@fails
def window_function_in_where(spark):
    return spark.sql("SELECT id FROM people WHERE row_number() OVER (ORDER BY id) = 1")


@fails
def explode_within_an_expression(spark):
    return spark.sql("SELECT explode(array(1)) + 1")


@fails
def explode_a_number(spark):
    return spark.sql("SELECT explode(id) FROM people")


@fails
def scalar_subquery_with_two_columns(spark):
    return spark.sql("SELECT (SELECT 1, 2)")


@fails
def in_subquery_of_wrong_width(spark):
    return spark.sql("SELECT id FROM people WHERE id IN (SELECT order_id, item FROM orders)")


@fails
def duplicate_view(spark):
    spark.sql("CREATE OR REPLACE TEMPORARY VIEW err_view AS SELECT 1")
    return spark.sql("CREATE TEMPORARY VIEW err_view AS SELECT 2")


@fails
def drop_unknown_view(spark):
    return spark.sql("DROP VIEW err_no_such_view")


@fails
def missing_argument(spark):
    return spark.sql("SELECT :a", args={"b": 1})


@fails
def unknown_format(spark):
    return spark.read.format("no-such-format").load("/tmp")


@fails
def missing_path(spark):
    return spark.read.schema("a INT").json(spark.folder + "/nowhere").select("a").filter("a > 1")


@fails
def values_of_different_widths(spark):
    return spark.sql("SELECT * FROM VALUES (1, 2), (3)")


@fails
def bad_limit(spark):
    return spark.sql("SELECT 1 LIMIT -1")


@fails
def limit_of_a_column(spark):
    return spark.sql("SELECT id FROM people LIMIT id")


@fails
def unpivot_of_types_that_do_not_fit(spark):
    return spark.sql("SELECT 1 AS id, 10 AS a, 'x' AS b").unpivot("id", ["a", "b"], "n", "v")


@fails
def pivot_without_aggregate(spark):
    return spark.sql("SELECT * FROM (SELECT item, quantity FROM orders) PIVOT (quantity FOR item IN ('lamp'))")


@fails
def star_in_the_wrong_place(spark):
    return spark.sql("SELECT id FROM people WHERE *")


@fails
def to_df_of_wrong_width(spark):
    return spark.table("people").toDF("a", "b")


@fails
def setting_that_cannot_be_set(spark):
    spark.conf.set("spark.sql.shuffle.partitions", "many")


@fails
def table_that_exists(spark):
    spark.sql("CREATE TABLE IF NOT EXISTS err_table (id INT)")
    try:
        return spark.sql("CREATE TABLE err_table (id INT)")
    finally:
        spark.sql("DROP TABLE err_table")

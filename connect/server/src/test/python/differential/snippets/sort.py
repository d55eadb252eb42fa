"""Order, limit, offset and the actions that take some rows."""

from pyspark.sql import functions as F

from differential import snippet


@snippet(ordered=True)
def ascending_puts_nulls_first(spark):
    return spark.table("people").orderBy("age", "id").select("id", "age")


@snippet(ordered=True)
def descending_puts_nulls_last(spark):
    return spark.table("people").orderBy(F.col("age").desc(), F.col("id").desc()).select("id", "age")


@snippet(ordered=True)
def nulls_placed(spark):
    return spark.table("people").orderBy(F.asc_nulls_last("dept"), F.desc_nulls_first("age")).select("id", "dept", "age")


@snippet(ordered=True)
def sort_with_directions(spark):
    return spark.table("orders").sort("item", "order_id", ascending=[False, True]).select("item", "order_id")


@snippet(ordered=True)
def limit_and_offset(spark):
    return spark.range(10).orderBy("id").offset(3).limit(4)


@snippet(ordered=True)
def sort_by_expression_not_selected(spark):
    return spark.sql("SELECT name FROM people ORDER BY length(name) DESC NULLS LAST, id DESC")


@snippet(ordered=True)
def order_by_position(spark):
    return spark.sql("SELECT item, count(*) AS n FROM orders GROUP BY item ORDER BY 2 DESC, 1")


@snippet(ordered=True)
def order_by_all(spark):
    return spark.sql("SELECT dept, id FROM people ORDER BY ALL")


@snippet(ordered=True)
def limit_offset_in_sql(spark):
    return spark.sql("SELECT id FROM range(10) ORDER BY id DESC LIMIT 3 OFFSET 2")


@snippet
def head_first_take_tail(spark):
    ids = spark.range(5).orderBy("id")
    return [ids.first(), ids.head(2), ids.take(1), ids.tail(2), ids.limit(0).first()]


@snippet
def count_and_is_empty(spark):
    return [spark.table("people").count(), spark.range(0).isEmpty(), spark.range(1).isEmpty()]


@snippet
def show_truncates(spark):
    return printed(lambda: spark.sql("SELECT 'a very long text that does not fit in a column' AS t, 1 AS n").show())


@snippet
def show_all_of_a_text(spark):
    return printed(lambda: spark.sql("SELECT 'a very long text that does not fit in a column' AS t").show(truncate=False))


@snippet
def show_vertical(spark):
    return printed(lambda: spark.table("people").orderBy("id").show(2, vertical=True))


@snippet
def show_first_rows_only(spark):
    return printed(lambda: spark.range(30).show(3, truncate=2))


@snippet
def show_nothing(spark):
    return printed(lambda: spark.table("people").filter("false").show())


@snippet
def show_wide_characters(spark):
    return printed(lambda: spark.sql("SELECT '日本' AS j, 'é' AS e, 'a\\nb' AS n, X'0AFF' AS b").show())


@snippet
def print_schema(spark):
    return printed(lambda: spark.table("places").printSchema())


@snippet
def print_schema_to_a_level(spark):
    return printed(lambda: spark.table("places").printSchema(1))


def printed(action):
    import contextlib
    import io

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        action()
    return out.getvalue().splitlines()

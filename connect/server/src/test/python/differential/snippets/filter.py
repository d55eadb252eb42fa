"""Rows chosen."""

from pyspark.sql import functions as F

from differential import snippet


@snippet
def comparison(spark):
    return spark.table("people").filter(F.col("age") >= 36)


@snippet
def text_condition(spark):
    return spark.table("people").where("dept = 'sales' AND salary > 3000")


@snippet
def null_is_not_equal(spark):
    return spark.table("people").filter("dept <> 'sales'")


@snippet
def null_safe_equality(spark):
    return spark.table("people").filter(F.col("dept").eqNullSafe(None)).select("id", "dept")


@snippet
def is_in(spark):
    return spark.table("people").filter(F.col("dept").isin("sales", "support")).select("id")


@snippet
def not_in_with_null(spark):
    return spark.sql("SELECT id FROM people WHERE dept NOT IN ('sales', NULL)")


@snippet
def between(spark):
    return spark.table("people").filter(F.col("age").between(25, 40)).select("id", "age")


@snippet
def like_and_rlike(spark):
    return spark.sql("SELECT id, name LIKE '%d_' l, name RLIKE '^[A-C]' r, name ILIKE 'a%' i FROM people WHERE name LIKE '%d%' OR name RLIKE 'v'")


@snippet
def string_predicates(spark):
    people = spark.table("people")
    return people.filter(people.name.startswith("A") | people.name.endswith("b") | people.name.contains("y")).select("name")


@snippet
def three_valued_logic(spark):
    return spark.sql("SELECT a, b, a AND b, a OR b, NOT a FROM VALUES (true, null), (false, null), (null, null), (true, false) t(a, b)")


@snippet
def filter_after_aggregate(spark):
    return spark.table("orders").groupBy("item").agg(F.sum("quantity").alias("n")).filter("n > 4")


@snippet
def in_subquery(spark):
    return spark.sql("SELECT id, name FROM people WHERE id IN (SELECT person_id FROM orders WHERE item = 'lamp')")


@snippet
def exists_subquery(spark):
    return spark.sql("SELECT id FROM people p WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.person_id = p.id)")


@snippet
def scalar_subquery(spark):
    return spark.sql("SELECT id, salary FROM people WHERE salary > (SELECT avg(salary) FROM people)")


@snippet
def chained_filters(spark):
    return spark.range(20).filter("id % 2 = 0").filter(F.col("id") > 10).where("id < 18")

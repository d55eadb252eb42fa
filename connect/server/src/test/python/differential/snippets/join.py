"""Joins of every kind."""

from pyspark.sql import functions as F

from differential import snippet


def sides(spark):
    return spark.table("people").select("id", "name"), spark.table("orders").select("order_id", "person_id", "item")


@snippet
def inner_on_condition(spark):
    people, orders = sides(spark)
    return people.join(orders, people.id == orders.person_id)


@snippet
def left_outer(spark):
    people, orders = sides(spark)
    return people.join(orders, people.id == orders.person_id, "left")


@snippet
def right_outer(spark):
    people, orders = sides(spark)
    return people.join(orders, people.id == orders.person_id, "right")


@snippet
def full_outer(spark):
    people, orders = sides(spark)
    return people.join(orders, people.id == orders.person_id, "full")


@snippet
def left_semi(spark):
    people, orders = sides(spark)
    return people.join(orders, people.id == orders.person_id, "left_semi")


@snippet
def left_anti(spark):
    people, orders = sides(spark)
    return people.join(orders, people.id == orders.person_id, "left_anti")


@snippet
def cross(spark):
    return spark.range(2).crossJoin(spark.range(3).withColumnRenamed("id", "other"))


@snippet
def using_one_column(spark):
    people, orders = sides(spark)
    return people.join(orders.withColumnRenamed("person_id", "id"), "id")


@snippet
def using_full_outer(spark):
    people, orders = sides(spark)
    return people.join(orders.withColumnRenamed("person_id", "id"), ["id"], "full")


@snippet
def using_right_outer(spark):
    people, orders = sides(spark)
    return people.join(orders.withColumnRenamed("person_id", "id"), ["id"], "right")


@snippet
def condition_of_several_parts(spark):
    people, orders = spark.table("people"), spark.table("orders")
    return people.join(orders, (people.id == orders.person_id) & (orders.quantity > 1) & (people.age > 36)).select("id", "order_id", "age", "quantity")


@snippet
def inequality(spark):
    a = spark.range(3).withColumnRenamed("id", "a")
    b = spark.range(3).withColumnRenamed("id", "b")
    return a.join(b, F.col("a") < F.col("b"))


@snippet
def self_join_with_aliases(spark):
    people = spark.table("people").select("id", "dept")
    return people.alias("l").join(people.alias("r"), F.expr("l.dept = r.dept AND l.id < r.id")).select("l.id", "r.id", "l.dept")


@snippet
def null_safe_key(spark):
    left = spark.createDataFrame([(1,), (None,)], "a int")
    right = spark.createDataFrame([(None,), (2,)], "b int")
    return left.join(right, left.a.eqNullSafe(right.b), "full")


@snippet
def natural_in_sql(spark):
    return spark.sql("SELECT * FROM (SELECT 1 a, 2 b UNION ALL SELECT 3, 4) NATURAL JOIN (SELECT 1 a, 'x' c)")


@snippet
def three_tables_in_sql(spark):
    return spark.sql(
        "SELECT p.name, o.item, t.kind FROM people p JOIN orders o ON p.id = o.person_id "
        "LEFT JOIN (VALUES ('lamp', 'light'), ('desk', 'wood')) t(item, kind) ON o.item = t.item"
    )


@snippet
def join_then_aggregate(spark):
    people, orders = spark.table("people"), spark.table("orders")
    return people.join(orders, people.id == orders.person_id).groupBy("name").agg(
        F.count("*").alias("orders"), F.sum(orders.quantity * orders.price).alias("worth")
    )


@snippet
def outer_join_condition_on_one_side(spark):
    return spark.sql("SELECT p.id, o.order_id FROM people p LEFT JOIN orders o ON p.id = o.person_id AND p.dept = 'sales'")


@snippet
def broadcast_hint(spark):
    people, orders = sides(spark)
    return orders.join(F.broadcast(people), orders.person_id == people.id).select("order_id", "name")


@snippet
def lateral_in_sql(spark):
    return spark.sql("SELECT p.id, x.n FROM people p, LATERAL (SELECT p.id * 10 AS n) x WHERE p.id < 3")


@snippet
def column_of_one_side_after_join(spark):
    people, orders = sides(spark)
    named = orders.withColumnRenamed("person_id", "id")
    return people.join(named, people.id == named.id, "left").select(people.id, named.id, "item")

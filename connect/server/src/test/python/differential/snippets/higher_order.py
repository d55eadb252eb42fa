"""Functions that take functions."""

from pyspark.sql import functions as F

from differential import snippet


@snippet
def transform(spark):
    return spark.table("places").select("id", F.transform("tags", lambda t: F.upper(t)).alias("up"))


@snippet
def transform_with_index(spark):
    return spark.sql("SELECT transform(array(10, 20), (x, i) -> x + i)")


@snippet
def filter_array(spark):
    return spark.table("places").select("id", F.filter("tags", lambda t: t != "red"))


@snippet
def filter_with_index(spark):
    return spark.sql("SELECT filter(array(5, 6, 7), (x, i) -> i > 0 AND x < 7)")


@snippet
def exists_and_forall(spark):
    return spark.table("places").select("id", F.exists("tags", lambda t: t == "red"), F.forall("tags", lambda t: t.isNotNull()))


@snippet
def aggregate(spark):
    return spark.sql("SELECT aggregate(array(1, 2, 3), 0, (acc, x) -> acc + x), aggregate(array(1, 2, 3), 0, (acc, x) -> acc + x, acc -> acc * 10), reduce(array('a', 'b'), '', (a, x) -> a || x)")


@snippet
def aggregate_in_python(spark):
    return spark.createDataFrame([([1.0, 2.5],), ([],), (None,)], "xs array<double>").select(F.aggregate("xs", F.lit(0.0), lambda a, x: a + x).alias("s"))


@snippet
def zip_with(spark):
    return spark.sql("SELECT zip_with(array(1, 2), array('a', 'b', 'c'), (x, y) -> concat(y, x))")


@snippet
def map_filter_and_transform(spark):
    return spark.table("places").select("id", F.map_filter("scores", lambda k, v: v > 1), F.transform_values("scores", lambda k, v: v * 10), F.transform_keys("scores", lambda k, v: F.upper(k)))


@snippet
def map_zip_with(spark):
    return spark.sql("SELECT map_zip_with(map('a', 1, 'b', 2), map('a', 10), (k, x, y) -> coalesce(x, 0) + coalesce(y, 0))")


@snippet
def array_sort_with_comparator(spark):
    return spark.sql("SELECT array_sort(array('bb', 'a', 'ccc'), (l, r) -> length(r) - length(l)), array_sort(array(3, null, 1))")


@snippet
def lambda_over_outer_column(spark):
    return spark.table("places").select("id", F.transform("tags", lambda t: F.concat(t, F.col("id").cast("string"))).alias("x"))


@snippet
def nested_lambdas(spark):
    return spark.sql("SELECT transform(array(array(1, 2), array(3)), xs -> transform(xs, x -> x * size(xs)))")


@snippet
def lambda_with_structs(spark):
    return spark.sql("SELECT transform(array(1, 2), x -> named_struct('n', x, 'sq', x * x)) AS a, filter(map_entries(map('a', 1, 'b', 2)), e -> e.value > 1) AS e")

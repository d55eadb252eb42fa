"""Descriptions, samples and functions of df.stat."""

from pyspark.sql import functions as F

from differential import snippet


@snippet(ordered=True)
def describe_all(spark):
    return spark.table("people").describe()


@snippet(ordered=True)
def describe_some(spark):
    return spark.table("orders").describe("quantity", "price", "item")


@snippet(ordered=True)
def summary(spark):
    return spark.table("people").select("age", "salary", "name").summary()


@snippet(ordered=True)
def summary_chosen(spark):
    return spark.table("orders").select("quantity").summary("count", "min", "75%", "count_distinct", "max")


@snippet
def correlation_and_covariance(spark):
    frame = spark.createDataFrame([(1.0, 2.0), (2.0, 4.5), (3.0, 6.1)], "x double, y double")
    return [round(frame.stat.corr("x", "y"), 12), round(frame.stat.cov("x", "y"), 12)]


@snippet
def crosstab(spark):
    return spark.table("people").na.drop(subset=["dept", "age"]).stat.crosstab("dept", "age").orderBy("dept_age")


@snippet
def approximate_quantiles(spark):
    return [spark.range(11).approxQuantile("id", [0.0, 0.5, 1.0], 0.0), spark.table("people").approxQuantile(["age", "salary"], [0.5], 0.0)]


@snippet
def frequent_items(spark):
    return spark.createDataFrame([(1,), (1,), (1,), (2,)], "n int").freqItems(["n"], 0.6)


@snippet
def sample_of_everything_and_nothing(spark):
    return [spark.range(50).sample(1.0).count(), spark.range(50).sample(0.0).count(), spark.range(50).sample(False, 1.0, 3).count()]


@snippet
def sample_with_seed_repeats(spark):
    some = spark.range(1000).sample(0.1, 42)
    return [some.collect() == some.collect(), 50 < some.count() < 150]


@snippet
def sample_by_groups(spark):
    return spark.range(30).withColumn("k", F.col("id") % 3).sampleBy("k", {0: 1.0, 1: 0.0}, 7).groupBy("k").count()


@snippet
def random_split_covers(spark):
    parts = spark.range(100).randomSplit([1.0, 2.0], 5)
    return [len(parts), sum(p.count() for p in parts), parts[0].intersect(parts[1]).count()]


@snippet
def random_numbers_stay_in_range(spark):
    return spark.range(100).select(F.rand(1).alias("r")).filter("r < 0 OR r >= 1").count()


@snippet
def observed_metrics(spark):
    from pyspark.sql import Observation

    seen = Observation("metrics")
    spark.range(10).observe(seen, F.count("*").alias("n"), F.max("id").alias("top")).collect()
    return seen.get


@snippet
def histogram_of_ranges(spark):
    return spark.sql("SELECT width_bucket(x, 0, 10, 5) AS b, count(*) AS n FROM VALUES (1), (3), (3), (9), (12) t(x) GROUP BY 1")

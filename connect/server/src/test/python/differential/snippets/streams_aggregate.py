"""Aggregates over a stream, of all kinds: what changed in each batch, and the whole result after each."""

from pyspark.sql import functions as F

from differential.streams import program

AGGREGATES = {
    "count_rows": "count(*)",
    "count_values": "count(v)",
    "count_of_two": "count(v, x)",
    "sum_of_ints": "sum(v)",
    "sum_of_doubles": "sum(x)",
    "sum_of_decimals": "sum(CAST(v AS DECIMAL(10,2)) / 4)",
    "average_of_ints": "avg(v)",
    "average_of_doubles": "avg(x)",
    "smallest": "min(v)",
    "largest": "max(x)",
    "largest_text": "max(k || v)",
    "smallest_time": "min(t)",
    "largest_struct": "max(struct(x, v))",
    "value_of_largest": "max_by(v, x)",
    "value_of_smallest": "min_by(v, x)",
    "count_if": "count_if(v % 2 = 0)",
    "every": "every(v > 0)",
    "some": "some(v > 9)",
    "bits_and": "bit_and(v)",
    "bits_or": "bit_or(v)",
    "bits_xor": "bit_xor(v)",
    "deviation": "round(stddev(x), 9)",
    "variance_of_population": "round(var_pop(x), 9)",
    "skewness": "round(skewness(v), 9)",
    "kurtosis": "round(kurtosis(v), 9)",
    "correlation": "round(corr(v, x) FILTER (WHERE k = 'a'), 9)",
    "covariance": "round(covar_samp(v, x), 9)",
    "slope": "round(regr_slope(x, v), 9)",
    "list_in_order": "sort_array(collect_list(v))",
    "set_in_order": "sort_array(collect_set(v % 3))",
    "percentile": "percentile(v, 0.5)",
    "percentile_approximately": "percentile_approx(v, 0.5)",
    "median": "median(x)",
    "mode": "mode(v % 2)",
    "distinct_approximately": "approx_count_distinct(v)",
    "filtered": "sum(v) FILTER (WHERE x > 1)",
    "try_sum": "try_sum(v)",
    "sum_of_expression": "sum(v * 2 + coalesce(x, 0))",
    "expression_over_aggregates": "sum(v) / count(*) + max(v)",
    "product_of_counts": "count(*) * count(x)",
}


def of_key(call):
    return lambda s: s.events.groupBy("k").agg(F.expr(call).alias("a"))


def of_all(call):
    return lambda s: s.events.agg(F.expr(call).alias("a"))


for label, text in AGGREGATES.items():
    program(of_key(text), mode="update", name=f"{label}_by_key")

for label in list(AGGREGATES)[::3]:
    program(of_all(AGGREGATES[label]), mode="complete", name=f"{label}_of_all")


@program(mode="complete")
def several_by_two_keys(s):
    return s.events.groupBy("k", F.expr("v % 2").alias("odd")).agg(F.count("*").alias("c"), F.sum("v").alias("s"), F.max("x").alias("m"))


@program(mode="update")
def several_by_two_keys_updated(s):
    return s.events.groupBy("k", F.expr("v % 2").alias("odd")).agg(F.count("*").alias("c"), F.sum("v").alias("s"), F.max("x").alias("m"))


@program(mode="update")
def of_all_updated(s):
    return s.events.agg(F.count("*").alias("c"), F.avg("x").alias("a"))


@program(mode="update")
def rows_filtered_before(s):
    return s.events.filter("v > 4").groupBy("k").count()


@program(mode="update")
def groups_filtered_after(s):
    return s.events.groupBy("k").agg(F.sum("v").alias("s")).filter("s > 10")


@program(mode="update")
def a_filter_that_groups_leave(s):
    return s.events.groupBy("k").agg(F.count("*").alias("c")).filter("c < 3")


@program(mode="complete")
def groups_filtered_in_complete_mode(s):
    return s.events.groupBy("k").agg(F.sum("v").alias("s")).filter("s > 10").select((F.col("s") * 2).alias("twice"), "k")


@program(mode="update")
def projected_after(s):
    return s.events.groupBy("k").agg(F.min("v").alias("m")).selectExpr("upper(k) AS k", "m + 1 AS m")


@program(mode="update")
def projected_to_what_stays(s):
    return s.events.groupBy("k").agg(F.max("v").alias("m")).select("k")


@program(mode="complete")
def rollup(s):
    return s.events.rollup("k", F.expr("v % 2")).agg(F.count("*").alias("c"))


@program(mode="update")
def cube_updated(s):
    return s.events.cube("k", F.expr("v % 2")).agg(F.sum("v").alias("s"))


@program(mode="complete")
def sorted_and_cut(s):
    return s.events.groupBy("k").agg(F.sum("v").alias("s")).orderBy(F.desc("s")).limit(2)


@program(mode="complete")
def by_expression_over_time(s):
    return s.events.groupBy(F.date_trunc("minute", "t").alias("m")).agg(F.count("*").alias("c"))


@program(mode="update")
def in_sql(s):
    events = s.view("events", s.events)
    return s.spark.sql(f"SELECT k, count(*) AS c, sum(v) AS s FROM {events} WHERE x IS NOT NULL GROUP BY k HAVING count(*) > 1")


@program(mode="complete")
def aggregate_of_exploded(s):
    return s.events.select(F.explode(F.expr("sequence(1, v % 4 + 1)")).alias("n")).groupBy("n").count()


@program(mode="update", backlog=True)
def files_that_wait_updated(s):
    return s.events.groupBy("k").agg(F.count("*").alias("c"), F.sum("v").alias("s"))


@program(mode="complete", backlog=True)
def files_that_wait_complete(s):
    return s.events.groupBy("k").agg(F.count("*").alias("c"), F.sum("v").alias("s"))

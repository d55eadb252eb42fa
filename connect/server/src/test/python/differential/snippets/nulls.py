"""Missing values."""

from pyspark.sql import functions as F

from differential import snippet


@snippet
def drop_any(spark):
    return spark.table("people").na.drop()


@snippet
def drop_all_of_some(spark):
    return spark.table("people").na.drop(how="all", subset=["dept", "age"]).select("id")


@snippet
def drop_by_threshold(spark):
    return spark.table("people").dropna(thresh=5).select("id")


@snippet
def fill_number(spark):
    return spark.table("people").na.fill(0)


@snippet
def fill_text_in_some(spark):
    return spark.table("people").fillna("?", subset=["name"])


@snippet
def fill_by_dictionary(spark):
    return spark.table("people").na.fill({"age": 18, "dept": "none"})


@snippet
def replace_values(spark):
    return spark.table("people").na.replace({"sales": "shop", "research": "lab"}, subset=["dept"])


@snippet
def replace_numbers(spark):
    return spark.table("people").replace([25, 41], [26, 42]).select("id", "age", "salary")


@snippet
def coalesce_and_nvl(spark):
    return spark.sql("SELECT coalesce(dept, name, '-'), nvl(age, -1), ifnull(age, 0), nullif(age, 25), nvl2(dept, 1, 2), zeroifnull(age), nullifzero(id) FROM people")


@snippet
def null_tests(spark):
    people = spark.table("people")
    return people.select(people.age.isNull(), people.age.isNotNull(), F.isnull("dept"), F.isnan(people.salary))


@snippet
def nan_handling(spark):
    return spark.sql("SELECT x, isnan(x), nanvl(x, 0D), x = double('NaN'), x > 1 FROM VALUES (double('NaN')), (1D), (null) t(x)")


@snippet
def null_in_arithmetic(spark):
    return spark.sql("SELECT 1 + null, null = null, null <=> null, concat('a', null), concat_ws('-', 'a', null, 'b'), greatest(1, null), null || 'x'")


@snippet
def null_if_in_aggregates(spark):
    return spark.sql("SELECT sum(x), count(x), count(*), avg(x) FROM VALUES (null), (null) t(x)")

"""Views, tables, the catalog and settings."""

from pyspark.sql import functions as F

from differential import snippet


@snippet
def temporary_view(spark):
    spark.range(3).createOrReplaceTempView("cat_view")
    return spark.sql("SELECT id * 2 AS twice FROM cat_view")


@snippet
def view_replaced(spark):
    spark.range(1).createOrReplaceTempView("cat_replaced")
    spark.range(2).createOrReplaceTempView("cat_replaced")
    return spark.table("cat_replaced")


@snippet
def view_of_sql(spark):
    spark.sql("CREATE OR REPLACE TEMPORARY VIEW cat_sql AS SELECT dept, count(*) AS n FROM people GROUP BY dept")
    return spark.table("cat_sql").filter("n > 1")


@snippet
def global_view(spark):
    spark.range(2).createOrReplaceGlobalTempView("cat_global")
    return spark.sql("SELECT * FROM global_temp.cat_global")


@snippet
def drop_view(spark):
    spark.range(1).createOrReplaceTempView("cat_dropped")
    return [spark.catalog.dropTempView("cat_dropped"), spark.catalog.dropTempView("cat_dropped"), spark.catalog.tableExists("cat_dropped")]


@snippet
def table_exists(spark):
    return [spark.catalog.tableExists("people"), spark.catalog.tableExists("no_such_table"), spark.catalog.databaseExists("default"), spark.catalog.functionExists("upper"), spark.catalog.functionExists("nope")]


@snippet
def current_names(spark):
    return [spark.catalog.currentDatabase(), spark.catalog.currentCatalog()]


@snippet
def list_columns(spark):
    return [tuple(c) for c in spark.catalog.listColumns("people")]


@snippet
def list_temporary_tables(spark):
    return [tuple(t) for t in spark.catalog.listTables(pattern="peo*")]


@snippet
def get_table(spark):
    return tuple(spark.catalog.getTable("people"))


@snippet
def list_databases(spark):
    return [d.name for d in spark.catalog.listDatabases()]


@snippet
def describe_query(spark):
    return spark.sql("DESCRIBE QUERY SELECT 1 AS a, 'x' AS b, array(1.5) AS c")


@snippet
def describe_view(spark):
    return spark.sql("DESCRIBE people")


@snippet
def show_columns(spark):
    return spark.sql("SHOW COLUMNS IN people")


@snippet
def settings_of_the_session(spark):
    spark.conf.set("spark.sql.shuffle.partitions", "7")
    seen = [spark.conf.get("spark.sql.shuffle.partitions"), spark.conf.get("no.such.key", "fallback")]
    spark.conf.unset("spark.sql.shuffle.partitions")
    return seen


@snippet
def set_in_sql(spark):
    return spark.sql("SET spark.sql.ansi.enabled")


@snippet
def create_insert_and_read_table(spark):
    spark.sql("DROP TABLE IF EXISTS cat_table")
    spark.sql("CREATE TABLE cat_table (id INT, name STRING)")
    spark.sql("INSERT INTO cat_table VALUES (1, 'a'), (2, 'b')")
    rows = [tuple(r) for r in spark.table("cat_table").orderBy("id").collect()]
    spark.sql("DROP TABLE cat_table")
    return [rows, spark.catalog.tableExists("cat_table")]


@snippet
def save_as_table(spark):
    spark.sql("DROP TABLE IF EXISTS cat_saved")
    spark.range(3).write.saveAsTable("cat_saved")
    spark.range(2).write.mode("append").saveAsTable("cat_saved")
    count = spark.table("cat_saved").count()
    spark.sql("DROP TABLE cat_saved")
    return count


@snippet
def table_valued_functions(spark):
    return spark.sql("SELECT * FROM range(2, 8, 3)").unionAll(spark.tvf.range(1))


@snippet
def common_table_expressions(spark):
    return spark.sql("WITH a AS (SELECT id FROM range(4)), b(n) AS (SELECT id * 10 FROM a WHERE id > 1) SELECT a.id, b.n FROM a JOIN b ON a.id * 10 = b.n")


@snippet
def values_as_table(spark):
    return spark.sql("SELECT * FROM VALUES (1, 'a', null), (2, 'b', 1.5) AS t(x, y, z)")


@snippet
def pipe_syntax(spark):
    return spark.sql("FROM people |> WHERE age > 30 |> SELECT id, age |> ORDER BY id")


@snippet
def cached_frames_still_answer(spark):
    frame = spark.range(4).filter("id > 1").cache()
    first = frame.count()
    frame.unpersist()
    return [first, frame.count(), frame.is_cached]


@snippet
def columns_and_types_of_a_frame(spark):
    people = spark.table("people")
    return [people.columns, people.dtypes, people.isStreaming, spark.range(2).isLocal(), people.select("id").sameSemantics(people.select("id"))]


@snippet
def explain_prints_something(spark):
    import contextlib
    import io

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        spark.range(3).filter("id > 1").explain()
    return out.getvalue().startswith("== Physical Plan ==")


@snippet
def version(spark):
    return spark.version

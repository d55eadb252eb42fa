"""JSON and CSV in columns."""

from pyspark.sql import functions as F

from differential import snippet


@snippet
def from_json(spark):
    frame = spark.createDataFrame([('{"a": 1, "b": "x"}',), ('{"a": "no"}',), ("bad",), (None,), ('{"b": null, "c": 1}',)], "j string")
    return frame.select(F.from_json("j", "a INT, b STRING").alias("r"))


@snippet
def from_json_nested(spark):
    return spark.sql("""SELECT from_json('{"l": [1, 2], "m": {"k": 1.5}, "t": "2026-03-01T00:00:00Z", "d": "2026-03-01"}', 'l ARRAY<INT>, m MAP<STRING, DOUBLE>, t TIMESTAMP, d DATE') AS r""")


@snippet
def from_json_of_array(spark):
    return spark.sql("""SELECT from_json('[{"a": 1}, {"a": 2}]', 'ARRAY<STRUCT<a: INT>>') AS r, from_json('{"x": 1}', 'MAP<STRING, INT>') AS m""")


@snippet
def to_json(spark):
    return spark.table("places").select("id", F.to_json("home"), F.to_json("tags"), F.to_json("scores"), F.to_json(F.struct("id", "home")))


@snippet
def to_json_of_times(spark):
    return spark.sql("SELECT to_json(named_struct('d', DATE'2026-03-01', 't', TIMESTAMP'2026-03-01 01:02:03', 'n', 1.50, 'b', true, 'x', X'4142'))")


@snippet
def get_json_object(spark):
    return spark.sql("""SELECT get_json_object(j, '$.a'), get_json_object(j, '$.b[1]'), get_json_object(j, '$.c.d'), get_json_object(j, '$.zz'), get_json_object(j, '$.c') FROM VALUES ('{"a": 1, "b": [2, 3], "c": {"d": "x"}}') t(j)""")


@snippet
def json_tuple(spark):
    return spark.sql("""SELECT json_tuple('{"a": 1, "b": "x"}', 'a', 'b', 'c')""")


@snippet
def json_sizes_and_keys(spark):
    return spark.sql("""SELECT json_array_length('[1, 2, 3]'), json_object_keys('{"a": 1, "b": 2}'), json_array_length('no'), schema_of_json('{"a": [1.5], "b": {"c": "x"}}')""")


@snippet
def from_json_permissive_corrupt_record(spark):
    frame = spark.createDataFrame([('{"a": 1}',), ('{"a": ',)], "j string")
    return frame.select(F.from_json("j", "a INT, _corrupt STRING", {"mode": "PERMISSIVE", "columnNameOfCorruptRecord": "_corrupt"}).alias("r"))


@snippet
def from_and_to_csv(spark):
    return spark.sql("SELECT from_csv('1,x,2.5', 'a INT, b STRING, c DOUBLE') AS r, to_csv(named_struct('a', 1, 'b', 'x,y', 'c', null)) AS c")


@snippet
def read_json_lines(spark):
    return spark.read.json(file(spark, "rows.json", '{"a": 1, "b": "x"}\n{"a": 2.5, "c": [true]}\n'))


@snippet
def read_json_with_schema(spark):
    return spark.read.schema("a INT, b STRING").json(file(spark, "rows.json", '{"a": 1, "b": "x"}\n{"a": "bad", "b": "y"}\n'))


@snippet
def read_csv_with_header(spark):
    return spark.read.csv(file(spark, "rows.csv", "id,name\n1,Ada\n2,\n"), header=True, inferSchema=True)


@snippet
def read_text(spark):
    return spark.read.text(file(spark, "rows.txt", "one\n\ntwo\n"))


@snippet
def write_and_read_json(spark):
    path = spark.folder + "/out"
    spark.table("orders").write.mode("overwrite").json(path)
    return spark.read.schema("order_id BIGINT, item STRING, price DECIMAL(10,2)").json(path)


@snippet
def write_and_read_parquet(spark):
    path = spark.folder + "/out"
    spark.table("people").write.parquet(path)
    return spark.read.parquet(path)


def file(spark, name, content):
    path = f"{spark.folder}/{name}"
    with open(path, "w", encoding="utf-8") as out:
        out.write(content)
    return path

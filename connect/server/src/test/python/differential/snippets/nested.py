"""Arrays, maps and structs."""

from pyspark.sql import functions as F

from differential import snippet


@snippet
def whole_table(spark):
    return spark.table("places")


@snippet
def fields_and_elements(spark):
    places = spark.table("places")
    return places.select("home.city", places.home.zip, places.scores["a"], places.home["city"])


@snippet
def star_of_a_struct(spark):
    return spark.table("places").select("id", "home.*")


@snippet
def array_functions(spark):
    return spark.sql(
        "SELECT size(array(1, 2)), array_contains(array(1, 2), 2), array_position(array('a', 'b'), 'b'), array_distinct(array(1, 1, 2)), array_union(array(1), array(2, 1)), "
        "array_intersect(array(1, 2), array(2)), array_except(array(1, 2), array(2)), array_remove(array(1, 2, 1), 1), array_max(array(3, 9)), array_min(array(3, 9))"
    )


@snippet
def more_array_functions(spark):
    return spark.sql(
        "SELECT sort_array(array(3, null, 1)), sort_array(array(1, 3), false), array_join(array('a', null, 'b'), '-'), array_join(array('a', null), '-', '?'), slice(array(1, 2, 3), 2, 2), "
        "flatten(array(array(1), array(2, 3))), array_repeat('x', 2), arrays_overlap(array(1), array(1)), array_append(array(1), 2), array_prepend(array(1), 0), array_insert(array(1, 3), 2, 2), reverse(array(1, 2)), arrays_zip(array(1, 2), array('a', 'b'))"
    )


@snippet
def explode_array(spark):
    return spark.table("places").select("id", F.explode("tags"))


@snippet
def explode_outer_and_position(spark):
    return spark.table("places").select("id", F.posexplode_outer("tags"))


@snippet
def explode_map(spark):
    return spark.table("places").select("id", F.explode("scores").alias("k", "v"))


@snippet
def lateral_view(spark):
    return spark.sql("SELECT id, t FROM places LATERAL VIEW OUTER explode(tags) x AS t")


@snippet
def inline_and_stack(spark):
    return spark.sql("SELECT inline(array(named_struct('a', 1, 'b', 'x'), named_struct('a', 2, 'b', 'y')))").unionAll(spark.sql("SELECT stack(2, 3, 'z', 4, 'w')"))


@snippet
def map_functions(spark):
    return spark.sql(
        "SELECT map_keys(map('a', 1)), map_values(map('a', 1)), map_entries(map('a', 1)), map_from_arrays(array('x'), array(1)), map_concat(map('a', 1), map('b', 2)), map_contains_key(map(1, 2), 1), "
        "element_at(map('a', 1), 'a'), map_from_entries(array(struct('k', 1))), str_to_map('a:1,b:2'), size(map())"
    )


@snippet
def make_structs(spark):
    people = spark.table("people")
    return people.select(F.struct("id", "name").alias("s"), F.named_struct(F.lit("x"), F.col("age")).alias("n"), F.array("id", "age").alias("a"), F.create_map(F.lit("id"), "id").alias("m"))


@snippet
def with_and_drop_fields(spark):
    places = spark.table("places")
    return places.select(places.home.withField("land", F.lit("x")).alias("more"), places.home.dropFields("zip").alias("less"), places.home.withField("zip", F.col("id")).alias("same"))


@snippet
def struct_comparison(spark):
    return spark.sql("SELECT struct(1, 'a') = struct(1, 'a'), struct(1, 2) < struct(1, 3), array(1, 2) < array(2), named_struct('a', null) <=> named_struct('a', null)")


@snippet(ordered=True)
def sort_by_struct(spark):
    return spark.table("places").orderBy("home", "id").select("id", "home")


@snippet
def group_by_struct_and_array(spark):
    return spark.table("places").groupBy("home", "tags").count()


@snippet
def array_of_structs_field(spark):
    return spark.sql("SELECT a.x, a[0].y, a.x[1] FROM (SELECT array(named_struct('x', 1, 'y', 'p'), named_struct('x', 2, 'y', 'q')) AS a)")


@snippet
def elements_by_index(spark):
    return spark.sql("SELECT array(1, 2, 3)[1], element_at(array(1, 2, 3), -1), get(array(1), 5), try_element_at(map('a', 1), 'z'), array_size(array(1)), cardinality(array())")


@snippet
def nested_of_nested(spark):
    return spark.sql("SELECT map('k', array(named_struct('a', map(1, 'x')))) AS m, array(array(), array(1)) AS a, named_struct('s', named_struct('t', array(1.5))) AS s")

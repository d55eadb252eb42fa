"""Functions of text."""

from pyspark.sql import functions as F

from differential import snippet


@snippet
def case_and_length(spark):
    return spark.table("people").select(F.upper("name"), F.lower("name"), F.initcap("dept"), F.length("dept"))


@snippet
def trimming(spark):
    return spark.sql("SELECT trim('  a '), ltrim('  a'), rtrim('a  '), trim(BOTH 'x' FROM 'xax'), trim(LEADING 'x' FROM 'xax'), btrim('zaz', 'z')")


@snippet
def substrings(spark):
    return spark.sql("SELECT substring('penstock', 4), substring('penstock', -5, 2), left('abc', 2), right('abc', 2), substring_index('a.b.c', '.', 2)")


@snippet
def substring_of_column(spark):
    people = spark.table("people")
    return people.select(people.name.substr(1, 2), F.substring("dept", 2, 3), people.dept[1:3])


@snippet
def padding_and_repeating(spark):
    return spark.sql("SELECT lpad('7', 3, '0'), rpad('ab', 4, '.'), repeat('ab', 2), space(2), reverse('abc')")


@snippet
def concatenation(spark):
    people = spark.table("people")
    return people.select(F.concat("name", F.lit("@"), "dept"), F.concat_ws("/", "name", "dept"))


@snippet
def positions(spark):
    return spark.sql("SELECT instr('banana', 'na'), locate('na', 'banana', 4), position('x' IN 'abc'), find_in_set('b', 'a,b,c'), char_length('ab'), ascii('A'), chr(66)")


@snippet
def split_text(spark):
    return spark.sql("SELECT split('a,b,,c', ','), split('a1b2c', '[0-9]', 2), split_part('a.b.c', '.', -1)")


@snippet
def regular_expressions(spark):
    return spark.sql(
        "SELECT regexp_extract('id-42', '([a-z]+)-([0-9]+)', 2), regexp_replace('a1b22', '[0-9]+', '#'), regexp_extract_all('a1b2', '([a-z])', 1), "
        "regexp_count('banana', 'an'), regexp_like('abc', 'b'), regexp_substr('x12', '[0-9]+'), regexp_instr('x12', '[0-9]')"
    )


@snippet
def replace_and_translate(spark):
    return spark.sql("SELECT replace('banana', 'na', 'NA'), translate('abc', 'ac', 'x'), overlay('abcdef' PLACING 'ZZ' FROM 3), overlay('abcdef' PLACING 'Z' FROM 2 FOR 3)")


@snippet
def formatting(spark):
    return spark.sql("SELECT format_number(1234567.891, 2), format_string('%s has %d, %05.1f', 'x', 3, 2.5D), printf('%x', 255), format_number(0, 0)")


@snippet
def encodings(spark):
    return spark.sql("SELECT base64('abc'), unbase64('YWJj'), hex('ab'), unhex('6162'), encode('ab', 'UTF-8'), decode(X'6162', 'UTF-8'), url_encode('a b&c'), url_decode('a+b')")


@snippet
def hashes(spark):
    return spark.sql("SELECT md5('a'), sha1('a'), sha2('a', 256), crc32('a'), hash('a', 1), xxhash64('a', 1L), hash(CAST(NULL AS INT), 2.5D, true)")


@snippet
def distances(spark):
    return spark.sql("SELECT levenshtein('kitten', 'sitting'), soundex('Robert'), levenshtein('abc', 'xyz', 2)")


@snippet
def predicates(spark):
    return spark.sql("SELECT startswith('abc', 'a'), endswith('abc', 'x'), contains('abc', 'b'), 'abc' LIKE 'a%', 'a%c' LIKE 'a\\\\%c'")


@snippet
def like_any_and_all(spark):
    return spark.sql("SELECT id FROM people WHERE name LIKE ANY ('x%', 'A%', '%b') AND name LIKE ALL ('%d%', 'A%')")


@snippet
def comparisons(spark):
    return spark.sql("SELECT 'a' < 'B', 'abc' < 'abd', 'é' > 'z', '10' < 9, 'a' = 'a '")


@snippet
def parse_url(spark):
    return spark.sql("SELECT parse_url('https://u:p@host:8080/a/b?x=1&y=2#f', 'HOST'), parse_url('https://host/a?x=1&y=2', 'QUERY', 'y'), parse_url('https://host/a', 'PATH')")


@snippet
def masks_and_elements(spark):
    return spark.sql("SELECT elt(2, 'a', 'b'), mask('Ab1-c'), mask('Ab1-c', 'Y', 'y', 'd', '*'), to_binary('4142', 'hex')")

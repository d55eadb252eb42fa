"""Dates, timestamps and intervals."""

from pyspark.sql import functions as F

from differential import snippet


@snippet
def fields(spark):
    return spark.table("visits").select(F.year("at"), F.month("at"), F.dayofmonth("at"), F.hour("at"), F.minute("at"), F.second("at"), F.dayofweek("at"), F.weekofyear("at"), F.quarter("at"), F.dayofyear("at"))


@snippet
def extract(spark):
    return spark.sql("SELECT extract(YEAR FROM DATE'2026-03-01'), extract(SECOND FROM TIMESTAMP'2026-03-01 01:02:03.456'), date_part('DOW', DATE'2026-03-01'), extract(DAY FROM INTERVAL '3 04' DAY TO HOUR)")


@snippet
def date_arithmetic(spark):
    return spark.table("people").select("joined", F.date_add("joined", 30), F.date_sub("joined", 1), F.add_months("joined", 1), F.last_day("joined"), F.next_day("joined", "Mon"))


@snippet
def differences(spark):
    return spark.sql("SELECT datediff(DATE'2026-03-01', DATE'2026-02-01'), months_between(DATE'2026-03-31', DATE'2026-02-28'), DATE'2026-03-01' - DATE'2026-02-01', TIMESTAMP'2026-03-01 12:00:00' - TIMESTAMP'2026-02-28 11:00:00'")


@snippet
def truncation(spark):
    return spark.sql("SELECT trunc(DATE'2026-08-17', 'MM'), trunc(DATE'2026-08-17', 'Q'), date_trunc('HOUR', TIMESTAMP'2026-08-17 10:20:30'), date_trunc('WEEK', TIMESTAMP'2026-08-19 10:20:30')")


@snippet
def formatting(spark):
    return spark.table("visits").select(F.date_format("at", "yyyy/MM/dd HH:mm:ss.SSS"), F.date_format("at", "EEE, d MMM yy h:mm a"), F.date_format("at", "D Q"))


@snippet
def parsing(spark):
    return spark.sql("SELECT to_date('2026-03-01'), to_date('01.03.2026', 'dd.MM.yyyy'), to_timestamp('2026-03-01 01:02:03'), to_timestamp('03/01/26 4PM', 'MM/dd/yy ha'), try_to_timestamp('never')")


@snippet
def unix_time(spark):
    return spark.sql("SELECT unix_timestamp(TIMESTAMP'2026-03-01 00:00:00'), from_unixtime(0), timestamp_seconds(1.5), timestamp_millis(1234), unix_millis(TIMESTAMP'1970-01-01 00:00:01'), unix_date(DATE'1970-01-10'), date_from_unix_date(3)")


@snippet
def making(spark):
    return spark.sql("SELECT make_date(2026, 2, 28), make_timestamp(2026, 3, 1, 4, 5, 6.789), CAST(make_interval(1, 2, 3, 4, 5, 6, 7.5) AS STRING), make_dt_interval(1, 2, 3, 4.5)")


@snippet
def intervals(spark):
    return spark.sql("SELECT CAST(INTERVAL '1' YEAR AS STRING), INTERVAL '2 03:04:05.678' DAY TO SECOND, INTERVAL 1 DAY + INTERVAL 2 HOURS, INTERVAL '1' DAY * 3, CAST(-INTERVAL '1-6' YEAR TO MONTH AS STRING)")


@snippet
def timestamps_plus_intervals(spark):
    return spark.sql("SELECT TIMESTAMP'2026-01-31 00:00:00' + INTERVAL 1 MONTH, DATE'2026-03-01' - INTERVAL 1 DAY, DATE'2026-03-01' + INTERVAL '2' HOUR, TIMESTAMP'2026-03-01 00:00:00' - INTERVAL '0 00:00:01' DAY TO SECOND")


@snippet
def time_zones(spark):
    return spark.sql("SELECT from_utc_timestamp(TIMESTAMP'2026-07-01 12:00:00', 'Europe/Rome'), to_utc_timestamp(TIMESTAMP'2026-01-01 12:00:00', 'America/New_York'), convert_timezone('UTC', 'Asia/Tokyo', TIMESTAMP_NTZ'2026-01-01 00:00:00')")


@snippet(conf={"spark.sql.session.timeZone": "America/Los_Angeles"})
def session_time_zone(spark):
    return spark.sql("SELECT CAST(TIMESTAMP'2026-07-01 12:00:00Z' AS STRING) AS t, hour(TIMESTAMP'2026-07-01 12:00:00Z') AS h, CAST(TIMESTAMP'2026-07-01 12:00:00Z' AS DATE) AS d, current_timezone() AS z")


@snippet
def without_time_zone(spark):
    return spark.sql("SELECT TIMESTAMP_NTZ'2026-03-01 01:02:03.000004' AS n, CAST(TIMESTAMP_NTZ'2026-03-01 01:02:03' AS TIMESTAMP) AS t, to_timestamp_ntz('2026-03-01') AS p")


@snippet
def sequences(spark):
    return spark.sql("SELECT sequence(DATE'2026-01-30', DATE'2026-03-30', INTERVAL 1 MONTH), sequence(1, 7, 3), sequence(3, 1)")


@snippet
def names_and_additions(spark):
    return spark.sql("SELECT dayname(DATE'2026-03-01'), monthname(DATE'2026-03-01'), timestampadd(HOUR, 5, TIMESTAMP'2026-03-01 00:00:00'), timestampdiff(MINUTE, TIMESTAMP'2026-03-01 00:00:00', TIMESTAMP'2026-03-01 02:30:59'), dateadd(MONTH, 1, DATE'2026-01-31'), weekday(DATE'2026-03-01')")


@snippet
def comparisons_across_types(spark):
    return spark.sql("SELECT DATE'2026-03-01' = TIMESTAMP'2026-03-01 00:00:00', DATE'2026-03-01' < '2026-03-02', TIMESTAMP'2026-03-01 00:00:00' BETWEEN '2026-02-01' AND '2026-04-01'")


@snippet
def window_columns(spark):
    return spark.table("visits").select(F.window("at", "5 minutes").alias("w")).select("w.start", "w.end", F.window_time("w"))

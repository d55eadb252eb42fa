"""The tables that the snippets read, as temporary views of the session."""

import datetime
import decimal


def create(spark):
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    for name, (schema, rows) in {"people": PEOPLE, "orders": ORDERS, "visits": VISITS, "places": PLACES}.items():
        spark.createDataFrame(rows, schema).createOrReplaceTempView(name)


def day(text):
    return datetime.date.fromisoformat(text)


def at(text):
    return datetime.datetime.fromisoformat(f"2026-03-01 {text}")


def money(text):
    return decimal.Decimal(text)


PEOPLE = (
    "id int, name string, dept string, age int, salary double, joined date",
    [
        (1, "Ada", "research", 36, 5200.5, day("2019-01-15")),
        (2, "Bob", "sales", 41, 3100.0, day("2020-02-29")),
        (3, "Cyd", "sales", None, 2900.25, day("2021-12-31")),
        (4, "Dan", None, 25, None, day("2022-06-01")),
        (5, "Eve", "research", 52, 7100.0, None),
        (6, None, "support", 25, 2100.0, day("2023-03-26")),
    ],
)

ORDERS = (
    "order_id bigint, person_id int, item string, quantity int, price decimal(10,2)",
    [
        (100, 1, "lamp", 2, money("19.99")),
        (101, 1, "desk", 1, money("250.00")),
        (102, 2, "lamp", 5, money("18.50")),
        (103, 3, "chair", 4, money("75.25")),
        (104, 9, "desk", 1, money("240.00")),
        (105, None, "lamp", 3, None),
        (106, 2, "chair", None, money("80.00")),
    ],
)

VISITS = (
    "at timestamp, user string, page string, millis bigint",
    [
        (at("08:00:05"), "u1", "home", 120),
        (at("08:00:50"), "u2", "home", 80),
        (at("08:01:10"), "u1", "search", 340),
        (at("08:04:59"), "u3", "home", 95),
        (at("08:05:00"), "u1", "cart", 60),
        (at("08:12:30"), "u2", "search", 410),
        (at("08:12:31"), "u2", "cart", None),
    ],
)

PLACES = (
    "id int, tags array<string>, scores map<string,int>, home struct<city:string,zip:int>",
    [
        (1, ["red", "blue", "red"], {"a": 1, "b": 2}, ("Oslo", 150)),
        (2, [], {}, ("Rome", None)),
        (3, None, None, None),
        (4, ["green", None], {"c": None}, (None, 99)),
    ],
)

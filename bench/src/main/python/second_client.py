"""The second client of `./penstock bench connect`: asks for the rows that are new in a table, again and again, and says when it had each.

second_client.py ADDRESS TABLE UNTIL

A value in the table is a number; -1 is a probe. Prints PROBED when a first row is there. When number UNTIL is there it prints SEEN with a NUMBER:MICROSECONDS
for each row, the time since 1970 at which the answer with the row was there, and ASKED with the number of answers and how many microseconds the median
one took.
"""

import sys
import time

from pyspark.sql import SparkSession


def main(address, table, until):
    spark = SparkSession.builder.remote(address).getOrCreate()
    while not spark.catalog.tableExists(table):
        time.sleep(0.02)
    while spark.table(table).count() == 0:
        time.sleep(0.02)
    print("PROBED", flush=True)
    last = -1
    seen = []
    took = []
    while last < until:
        begin = time.time_ns()
        rows = spark.sql(f"SELECT value FROM {table} WHERE CAST(value AS BIGINT) > {last}").collect()
        end = time.time_ns()
        took.append(end - begin)
        for row in rows:
            number = int(row.value)
            seen.append((number, end))
            last = max(last, number)
    print("SEEN", *(f"{number}:{nanos // 1000}" for number, nanos in seen))
    print("ASKED", len(took), sorted(took)[len(took) // 2] // 1000, flush=True)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))

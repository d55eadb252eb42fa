"""What tests with PySpark have in common."""

import os
import time

from pyspark.sql import SparkSession

REMOTE = os.environ["SPARK_CONNECT_TESTING_REMOTE"]


def new_session():
    """A session of its own on the server."""
    return SparkSession.builder.remote(REMOTE).create()


def eventually(check, seconds=20):
    """Makes a check until it holds, at most for so long."""
    end = time.monotonic() + seconds
    while True:
        try:
            return check()
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)

"""Each snippet of `differential` as a test: what Penstock gives is what Spark gave, or it is a gap that is named."""

import os
import unittest

from differential import run  # first: it sets the time zone of the process
import differential
from differential import tables
from pyspark.sql import SparkSession


class DifferentialTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.spark = SparkSession.builder.remote(os.environ["SPARK_CONNECT_TESTING_REMOTE"]).getOrCreate()
        tables.create(cls.spark)

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()

    def check(self, one):
        expected = run.recorded(one.family).get(one.name)
        self.assertIsNotNone(expected, "it is not recorded")
        lines = differential.differences(one, expected, differential.observe(self.spark, one))
        if str(one) in run.gaps():
            self.assertTrue(lines, "it agrees: take it out of gaps.txt")
            self.skipTest("known to differ: gaps.txt")
        self.assertFalse(lines, "- Spark, + Penstock\n" + "\n".join(lines))


def add(one):
    setattr(DifferentialTest, f"test_{one.family}_{one.name}", lambda self: self.check(one))


for snippet in run.snippets(""):
    add(snippet)

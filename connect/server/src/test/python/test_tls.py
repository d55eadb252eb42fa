"""A server with TLS and a token, as PySpark sees it. The certificates that the client trusts come by GRPC_DEFAULT_SSL_ROOTS_FILE_PATH."""

import os
import unittest
from unittest import mock

from client import REMOTE

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql.connect.client import core
from pyspark.sql.connect.client.retries import DefaultPolicy


def connect(parameters):
    return SparkSession.builder.remote(f"{REMOTE}/;{parameters}").create()


class TrustedTest(unittest.TestCase):
    """The server's certificate is one that the client trusts."""

    def test_who_has_the_token_is_served(self):
        spark = connect("use_ssl=true;token=secret")
        try:
            self.assertEqual(spark.range(3).count(), 3)
        finally:
            spark.stop()

    def test_a_wrong_token_is_refused(self):
        with self.assertRaisesRegex(PySparkException, "asks for a token"):
            connect("use_ssl=true;token=wrong").range(3).count()

    def test_no_token_is_refused(self):
        with self.assertRaisesRegex(PySparkException, "asks for a token"):
            connect("use_ssl=true").range(3).count()


class UntrustedTest(unittest.TestCase):
    """The server's certificate is not one that the client trusts."""

    def test_the_client_does_not_talk_to_it(self):
        # One attempt: the client would go on for minutes.
        with mock.patch.object(core, "DefaultPolicy", lambda: DefaultPolicy(max_retries=0)):
            with self.assertRaises(PySparkException) as raised:
                connect("use_ssl=true;token=secret").range(3).count()
        self.assertRegex(str(raised.exception), "UNAVAILABLE|RETRIES_EXCEEDED|failed to connect")


if __name__ == "__main__":
    unittest.main()

"""How long a client that has just connected waits for its first answer. The figure is printed; no time is asserted."""

import time
import unittest

from client import new_session


class FirstAnswerTest(unittest.TestCase):
    def test_first_answer(self):
        begin = time.perf_counter()
        spark = new_session()
        connected = time.perf_counter()
        try:
            self.assertEqual(spark.range(10).count(), 10)
            answered = time.perf_counter()
        finally:
            spark.stop()
        print(
            f"# a new client's spark.range(10).count(): {(answered - connected) * 1000:.0f} ms,"
            f" and {(connected - begin) * 1000:.0f} ms before it for the session"
        )


if __name__ == "__main__":
    unittest.main()

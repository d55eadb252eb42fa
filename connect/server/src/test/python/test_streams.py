"""Streams over Connect, as programs of PySpark use them."""

import tempfile
import threading
import time
import unittest

from pyspark.errors import AnalysisException, StreamingQueryException
from pyspark.sql.functions import col, count, lit
from pyspark.sql.streaming import StreamingQueryListener

from client import eventually, new_session


class StreamsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.spark = new_session()

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()

    def tearDown(self):
        for query in self.spark.streams.active:
            query.stop()

    def rate(self, rows=100):
        return self.spark.readStream.format("rate").option("rowsPerSecond", rows).load()

    def memory(self, name, rows=100):
        return self.rate(rows).writeStream.format("memory").queryName(name).start()

    def test_another_session_sees_the_table_of_a_query(self):
        query = self.memory("seen")
        other = new_session()
        try:
            eventually(lambda: self.assertGreater(other.table("seen").count(), 0))
            self.assertEqual(other.streams.active, [])
        finally:
            other.stop()
        self.assertTrue(query.isActive)

    def test_what_a_query_says_of_itself(self):
        query = self.memory("told")
        eventually(lambda: self.assertIsNotNone(query.lastProgress))
        progress = query.lastProgress
        self.assertEqual(progress.name, "told")
        self.assertEqual(str(progress.id), query.id)
        self.assertEqual(str(progress.runId), query.runId)
        self.assertEqual(len(progress.sources), 1)
        self.assertEqual(progress.sink.description, "MemorySink[told]")
        self.assertIn(query.status["message"], ("Waiting for data to arrive", "Processing new data", "Running"))
        (active,) = self.spark.streams.active
        self.assertEqual((active.id, active.runId, active.name), (query.id, query.runId, "told"))
        self.assertEqual(self.spark.streams.get(query.id).runId, query.runId)
        self.assertIsNone(query.exception())
        query.explain()
        query.explain(True)
        query.stop()
        self.assertFalse(query.isActive)
        self.assertIsNone(self.spark.streams.get(query.id))
        self.assertTrue(query.awaitTermination(1))
        self.assertGreater(len(query.recentProgress), 0)

    def test_state_is_reported(self):
        query = (
            self.rate().groupBy((col("value") % 10).alias("k")).agg(count(lit(1)).alias("n"))
            .writeStream.format("noop").outputMode("update").start()
        )
        eventually(lambda: self.assertTrue(query.lastProgress and query.lastProgress.stateOperators[0].numRowsTotal == 10))
        (state,) = query.lastProgress.stateOperators
        self.assertEqual(state.operatorName, "stateStoreSave")
        self.assertGreater(state.numRowsUpdated, 0)
        self.assertGreater(state.memoryUsedBytes, 0)

    def test_triggers(self):
        for trigger in (
            {"processingTime": "100 milliseconds"},
            {"once": True},
            {"availableNow": True},
            {"continuous": "1 second"},
            {"realTime": "5 seconds"},
        ):
            with self.subTest(**trigger):
                query = self.rate().writeStream.format("noop").trigger(**trigger).start()
                if "once" in trigger or "availableNow" in trigger:
                    self.assertTrue(query.awaitTermination(20))
                else:
                    eventually(lambda: self.assertIsNotNone(query.lastProgress))
                query.stop()

    def test_a_wrong_trigger_is_refused(self):
        with self.assertRaises(Exception) as raised:
            self.rate().writeStream.format("noop").trigger(processingTime="soon").start()
        self.assertIn("soon", str(raised.exception))

    def test_a_failure_is_raised_where_it_is_waited_for_and_told_where_it_is_asked(self):
        query = (
            self.rate().select((lit(1) / (col("value") - 5)).alias("x")).writeStream.format("memory").queryName("failing").start()
        )
        with self.assertRaises(StreamingQueryException) as raised:
            query.awaitTermination(20)
        self.assertEqual(raised.exception.getCondition(), "STREAM_FAILED")
        self.assertEqual(raised.exception.getSqlState(), "XXKST")
        self.assertIn("DIVIDE_BY_ZERO", str(raised.exception))
        told = query.exception()
        self.assertIsInstance(told, StreamingQueryException)
        self.assertIn("DIVIDE_BY_ZERO", str(told))
        self.assertFalse(query.isActive)
        with self.assertRaises(StreamingQueryException):
            self.spark.streams.awaitAnyTermination(20)
        self.spark.streams.resetTerminated()
        self.assertFalse(self.spark.streams.awaitAnyTermination(0.1))

    def test_a_query_of_another_session_is_not_found(self):
        query = self.memory("mine")
        other = new_session()
        try:
            stranger = type(query)(other, query.id, query.runId, None)
            with self.assertRaises(Exception) as raised:
                stranger.isActive
            self.assertIn("STREAMING_QUERY_NOT_FOUND", str(raised.exception))
        finally:
            other.stop()
        late = type(query)(self.spark, query.id, "00000000-0000-0000-0000-000000000000", None)
        with self.assertRaises(Exception) as raised:
            late.isActive
        self.assertIn("STREAMING_QUERY_RUN_ID_MISMATCH", str(raised.exception))

    def test_queries_end_with_their_session(self):
        session = new_session()
        session.readStream.format("rate").load().writeStream.format("memory").queryName("brief").start()
        session.stop()
        # The name is free again.
        eventually(lambda: self.memory("brief").stop())

    def test_to_table(self):
        query = self.rate().writeStream.toTable("kept", checkpointLocation=self.temporary())
        eventually(lambda: self.assertGreater(self.spark.table("kept").count(), 0))
        query.stop()
        self.spark.sql("DROP TABLE kept")

    def temporary(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        return directory.name

    def test_functions_in_python_are_refused_by_name(self):
        for write, name in (
            (lambda: self.rate().writeStream.foreachBatch(lambda df, epoch: None).start(), "foreachBatch"),
            (lambda: self.rate().writeStream.foreach(lambda row: None).start(), "foreach("),
        ):
            with self.assertRaises(Exception) as raised:
                write()
            self.assertIn("NOT_YET_SUPPORTED", str(raised.exception))
            self.assertIn(name, str(raised.exception))

    def test_two_queries_of_one_name(self):
        self.memory("twice")
        with self.assertRaises(Exception) as raised:
            self.memory("twice")
        self.assertIn("twice", str(raised.exception))

    def test_an_output_mode_that_does_not_fit(self):
        with self.assertRaises(AnalysisException) as raised:
            self.rate().groupBy("value").count().writeStream.format("noop").outputMode("append").start()
        self.assertEqual(raised.exception.getCondition(), "STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION")

    def test_waiting_ends_when_the_client_interrupts_it(self):
        query = self.memory("waited")
        raised = []

        def wait():
            self.spark.addTag("waiting")
            try:
                query.awaitTermination()
            except Exception as e:
                raised.append(e)

        waiting = threading.Thread(target=wait)
        waiting.start()
        eventually(lambda: self.assertEqual(len(self.spark.interruptTag("waiting")), 1))
        waiting.join(20)
        self.assertFalse(waiting.is_alive())
        self.assertIn("OPERATION_CANCELED", str(raised[0]))
        self.assertTrue(query.isActive)

    def test_a_watermark_moves(self):
        query = (
            self.rate(1000).withWatermark("timestamp", "0 seconds").groupBy("timestamp").count()
            .writeStream.format("memory").queryName("marked").outputMode("append").start()
        )
        eventually(lambda: self.assertGreater(self.spark.table("marked").count(), 0))
        self.assertIn("watermark", query.lastProgress.eventTime)


class Ears(StreamingQueryListener):
    def __init__(self):
        self.started, self.progress, self.terminated = [], [], []

    def onQueryStarted(self, event):
        self.started.append(event)

    def onQueryProgress(self, event):
        self.progress.append(event)

    def onQueryTerminated(self, event):
        self.terminated.append(event)


class ListenersTest(unittest.TestCase):
    def setUp(self):
        self.spark = new_session()
        self.ears = Ears()
        self.spark.streams.addListener(self.ears)

    def tearDown(self):
        self.spark.stop()

    def test_a_listener_hears_of_start_progress_and_end(self):
        query = self.spark.readStream.format("rate").load().writeStream.format("noop").queryName("heard").start()
        self.assertEqual([str(e.runId) for e in self.ears.started], [query.runId])
        self.assertEqual(self.ears.started[0].name, "heard")
        eventually(lambda: self.assertGreater(len(self.ears.progress), 0))
        self.assertEqual(str(self.ears.progress[0].progress.id), query.id)
        query.stop()
        eventually(lambda: self.assertEqual(len(self.ears.terminated), 1))
        self.assertIsNone(self.ears.terminated[0].exception)

    def test_the_end_is_heard_of_before_stop_returns(self):
        query = self.spark.readStream.format("rate").load().writeStream.format("noop").start()
        query.stop()
        self.assertEqual([str(e.runId) for e in self.ears.terminated], [query.runId])
        self.spark.streams.removeListener(self.ears)

    def test_a_listener_hears_of_a_failure(self):
        rate = self.spark.readStream.format("rate").option("rowsPerSecond", 100).load()
        rate.select(lit(1) / (col("value") - 5)).writeStream.format("noop").start()
        eventually(lambda: self.assertEqual(len(self.ears.terminated), 1))
        self.assertIn("DIVIDE_BY_ZERO", self.ears.terminated[0].exception)
        self.assertEqual(self.ears.terminated[0].errorClassOnException, "DIVIDE_BY_ZERO")

    def test_a_listener_hears_of_its_own_session_only(self):
        other = new_session()
        other.readStream.format("rate").load().writeStream.format("noop").start()
        time.sleep(1.5)
        other.stop()
        self.assertEqual(self.ears.started + self.ears.progress + self.ears.terminated, [])

    def test_listeners_can_be_added_again(self):
        self.spark.streams.removeListener(self.ears)
        self.spark.streams.addListener(self.ears)
        query = self.spark.readStream.format("rate").load().writeStream.format("noop").start()
        query.stop()
        eventually(lambda: self.assertEqual(len(self.ears.terminated), 1))

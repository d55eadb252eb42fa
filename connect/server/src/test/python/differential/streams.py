"""Streaming programs, fed batch by batch, and what each batch gives.

A program is a small function of `Inputs`, whose streams it makes a result of. It runs in the memory sink while one file after the other
is written into the folders that its sources watch. After each file the runner waits until the query has taken it (and, where the
watermark moved, the batch without data that follows) and looks at the table: what is new in it, or, in output mode `complete`, all of it.
"""

import collections
import json
import os
import uuid

from pyspark.errors import AnalysisException

from differential import Batches, snippet, text

EVENTS = "t TIMESTAMP, k STRING, v INT, x DOUBLE"
SHOWN = "lt TIMESTAMP, id INT, l STRING"
CLICKED = "rt TIMESTAMP, rid INT, r STRING"
ONE_PARTITION = {"spark.sql.shuffle.partitions": "1"}  # Spark's batches are the faster for it, and the rows the same
SCHEMAS = {"events": EVENTS, "others": EVENTS, "shown": SHOWN, "clicked": CLICKED}


def rows(schema, *values):
    """Rows as JSON has them; a number for a timestamp counts the seconds after eight o'clock."""
    names = [field.split()[0] for field in schema.split(", ")]
    return [{n: at(v) if n in ("t", "lt", "rt") else v for n, v in zip(names, row)} for row in values]


def at(second):
    return None if second is None else f"2026-03-01T08:{second // 60:02d}:{second % 60:02d}Z"


ONE_STREAM = [
    {"events": rows(EVENTS, (1, "a", 1, 1.5), (4, "b", 2, 2.5), (12, "a", 3, -1.0))},
    {"events": rows(EVENTS, (15, "b", 4, 0.25), (3, "a", 5, None), (22, "c", 6, 4.0), (22, "c", 6, 4.0))},
    {"events": rows(EVENTS, (31, "a", 7, 3.5), (9, "b", 8, 1.0), (25, None, 9, 2.0), (26, "c", None, 0.5))},
    {"events": rows(EVENTS, (48, "b", 10, 7.5), (18, "a", 11, 1.0), (33, "a", 12, -2.5))},
    {"events": rows(EVENTS, (47, "c", 13, 0.0), (70, "a", 14, 5.0), (2, "a", 15, 9.0))},
    {"events": rows(EVENTS, (71, "b", 16, 1.0), (95, "a", 17, 2.0), (60, "b", 18, 3.0))},
]

TWO_STREAMS = [
    {"shown": rows(SHOWN, (1, 1, "x"), (3, 2, "y"), (10, 3, "z")), "clicked": rows(CLICKED, (2, 1, "p"), (8, 2, "q"))},
    {"clicked": rows(CLICKED, (12, 3, "r"), (14, 1, "s"), (5, 4, "t"))},
    {"shown": rows(SHOWN, (15, 4, "u"), (16, 1, "v"), (30, 5, "w"))},
    {"clicked": rows(CLICKED, (31, 5, "a"), (33, 1, "b"), (4, 2, "late"))},
    {"shown": rows(SHOWN, (50, 6, "k"), (20, 3, "m"), (33, 2, None))},
    {"clicked": rows(CLICKED, (55, 6, "c"), (70, 7, "d"), (49, 6, "e"))},
    {"shown": rows(SHOWN, (72, 7, "n"), (90, 8, "o"), (71, None, "?"))},
    {"clicked": rows(CLICKED, (91, 8, "f"))},
]

TWO_OF_A_KIND = [
    {"events": rows(EVENTS, (1, "a", 1, 1.0), (12, "b", 2, 2.0)), "others": rows(EVENTS, (5, "a", 10, 1.0))},
    {"events": rows(EVENTS, (30, "a", 3, 3.0), (2, "b", 4, 4.0))},
    {"others": rows(EVENTS, (8, "b", 20, 2.0), (21, "a", 30, 3.0))},
    {"events": rows(EVENTS, (14, "a", 5, 5.0), (55, "c", 6, 6.0))},
    {"others": rows(EVENTS, (50, "a", 40, 4.0), (13, "b", 50, 5.0))},
]


class Inputs:
    """The sources of one run of a program: folders, read as streams or, with `streaming` off, as tables of what is there."""

    def __init__(self, spark, feed, folder, streaming=True):
        self.spark = spark
        self.streaming = streaming
        self.feed = feed
        self.folder = folder
        self.written = 0

    def read(self, name):
        reader = self.spark.readStream.option("maxFilesPerTrigger", 1) if self.streaming else self.spark.read
        return reader.schema(SCHEMAS[name]).json(f"{self.folder}/{name}")

    @property
    def events(self):
        return self.read("events")

    @property
    def others(self):
        return self.read("others")

    @property
    def shown(self):
        return self.read("shown")

    @property
    def clicked(self):
        return self.read("clicked")

    def timed(self, delay="10 seconds"):
        return self.events.withWatermark("t", delay)

    def view(self, name, frame):
        """The name of a view of the frame, for programs in SQL."""
        unique = f"{name}_{uuid.uuid4().hex[:8]}"
        frame.createOrReplaceTempView(unique)
        return unique

    def make_folders(self):
        for step in self.feed:
            for name in step:
                os.makedirs(f"{self.folder}/{name}", exist_ok=True)

    def write(self, step):
        """Files come into being whole: they are written beside the folder and moved into it."""
        for name, values in step.items():
            hidden = f"{self.folder}/{self.written}.part"
            with open(hidden, "w", encoding="utf-8") as out:
                out.writelines(json.dumps(row) + "\n" for row in values)
            os.utime(hidden, (1_700_000_000 + self.written, 1_700_000_000 + self.written))
            os.rename(hidden, f"{self.folder}/{name}/{self.written:03d}.json")
            self.written += 1


def program(function=None, *, mode="append", feed=None, conf=None, name=None, backlog=False):
    """Registers a program. `backlog`: all files are there at the start and taken one after the other, with trigger `availableNow`."""

    def register(f):
        def run(spark):
            inputs = Inputs(spark, feed or ONE_STREAM, spark.folder)
            return (of_backlog if backlog else of_steps)(spark, f, inputs, mode)

        return snippet(named(run, f, name), conf={**ONE_PARTITION, **(conf or {})})

    return register(function) if function else register


def beyond(function=None, *, mode="update", feed=None, name=None):
    """Registers a program that Spark refuses. What it has to give after each file is what Spark's batch query gives over all rows so
    far, and is recorded together with the refusal. Here it runs into a table that follows the result."""

    def register(f):
        def run(spark):
            if spark.recording:
                return of_batch_query(spark, f, feed or ONE_STREAM, mode)
            return of_table(spark, f, Inputs(spark, feed or ONE_STREAM, spark.folder), mode)

        return snippet(named(run, f, name))

    return register(function) if function else register


def named(run, f, name):
    run.__name__ = name or f.__name__
    run.__module__ = f.__module__
    return run


def start(spark, frame, mode, **trigger):
    name = "stream_" + uuid.uuid4().hex[:8]
    writer = frame.writeStream.format("memory").queryName(name).outputMode(mode)
    return name, (writer.trigger(**trigger) if trigger else writer).start()


def of_steps(spark, f, inputs, mode):
    inputs.make_folders()
    inputs.write(inputs.feed[0])
    frame = f(inputs)
    name, query = start(spark, frame, mode)
    batches = []
    try:
        before = collections.Counter()
        for i, step in enumerate(inputs.feed):
            if i > 0:
                assert len(step) == 1, "two files could be taken by two batches"
                inputs.write(step)
            query.processAllAvailable()
            now = collections.Counter(text(row) for row in spark.table(name).collect())
            batches.append(list((now if mode == "complete" else now - before).elements()))
            assert mode == "complete" or not before - now, "a row of an append-only table went away"
            before = now
    finally:
        query.stop()
    return Batches(frame.schema, batches)


def of_backlog(spark, f, inputs, mode):
    inputs.make_folders()
    for step in inputs.feed:
        inputs.write(step)
    frame = f(inputs)
    name, query = start(spark, frame, mode, availableNow=True)
    query.awaitTermination(120)
    return Batches(frame.schema, [[text(row) for row in spark.table(name).collect()]])


def of_table(spark, f, inputs, mode):
    """Into a table that is always the result so far."""
    inputs.make_folders()
    inputs.write(inputs.feed[0])
    frame = f(inputs)
    name = "result_" + uuid.uuid4().hex[:8]
    query = frame.writeStream.outputMode(mode).option("checkpointLocation", inputs.folder + "/checkpoint").toTable(name)
    batches = []
    try:
        for i, step in enumerate(inputs.feed):
            if i > 0:
                inputs.write(step)
            query.processAllAvailable()
            batches.append([text(row) for row in spark.table(name).collect()])
    finally:
        query.stop()
        spark.sql(f"DROP TABLE {name}")
    return Batches(frame.schema, batches)


def of_batch_query(spark, f, feed, mode):
    """What a batch query gives over the rows so far, for a program that the engine refuses as a stream."""
    refusal = refused(spark, f, Inputs(spark, feed, spark.folder + "/refused"), mode)
    inputs = Inputs(spark, feed, spark.folder, streaming=False)
    inputs.make_folders()
    batches = []
    for step in feed:
        inputs.write(step)
        frame = f(inputs)
        batches.append([text(row) for row in frame.collect()])
    return Batches(frame.schema, batches, refusal)


def refused(spark, f, inputs, mode):
    try:
        of_steps(spark, f, inputs, mode)
    except AnalysisException as error:
        return error.getMessage().splitlines()[0]
    except Exception as error:  # noqa: BLE001: some refusals come when the query runs
        return f"{type(error).__name__}: {str(error).splitlines()[0]}"
    raise AssertionError("Spark runs it: make it a program")

"""Runs the snippets against a Spark Connect server and compares what they give with the recordings.

    python -m differential.run --remote sc://localhost:15002            the diff of every snippet that differs, and the counts
    python -m differential.run --remote sc://localhost:15002 --record   against a real Spark 4.2: records anew
    python -m differential.run ... -k 'join|window'                     only snippets whose family.name has a match
"""

import argparse
import collections
import importlib
import json
import logging
import os
import pathlib
import re
import sys
import time

os.environ["TZ"] = "UTC"
time.tzset()

from pyspark.sql import SparkSession  # noqa: E402

import differential  # noqa: E402
from differential import tables  # noqa: E402

HERE = pathlib.Path(__file__).parent
RECORDED = HERE / "recorded"


def main():
    options = arguments()
    chosen = snippets(options.k)
    logging.disable(logging.ERROR)  # the client logs each error that it raises; here they are answers
    spark = SparkSession.builder.remote(options.remote).getOrCreate()
    tables.create(spark)
    failed = record(spark, chosen) if options.record else compare(spark, chosen, options)
    spark.stop()
    sys.exit(1 if failed else 0)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--remote", required=True, help="sc://host:port")
    parser.add_argument("--record", action="store_true", help="write the recordings")
    parser.add_argument("-k", default="", help="a regular expression of family.name")
    parser.add_argument("--parameters", action="store_true", help="compare the parameters of errors too")
    parser.add_argument("--quiet", action="store_true", help="names and counts only")
    return parser.parse_args()


def snippets(pattern):
    for module in sorted((HERE / "snippets").glob("[a-z]*.py")):
        importlib.import_module(f"differential.snippets.{module.stem}")
    return [s for s in differential.SNIPPETS if re.search(pattern, str(s))]


def gaps():
    """What is known to differ, by name."""
    lines = (HERE / "gaps.txt").read_text(encoding="utf-8").splitlines()
    return {line.split()[0] for line in lines if line and not line.startswith("#")}


def record(spark, chosen):
    """Writes one file for each family, one line for each snippet. Those that were not chosen keep theirs."""
    wrong = 0
    families = collections.defaultdict(dict)
    for one in chosen:
        began = time.monotonic()
        try:
            seen = differential.observe(spark, one, recording=True)
        except Exception as error:  # noqa: BLE001: a mistake in a snippet must not end the recording
            print(f"{one}: {type(error).__name__}: {error}")
            wrong += 1
            continue
        if one.fails != ("error" in seen):
            print(f"{one}: {'does not fail' if one.fails else 'fails'}: {seen}")
            wrong += 1
        families[one.family][one.name] = seen
        if time.monotonic() - began > 10:
            print(f"{one}: took {time.monotonic() - began:.0f} s")
    known = {str(s) for s in differential.SNIPPETS}
    for family, answers in families.items():
        kept = {k: v for k, v in recorded(family).items() if f"{family}.{k}" in known}
        lines = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in sorted({**kept, **answers}.items())]
        (RECORDED / f"{family}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"{sum(map(len, families.values()))} recorded, {wrong} wrong")
    return wrong


def compare(spark, chosen, options):
    """Prints what differs and, at the end, one line of counts."""
    failed = 0
    for one in chosen:
        expected = recorded(one.family).get(one.name)
        try:
            found = differential.observe(spark, one)
        except Exception as error:  # noqa: BLE001: whatever the server does, the other snippets run
            found = {"broken": f"{type(error).__name__}: {error}"}
        lines = (
            differential.differences(one, expected, found, options.parameters) if expected else ["is not recorded"]
        )
        if lines:
            failed += 1
            print(f"DIFFERS {one}")
            if not options.quiet:
                print("\n".join(f"    {line}" for line in lines), flush=True)
    errors = sum(s.fails for s in chosen)
    print(f"{len(chosen)} snippets, of which {errors} must fail: {len(chosen) - failed} passed, {failed} failed")
    return failed


RECORDINGS = {}


def recorded(family):
    if family not in RECORDINGS:
        file = RECORDED / f"{family}.json"
        RECORDINGS[family] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return RECORDINGS[family]


if __name__ == "__main__":
    main()

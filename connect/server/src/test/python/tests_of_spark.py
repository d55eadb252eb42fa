"""Takes Spark's own tests of streams over Connect out of its package for Python.

python tests_of_spark.py DOWNLOAD TARGET TESTS

The small package, which is all a user needs, does not have them; the large one does, in an archive of what it ships to workers. Here they go beside
the installed client, where they expect to be. They read files by a path relative to Spark's sources, in the server; that of our files is put in instead.
"""

import io
import pathlib
import sys
import tarfile
import zipfile

import pyspark

WANTED = (
    "pyspark/sql/tests/__init__.py",
    "pyspark/sql/tests/streaming/__init__.py",
    "pyspark/sql/tests/streaming/test_streaming.py",
    "pyspark/sql/tests/streaming/test_streaming_listener.py",
    "pyspark/sql/tests/connect/__init__.py",
    "pyspark/sql/tests/connect/streaming/__init__.py",
    "pyspark/sql/tests/connect/streaming/test_parity_streaming.py",
    "pyspark/sql/tests/connect/streaming/test_parity_listener.py",
)


def main(download, target, tests):
    installed = pathlib.Path(pyspark.__file__).parent.parent
    (package,) = pathlib.Path(download).glob("pyspark-*.tar.gz")
    with tarfile.open(package) as outer:
        (name,) = (name for name in outer.getnames() if name.endswith("/lib/pyspark.zip"))
        archive = zipfile.ZipFile(io.BytesIO(outer.extractfile(name).read()))
    for wanted in WANTED:
        text = archive.read(wanted).decode().replace('"python/test_support/', f'"{tests}/test_support/')
        file = installed / wanted
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    package.unlink()
    pathlib.Path(target).touch()


if __name__ == "__main__":
    main(*sys.argv[1:])

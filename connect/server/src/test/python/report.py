"""Runs modules of tests and tells of each test on standard output, for the JUnit suite that asked for it.

python report.py [--without NAME]... MODULE...

A line of the report begins with @@, then comes a JSON list: what became of the test (passed, skipped, failed), its name, and what there is to say.
"""

import json
import sys
import traceback
import unittest


def tell(outcome, test, text=""):
    name = test.id() if isinstance(test, unittest.TestCase) else str(test)
    # In one piece and on a line of its own, whatever other threads print.
    sys.stdout.write("\n@@" + json.dumps([outcome, name, text]) + "\n")
    sys.stdout.flush()


class Report(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.subtests_failed = set()

    def startTest(self, test):
        super().startTest(test)
        print(f"{test.id()} ...", flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        if test.id() not in self.subtests_failed:
            tell("passed", test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        tell("skipped", test, reason)

    def addError(self, test, err):
        super().addError(test, err)
        tell("failed", test, "".join(traceback.format_exception(*err)))

    def addFailure(self, test, err):
        super().addFailure(test, err)
        tell("failed", test, "".join(traceback.format_exception(*err)))

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.subtests_failed.add(test.id())
            tell("failed", test, "".join(traceback.format_exception(*err)))


def flat(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flat(test)
        else:
            yield test


def main(arguments):
    without = set()
    modules = []
    while arguments:
        argument = arguments.pop(0)
        if argument == "--without":
            without.add(arguments.pop(0))
        else:
            modules.append(argument)
    tests = list(flat(unittest.defaultTestLoader.loadTestsFromNames(modules)))
    known = {test.id().rsplit(".", 1)[-1] for test in tests}
    for name in sorted(without - known):
        tell("failed", name, "there is no test of this name to leave out")
    chosen = [test for test in tests if test.id().rsplit(".", 1)[-1] not in without]
    unittest.TestSuite(chosen).run(Report())


if __name__ == "__main__":
    main(sys.argv[1:])

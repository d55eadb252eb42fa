/// The real clients against the server: PySpark, installed in the build folder, runs tests written in Python.
///
/// Each Python test is a JUnit test. Start reading at [dev.penstock.connect.server.python.PythonTests].
@NullMarked
package dev.penstock.connect.server.python;

import org.jspecify.annotations.NullMarked;

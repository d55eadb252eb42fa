/// Streams as programs of PySpark see them: unmodified clients in processes of their own, a real server and a real broker. Start reading at
/// [dev.penstock.bench.connect.ConnectBenchmark].
@NullMarked
package dev.penstock.bench.connect;

import org.jspecify.annotations.NullMarked;

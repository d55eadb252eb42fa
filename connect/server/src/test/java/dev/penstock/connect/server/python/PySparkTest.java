package dev.penstock.connect.server.python;

import static dev.penstock.connect.server.python.PythonTests.require;

import dev.penstock.Penstock;
import dev.penstock.connect.server.ConnectServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// PySpark, unmodified, against the server: our own tests in `src/test/python`, and those that Spark ships for its own server.
class PySparkTest {
    /// Tests of Spark of streams that do not run here yet, by what they need.
    private static final List<String> NOT_YET = List.of(
            // Python functions in the server.
            "test_stream_status_and_progress", "test_stream_exception",
            // Format parquet.
            "test_invalid_names", "test_name_before_format", "test_name_method_chaining",
            "test_name_with_different_formats", "test_name_with_valid_names",
            "test_query_manager_await_termination", "test_stream_await_termination",
            "test_stream_save_options", "test_stream_save_options_overwrite",
            "test_streaming_read_from_table", "test_streaming_with_temporary_view",
            // Tables that are clustered by columns.
            "test_streaming_write_to_table_cluster_by");
    /// Tests of Spark of listeners that do not run here yet, by what they need.
    private static final List<String> NOT_YET_OF_LISTENERS = List.of(
            // Observed metrics of a stream.
            "test_listener_events_spark_command", "test_listener_observed_metrics",
            "test_streaming_progress");

    private final Penstock penstock = Penstock.open();
    private ConnectServer server;

    @BeforeEach
    void start(@TempDir Path artifacts) throws IOException {
        server = ConnectServer.builder(penstock).port(0).artifactDirectory(artifacts).start();
    }

    @AfterEach
    void stop() {
        server.close();
        penstock.close();
    }

    private Map<String, String> environment() {
        return Map.of("SPARK_CONNECT_TESTING_REMOTE", "sc://localhost:" + server.port(),
                "SPARK_TESTING", "1",
                "SPARK_HOME", PythonEnvironment.home().toString());
    }

    private Stream<DynamicTest> run(List<String> without, String... modules) {
        var python = PythonEnvironment.shared();
        require(python.problem());
        return PythonTests.run(python, environment(), without, List.of(modules));
    }

    @TestFactory
    Stream<DynamicTest> streamsOverConnect() {
        return run(List.of(), "test_streams");
    }

    /// Snippets whose answers a real Spark was asked for; those that are known to differ are skipped.
    @TestFactory
    Stream<DynamicTest> sparksAnswers() {
        return run(List.of(), "test_differential");
    }

    @TestFactory
    Stream<DynamicTest> sparksOwnTestsOfStreams() {
        return ofSpark(NOT_YET, "test_parity_streaming");
    }

    @TestFactory
    Stream<DynamicTest> sparksOwnTestsOfListeners() {
        return ofSpark(NOT_YET_OF_LISTENERS, "test_parity_listener");
    }

    private Stream<DynamicTest> ofSpark(List<String> without, String module) {
        var python = PythonEnvironment.shared();
        require(python.problem().or(python::addTestsOfSpark));
        return run(without, "pyspark.sql.tests.connect.streaming." + module);
    }
}

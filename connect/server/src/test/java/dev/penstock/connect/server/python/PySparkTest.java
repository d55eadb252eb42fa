package dev.penstock.connect.server.python;

import static dev.penstock.connect.server.python.PythonTests.require;

import dev.penstock.Penstock;
import dev.penstock.connect.server.ConnectServer;
import dev.penstock.connect.server.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
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
        return environment(server.port());
    }

    private static Map<String, String> environment(int port) {
        return Map.of("SPARK_CONNECT_TESTING_REMOTE", "sc://localhost:" + port,
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

    /// As of a server that has been started by the command, which asks itself first.
    @TestFactory
    Stream<DynamicTest> theFirstAnswer() {
        server.warmUp();
        return run(List.of(), "test_first_answer");
    }

    @TestFactory
    Stream<DynamicTest> overTls(@TempDir Path directory) throws Exception {
        var python = PythonEnvironment.shared();
        require(python.problem());
        var ours = TestCertificate.make(directory, "ours");
        var another = TestCertificate.make(directory, "another");
        try (var guarded = ConnectServer.builder(penstock).port(0).token("secret")
                .tls(ours.certificate(), ours.key()).start()) {
            return Stream.concat(
                    PythonTests.run(python, trusting(ours, guarded.port()), List.of(),
                            List.of("test_tls.TrustedTest")),
                    PythonTests.run(python, trusting(another, guarded.port()), List.of(),
                            List.of("test_tls.UntrustedTest")));
        }
    }

    private static Map<String, String> trusting(TestCertificate certificate, int port) {
        var environment = new HashMap<>(environment(port));
        environment.put("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", certificate.certificate().toString());
        return environment;
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

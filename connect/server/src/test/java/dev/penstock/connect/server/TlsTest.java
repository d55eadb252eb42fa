package dev.penstock.connect.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.Penstock;
import io.grpc.ChannelCredentials;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server with a certificate lets in. What PySpark makes of it is in `PySparkTest`.
class TlsTest {
    @TempDir
    private static Path directory = Path.of("");
    private static TestCertificate ours;
    private static TestCertificate another;

    private final Penstock penstock = Penstock.open();

    @BeforeAll
    static void makeCertificates() throws Exception {
        ours = TestCertificate.make(directory, "ours");
        another = TestCertificate.make(directory, "another");
    }

    @AfterEach
    void stop() {
        penstock.close();
    }

    private ConnectServer server(Path certificate, Path key) throws IOException {
        return ConnectServer.builder(penstock).port(0).tls(certificate, key).start();
    }

    private static TestClient client(int port, ChannelCredentials credentials) {
        return new TestClient(
                NettyChannelBuilder.forAddress("localhost", port, credentials).build(),
                UUID.randomUUID().toString());
    }

    private static ChannelCredentials trusting(TestCertificate certificate) throws IOException {
        return TlsChannelCredentials.newBuilder()
                .trustManager(certificate.certificate().toFile()).build();
    }

    private static void assertNotLetIn(TestClient client) {
        try (client) {
            var error = catchThrowableOfType(StatusRuntimeException.class,
                    () -> client.run(TestClient.range(1)));
            assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void whoTrustsTheCertificateIsServed() throws IOException {
        try (var server = server(ours.certificate(), ours.key());
                var client = client(server.port(), trusting(ours))) {
            assertThat(TestClient.rows(client.run(TestClient.range(3)))).hasSize(3);
        }
    }

    @Test
    void whoTrustsAnotherOneOrDoesNotEncryptIsNot() throws IOException {
        try (var server = server(ours.certificate(), ours.key())) {
            assertNotLetIn(client(server.port(), trusting(another)));
            assertNotLetIn(new TestClient(server.port()));
            assertThat(server.sessionCount()).isZero();
        }
    }

    @Test
    void filesThatAreNoneAreNamed() throws IOException {
        var missing = directory.resolve("missing.pem");
        assertThatThrownBy(() -> server(missing, ours.key())).isInstanceOf(IOException.class)
                .hasMessageContaining(missing.toString());
        var garbage = Files.writeString(directory.resolve("garbage.pem"), "no certificate");
        assertThatThrownBy(() -> server(garbage, ours.key())).isInstanceOf(IOException.class)
                .hasMessageContaining(garbage.toString());
        assertThatThrownBy(() -> server(ours.certificate(), garbage))
                .isInstanceOf(IOException.class).hasMessageContaining(garbage.toString());
    }
}

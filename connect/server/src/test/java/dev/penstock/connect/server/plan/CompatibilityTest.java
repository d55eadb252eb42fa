package dev.penstock.connect.server.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Penstock;
import dev.penstock.connect.server.artifact.Artifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompatibilityTest {
    private static final Path DOCUMENT = Path.of("../../docs/compatibility.md");

    @Test
    void theDocumentSaysWhatTheServerTakes(@TempDir Path directory) throws IOException {
        try (var penstock = Penstock.open();
                var artifacts = new Artifacts(directory.resolve("artifacts"), 1 << 20)) {
            // when every message is tried
            var document = new Compatibility(penstock.newSession(), artifacts).document();
            // then the document lists what happened
            if (Boolean.getBoolean("compatibility.write")) {
                Files.writeString(DOCUMENT, document);
            }
            assertThat(DOCUMENT).as("run this test with -Dcompatibility.write=true").content()
                    .isEqualTo(document);
        }
    }
}

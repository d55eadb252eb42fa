package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/// The demonstration, as a newcomer runs it, but shorter.
class DemoTest {
    @Test
    void runsAndGivesAnAccount() {
        var out = new StringWriter();
        var line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));

        int exitCode = line.execute("demo", "--seconds", "3", "--rate", "200");

        assertThat(out.toString()).contains("SELECT key, count FROM counts ORDER BY key")
                .contains("lost 0, duplicated 0")
                .containsPattern("rows in +[1-9]").containsPattern("latency +p50");
        assertThat(exitCode).isZero();
    }
}

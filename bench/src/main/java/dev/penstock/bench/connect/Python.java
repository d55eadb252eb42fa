package dev.penstock.bench.connect;

import dev.penstock.bench.Child;
import dev.penstock.bench.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A virtual environment with PySpark: that of the tests when they have made one, or one of our own.
final class Python {
    private Python() {}

    /// Its interpreter.
    static Path of(Setting setting) throws IOException, InterruptedException {
        var tests = setting.home().resolve("connect/server/target/python");
        if (Files.exists(tests.resolve("requirements.txt"))) {
            return tests.resolve("bin/python");
        }
        var own = setting.home().resolve("target/bench-python");
        var interpreter = own.resolve("bin/python");
        var stamp = own.resolve("ready");
        if (!Files.exists(stamp)) {
            setting.report().progress("installing PySpark into " + own);
            run(setting, List.of("python3", "-m", "venv", "--clear", own.toString()));
            run(setting, List.of(interpreter.toString(), "-m", "pip", "install", "-q", "-r",
                    setting.home().resolve("connect/server/src/test/python/requirements.txt")
                            .toString()));
            Files.createFile(stamp);
        }
        return interpreter;
    }

    private static void run(Setting setting, List<String> command)
            throws IOException, InterruptedException {
        try (var child = Child.start(setting, "python", command)) {
            if (child.awaitEnd() != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
        }
    }
}

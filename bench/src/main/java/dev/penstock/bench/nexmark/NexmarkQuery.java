package dev.penstock.bench.nexmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/// A query of the suite: `q0` to `q23`. `mode` is the output mode in which it is measured; `compared` are the columns in which results of two
/// runs have to agree, which is `*` unless the query reads the clock.
public record NexmarkQuery(String name, String title, String mode, String compared, String sql) {
    private static final int QUERIES = 24;

    /// All of them, in order.
    public static List<NexmarkQuery> all() {
        return IntStream.range(0, QUERIES).mapToObj(i -> read("q" + i)).toList();
    }

    /// The query of a name.
    ///
    /// @throws IllegalArgumentException when there is none
    public static NexmarkQuery named(String name) {
        return all().stream().filter(query -> query.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no query " + name));
    }

    private static NexmarkQuery read(String name) {
        try (var file = NexmarkQuery.class.getResourceAsStream(name + ".sql")) {
            if (file == null) {
                throw new IllegalStateException("no file for " + name);
            }
            var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            var title = text.substring(3, text.indexOf('\n'));
            return new NexmarkQuery(name, title, setting(text, "mode", "append"),
                    setting(text, "compare", "*"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a comment line `-- NAME: VALUE` says.
    private static String setting(String text, String name, String ifAbsent) {
        var prefix = "-- " + name + ": ";
        return text.lines().filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length())).findFirst().orElse(ifAbsent);
    }
}

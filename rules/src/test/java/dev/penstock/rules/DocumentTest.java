package dev.penstock.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the documents name is there.
class DocumentTest {
    /// A word in backticks that is written as classes are: a capital, and small letters.
    private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)`");
    private static final Set<String> OF_THE_JDK = Set.of("ServiceLoader");

    @Test
    void theClassesThatDocumentsNameExist() throws IOException {
        var known = new HashSet<>(Sources.parse().classes());
        known.addAll(OF_THE_JDK);
        var missing = new ArrayList<String>();
        int named = 0;
        for (var document : List.of("ARCHITECTURE.md", "CONTRIBUTING.md")) {
            var matcher = CLASS.matcher(Files.readString(Sources.root().resolve(document)));
            while (matcher.find()) {
                named++;
                if (!known.contains(matcher.group(1))) {
                    missing.add(document + ": " + matcher.group(1));
                }
            }
        }
        assertThat(named).as("classes named").isGreaterThan(20);
        assertThat(missing).isEmpty();
    }
}

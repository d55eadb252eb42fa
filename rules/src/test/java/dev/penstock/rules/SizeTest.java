package dev.penstock.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tails are short: files of at most 800 lines, inheritance of at most one level.
class SizeTest {
    private static final int MAX_LINES = 800;

    @Test
    void noFileIsLongerThanAnyoneReads() throws IOException {
        var tooLong = new ArrayList<String>();
        for (var file : sources()) {
            try (var lines = Files.lines(file)) {
                long count = lines.count();
                if (count > MAX_LINES) {
                    tooLong.add(file + ": " + count);
                }
            }
        }
        assertThat(tooLong)
                .as("files of more than " + MAX_LINES + " lines; which second idea has moved in?")
                .isEmpty();
    }

    @Test
    void inheritanceOfImplementationIsOneLevelDeep() {
        var tooDeep = new ArrayList<String>();
        for (var type : House.CLASSES) {
            var parent = type.getRawSuperclass();
            if (parent.isPresent() && parent.get().getPackageName().startsWith("dev.penstock")) {
                var grandparent = parent.get().getRawSuperclass();
                if (grandparent.isPresent()
                        && grandparent.get().getPackageName().startsWith("dev.penstock")
                        && !isOfStaticFunctions(grandparent.get())) {
                    tooDeep.add(type.getName());
                }
            }
        }
        assertThat(tooDeep).isEmpty();
    }

    /// Classes without state and behaviour, such as those over `Functions`: Java inherits static functions from classes only.
    private static boolean isOfStaticFunctions(JavaClass type) {
        return type.getFields().isEmpty()
                && type.getMethods().stream()
                        .allMatch(method -> method.getModifiers().contains(JavaModifier.STATIC));
    }

    private static List<Path> sources() throws IOException {
        var root = Path.of("").toAbsolutePath().getParent();
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/")).toList();
        }
    }
}

package dev.penstock.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Tails are short: files of at most 800 lines, methods of at most 70 lines and 7 parameters, inheritance of at most one level.
class SizeTest {
    private static final int MAX_LINES = 800;
    private static final int MAX_METHOD_LINES = 70;
    private static final int MAX_PARAMETERS = 7;
    /// Longer ones, with their lines, which may only shrink. Both are lists of rows, and read as such.
    private static final Map<String, Integer> LONG_METHODS = Map.of(
            "AggregateFunctions.rows", 82,
            "DatetimeFunctions.conversions", 73);

    /// Spark's names for what a user's program extends, or extends a part of.
    private static final Set<String> EXTENDED_BY_USERS = Set.of("StatefulProcessor");

    @Test
    void noFileIsLongerThanAnyoneReads() throws IOException {
        var tooLong = new ArrayList<String>();
        for (var file : Sources.files()) {
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
    void noMethodIsLongerThanAScreen() throws IOException {
        var tooLong = new TreeMap<String, Integer>();
        for (var method : Sources.parse().methods()) {
            if (method.lines() > LONG_METHODS.getOrDefault(method.name(), MAX_METHOD_LINES)) {
                tooLong.put(method.name(), method.lines());
            }
        }
        assertThat(tooLong).as("methods of more than " + MAX_METHOD_LINES + " lines").isEmpty();
    }

    /// Constructors are left out: a record has the components that it has.
    @Test
    void noMethodTakesMoreThanAnyoneRemembers() throws IOException {
        var tooMany = new TreeMap<String, Integer>();
        for (var method : Sources.parse().methods()) {
            if (method.parameters() > MAX_PARAMETERS && !method.name().endsWith(".<init>")) {
                tooMany.put(method.name(), method.parameters());
            }
        }
        assertThat(tooMany).as("methods of more than " + MAX_PARAMETERS + " parameters").isEmpty();
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
                        && !EXTENDED_BY_USERS.contains(grandparent.get().getSimpleName())
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
}

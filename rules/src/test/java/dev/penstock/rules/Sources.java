package dev.penstock.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// The sources of the house, parsed.
final class Sources {
    private Sources() {}

    /// A method as it stands in a file. `lines` counts from its first annotation or modifier to its last brace.
    record Method(String name, int lines, int parameters) {}

    /// The folder that holds all modules.
    static Path root() {
        return Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    }

    static List<Path> files() throws IOException {
        try (var files = Files.walk(root())) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/")).sorted().toList();
        }
    }

    /// All methods with a body, named `Class.method`, and what classes there are.
    static Parsed parse() throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, Locale.ROOT,
                StandardCharsets.UTF_8)) {
            var task = (JavacTask) compiler.getTask(null, manager, _ -> {
            }, null, null, manager.getJavaFileObjectsFromPaths(files()));
            var scanner = new Scanner(Trees.instance(task).getSourcePositions());
            for (var unit : task.parse()) {
                scanner.unit = unit;
                scanner.scan(unit, null);
            }
            return new Parsed(scanner.methods, scanner.classes);
        }
    }

    /// What the sources declare. Classes are given by their simple names.
    record Parsed(List<Method> methods, List<String> classes) {}

    private static final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final SourcePositions positions;
        private final List<Method> methods = new ArrayList<>();
        private final List<String> classes = new ArrayList<>();
        private final Deque<String> within = new ArrayDeque<>();
        private @Nullable CompilationUnitTree unit;

        Scanner(SourcePositions positions) {
            this.positions = positions;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            classes.add(type.getSimpleName().toString());
            within.addLast(type.getSimpleName().toString());
            super.visitClass(type, null);
            within.removeLast();
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            if (method.getBody() != null) {
                var lines = Objects.requireNonNull(unit).getLineMap();
                long first = lines.getLineNumber(positions.getStartPosition(unit, method));
                long last = lines.getLineNumber(positions.getEndPosition(unit, method) - 1);
                methods.add(new Method(String.join(".", within) + "." + method.getName(),
                        Math.toIntExact(last - first + 1), method.getParameters().size()));
            }
            return super.visitMethod(method, null);
        }
    }
}

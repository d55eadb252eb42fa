package dev.penstock.plan.syntax;

import dev.penstock.plan.spec.Expression.Bound;
import dev.penstock.plan.spec.Expression.BoundKind;
import dev.penstock.plan.spec.Expression.Frame;
import dev.penstock.plan.spec.Expression.Window;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;
import org.jspecify.annotations.Nullable;

/// `OVER` and the `WINDOW` clause. A window's name is replaced by what it stands for, so that spec has no names of windows.
final class Windows {
    private static final Bound CURRENT_ROW = new Bound(BoundKind.CURRENT_ROW, Optional.empty());

    private final Reading reading;
    /// The clauses of the queries around this place, the innermost first. Names are in lower case.
    private final Deque<Map<String, WindowDefContext>> clauses = new ArrayDeque<>();

    Windows(Reading reading) {
        this.reading = reading;
    }

    /// Makes the names of a clause known until [#leave].
    void enter(@Nullable WindowClauseContext clause) {
        var defined = new HashMap<String, WindowDefContext>();
        clauses.push(defined);
        if (clause == null) {
            return;
        }
        for (var window : clause.namedWindow()) {
            var name = reading.names.of(window.name);
            var definition = definition(window.windowSpec());
            if (defined.put(name.toLowerCase(Locale.ROOT), definition) != null) {
                throw reading.error("INVALID_SQL_SYNTAX.REPETITIVE_WINDOW_DEFINITION",
                        Map.of("windowName", "`" + name + "`"), window);
            }
        }
    }

    void leave() {
        clauses.pop();
    }

    private WindowDefContext definition(WindowSpecContext context) {
        return switch (context) {
            case WindowDefContext c -> c;
            case WindowRefContext c -> {
                var name = reading.names.of(c.name);
                yield clauses.stream()
                        .filter(clause -> clause.containsKey(name.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .map(clause -> clause.get(name.toLowerCase(Locale.ROOT)))
                        .orElseThrow(() -> reading.error(
                                "MISSING_WINDOW_SPECIFICATION",
                                Map.of("windowName", "`" + name + "`", "docroot",
                                        "https://spark.apache.org/docs/latest"),
                                c));
            }
            default -> throw reading.unsupported("The window " + reading.text(context), context);
        };
    }

    Window window(WindowSpecContext context) {
        var definition = definition(context);
        var partition = reading.expressions.expressions(definition.partition);
        var orders = reading.expressions.orders(definition.sortItem());
        return new Window(Optional.empty(), partition, orders,
                Optional.ofNullable(definition.windowFrame()).map(this::frame));
    }

    private Frame frame(WindowFrameContext context) {
        boolean rows = context.frameType.getType() == SqlBaseParser.ROWS;
        return new Frame(rows, bound(context.start),
                context.end == null ? CURRENT_ROW : bound(context.end));
    }

    private Bound bound(FrameBoundContext context) {
        boolean unbounded = context.UNBOUNDED() != null;
        var kind = switch (context.boundType.getType()) {
            case SqlBaseParser.PRECEDING ->
                unbounded ? BoundKind.UNBOUNDED_PRECEDING : BoundKind.PRECEDING;
            case SqlBaseParser.FOLLOWING ->
                unbounded ? BoundKind.UNBOUNDED_FOLLOWING : BoundKind.FOLLOWING;
            default -> BoundKind.CURRENT_ROW;
        };
        return new Bound(kind,
                Optional.ofNullable(context.expression()).map(reading.expressions::expression));
    }
}

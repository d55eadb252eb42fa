package dev.penstock.plan.bind;

import dev.penstock.data.ByteBuilder;
import dev.penstock.data.Values;
import dev.penstock.data.Vectors;
import dev.penstock.data.text.TextFormatter;
import dev.penstock.data.text.TextFormatter.Style;
import dev.penstock.plan.logical.Expr;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Constants as text, as `CAST` to `STRING` writes them.
record ValueText(ZoneId zone) {
    /// The text of a constant, or of a struct or an array of constants; empty for anything else.
    Optional<String> of(Expr expression) {
        return switch (expression) {
            case Expr.Literal(var value, _) when value == null -> Optional.of("null");
            case Expr.Literal literal -> Optional.of(literal(literal));
            case Expr.Cast(var child, _, _, _) -> of(child);
            case Expr.Call(var name, var arguments, _, _, _) when name.equals("array") ->
                all(arguments, "[", "]");
            case Expr.Call(var name, var arguments, _, _, _) when name.equals("struct") ->
                all(arguments, "{", "}");
            case Expr.Column _,Expr.Call _,Expr.Case _,Expr.FieldOf _,Expr.Lambda _,Expr.Parameter _,Expr.Outer _,Expr.Subquery _ ->
                Optional.empty();
        };
    }

    private Optional<String> all(List<Expr> parts, String first, String last) {
        var texts = parts.stream().map(this::of).toList();
        return texts.stream().allMatch(Optional::isPresent)
                ? Optional.of(texts.stream().map(Optional::get)
                        .collect(Collectors.joining(", ", first, last)))
                : Optional.empty();
    }

    private String literal(Expr.Literal literal) {
        var vector = Vectors.allocate(List.of(literal.type()), 1)[0];
        Values.set(vector, literal.type(), 0, literal.value());
        var bytes = new ByteBuilder();
        TextFormatter.of(literal.type(), zone, Style.CAST).format(vector, 0, bytes);
        return bytes.toString();
    }
}

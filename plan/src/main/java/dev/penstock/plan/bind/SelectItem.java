package dev.penstock.plan.bind;

import dev.penstock.data.Field;
import dev.penstock.plan.bind.Scope.Column;
import dev.penstock.plan.logical.Expr;
import java.util.Optional;

/// A column of a select list: its name, its value over the block's input, the input's column when it is one as it is (it keeps that
/// column's qualifier then), and its metadata. `text` is what messages call it.
record SelectItem(String name, Expr expression, Optional<Column> source, String metadata,
        String text) {
    static SelectItem of(Stars.Expanded expanded) {
        return new SelectItem(expanded.name(), expanded.expression(), expanded.column(),
                Field.NO_METADATA, expanded.name());
    }

    SelectItem with(Expr changed) {
        return new SelectItem(name, changed, source, metadata, text);
    }

    Place.Named named() {
        return new Place.Named(name, expression);
    }

    /// The column that this item is in its block's output.
    Column column(int index, Expr computed) {
        return source
                .map(s -> new Column(name, s.qualifier(), index, computed.type(),
                        computed.nullable(), false, s.plans()))
                .orElseGet(() -> new Column(name, java.util.List.of(), index, computed.type(),
                        computed.nullable(), false,
                        java.util.List.of()));
    }
}

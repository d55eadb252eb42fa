package dev.penstock.flow.lower;

import dev.penstock.flow.operator.Changelog;
import dev.penstock.flow.operator.Changes;
import dev.penstock.flow.operator.Consolidate;
import dev.penstock.flow.operator.Envelope;
import dev.penstock.plan.logical.Logical;

/// Lowers the changes of a result as rows.
final class ChangelogLowering {
    private final Lowering lowering;

    ChangelogLowering(Lowering lowering) {
        this.lowering = lowering;
    }

    void lower(Logical.Changelog node, Chain chain) {
        var context = lowering.context();
        var input = node.input();
        var types = input.schema().types();
        var next = switch (node.form()) {
            case COLUMNS -> chain.entry();
            case ENVELOPE -> new Envelope(input.schema(), node.key(), node.name(), context.zone(),
                    chain.entry());
        };
        Changes changelog = new Changelog(types, node.key(), context.epoch(), next);
        boolean settled = Traits.insertOnly(input, lowering.delivery());
        lowering.lower(input,
                Chain.to(settled ? changelog : new Consolidate(types, changelog), types));
    }
}

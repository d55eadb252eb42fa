package dev.penstock.bench.micro;

import dev.penstock.bench.Plans;
import dev.penstock.data.Batch;
import dev.penstock.data.Vector;
import dev.penstock.plan.logical.Logical;

/// The columns that a plan reads, of the batch that has all.
final class Inputs {
    private Inputs() {}

    static Batch of(String sql, Batch all) {
        Logical leaf = Plans.table(sql, Batches.SCHEMA);
        while (!leaf.inputs().isEmpty()) {
            leaf = leaf.inputs().getFirst();
        }
        if (!(leaf instanceof Logical.Scan scan)) {
            throw new IllegalArgumentException("reads no table: " + sql);
        }
        var columns = scan.columns().stream().map(all::column).toArray(Vector[]::new);
        return Batch.of(all.size(), columns);
    }
}

package dev.penstock.engine.session;

import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import java.util.List;

/// The rows that a query or a statement gave. The batches own their vectors, which nobody changes any more.
public record Result(Schema schema, List<Batch> batches) {
    public Result {
        batches = List.copyOf(batches);
    }

    /// A result without rows and columns, as most commands have.
    public static final Result NONE = new Result(new Schema(List.of()), List.of());

    /// How many rows there are.
    public long rows() {
        return batches.stream().mapToLong(Batch::count).sum();
    }
}

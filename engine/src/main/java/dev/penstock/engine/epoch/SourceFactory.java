package dev.penstock.engine.epoch;

import dev.penstock.io.Source;
import dev.penstock.plan.logical.Logical;
import java.nio.file.Path;
import java.util.Optional;

/// Makes the source for a scan. Asked once for each scan of a plan, in the plan's order.
@FunctionalInterface
public interface SourceFactory {
    /// `workDirectory` is the source's own directory in the checkpoint; absent in a batch query and for a temporary checkpoint.
    Source source(Logical.Scan scan, Optional<Path> workDirectory);
}

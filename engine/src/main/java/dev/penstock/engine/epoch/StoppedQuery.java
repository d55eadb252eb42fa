package dev.penstock.engine.epoch;

import dev.penstock.data.sys.World;
import dev.penstock.store.ledger.Ledger;
import dev.penstock.store.ledger.Range;
import dev.penstock.store.ledger.Sync;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the checkpoint of a query that does not run says.
public final class StoppedQuery {
    private StoppedQuery() {}

    /// Up to where each source has been read, in the order of the query's sources, as the source's own JSON. A query that was killed, and not
    /// stopped, may owe its sink the last of it until it has been started once more.
    ///
    /// @throws dev.penstock.data.error.UserException when the query runs, or the checkpoint is damaged
    public static List<String> offsets(World world, Path checkpoint) {
        try (var ledger = Ledger.open(world, checkpoint, Sync.OS)) {
            var declarations = ledger.declarations();
            if (!declarations.isEmpty()) {
                return declarations.getLast().ranges().stream().map(Range::to).toList();
            }
            var offsets = new ArrayList<String>();
            ledger.snapshot().ifPresent(snapshot -> {
                for (var at = snapshot.marks().get(Snapshots.SOURCE + 0); at != null; at = snapshot
                        .marks().get(Snapshots.SOURCE + offsets.size())) {
                    offsets.add(at);
                }
            });
            return offsets;
        }
    }
}

package dev.penstock.io;

import dev.penstock.data.Schema;

/// What a sink learns when a run of a query starts.
///
/// `queryId` stays the same over restarts from one checkpoint. `mode` is `append`, `update` or `complete`. `keyColumns` says
/// which columns, by position, identify a row in update mode (the grouping columns); empty when unknown. `mark` is what
/// [Sink#settle] gave last before the newest snapshot, empty at the first start.
public record Start(String queryId, String queryName, String mode, Schema schema,
        java.util.List<Integer> keyColumns, String mark) {}

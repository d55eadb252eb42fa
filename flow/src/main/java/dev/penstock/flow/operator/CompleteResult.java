package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import java.util.List;
import java.util.Optional;

/// Keeps the whole result of a query and gives it again after each epoch: all rows, in order and limited where the query says so.
///
/// State: each row that is in the result, with the number of times that it is.
public final class CompleteResult implements Changes {
    private final List<DataType> types;
    private final Arrangement rows;
    private final int weightColumn;
    private final Changes next;
    private final Optional<Sort> sort;
    private int[] entries = new int[Batch.CAPACITY];

    /// `states` is asked for one arrangement.
    public CompleteResult(List<DataType> types, Optional<Sort.Spec> order, StateFactory states,
            Changes next) {
        this.types = types;
        this.next = next;
        var keys = types.stream().map(type -> Field.of("", type)).toList();
        rows = states.arrangement("",
                Layout.of(keys, List.of(new Field("", DataType.LONG, false))));
        weightColumn = types.size();
        sort = order.map(spec -> new Sort(spec, next));
    }

    @Override
    public void accept(Batch changes) {
        int count = changes.count();
        if (entries.length < count) {
            entries = new int[count];
        }
        rows.findOrInsert(changes.columns(), changes.rows(), entries);
        for (int i = 0; i < count; i++) {
            long weight = rows.word(entries[i], weightColumn)
                    + changes.weight(changes.rows().at(i));
            rows.setWord(entries[i], weightColumn, weight);
        }
        removeZeros(count);
    }

    private void removeZeros(int count) {
        for (int i = 0; i < count; i++) {
            if (rows.isLive(entries[i]) && rows.word(entries[i], weightColumn) == 0) {
                rows.remove(entries[i]);
            }
        }
    }

    private void collect() {
        Changes into = sort.isPresent() ? sort.get() : next;
        var columns = Vectors.allocate(types, Batch.CAPACITY);
        int[] live = new int[Batch.CAPACITY];
        int from = 0;
        for (int count = rows.live(from, live); count > 0; count = rows.live(from, live)) {
            give(live, count, columns, into);
            from = live[count - 1] + 1;
        }
        into.finish();
    }

    private void give(int[] live, int count, Vector[] columns, Changes into) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].reset(count);
            rows.load(live, count, i, columns[i], 0);
        }
        var batch = Batch.of(count, columns);
        into.accept(batch);
        int[] position = new int[1];
        for (int i = 0; i < count; i++) {
            for (long more = rows.word(live[i], weightColumn); more > 1; more--) {
                position[0] = i;
                into.accept(batch.select(Selection.of(position, 1)));
            }
        }
    }

    @Override
    public void finish() {
        collect();
    }
}

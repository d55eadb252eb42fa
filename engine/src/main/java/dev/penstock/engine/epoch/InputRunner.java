package dev.penstock.engine.epoch;

import dev.penstock.data.Batch;
import dev.penstock.flow.circuit.Input;
import dev.penstock.flow.circuit.Lane;
import dev.penstock.flow.operator.Changes;
import dev.penstock.io.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Brings the rows of a range into a circuit: through on the epoch thread when they are few, through lanes on the workers when
/// they are many. Which of the two depends on the range alone, never on the number of workers, so replay takes the same way.
final class InputRunner {
    /// Below this many rows, handing splits to workers costs more than it saves (some tens of microseconds against about 10 ns a row).
    private static final long LARGE = 16_384;
    /// Splits in lanes at the same time; bounds what is gathered before it is handed on.
    private static final int WINDOW = 16;

    private final Input input;
    private final Workers workers;
    private final List<Lane> lanes = new ArrayList<>();
    private long rows;

    InputRunner(Input input, Workers workers) {
        this.input = input;
        this.workers = workers;
    }

    /// Gives all rows of the splits to the circuit, each entry behind `guard`, without finishing the input, and says how many they were.
    long run(List<Source.Split> splits, UnaryOperator<Changes> guard) {
        rows = 0;
        if (splits.size() > 1 && input.lanes().isPresent() && size(splits) >= LARGE) {
            for (int from = 0; from < splits.size(); from += WINDOW) {
                runLanes(splits.subList(from, Math.min(splits.size(), from + WINDOW)), guard);
            }
        } else {
            var entry = guard.apply(input.entry());
            Consumer<Batch> into = batch -> {
                rows += batch.count();
                entry.accept(batch);
            };
            for (var split : splits) {
                split.read(into);
            }
        }
        return rows;
    }

    private static long size(List<Source.Split> splits) {
        long size = 0;
        for (var split : splits) {
            size += Math.max(0, split.size());
        }
        return size;
    }

    private void runLanes(List<Source.Split> splits, UnaryOperator<Changes> guard) {
        var makeLane = input.lanes().orElseThrow();
        while (lanes.size() < splits.size()) {
            lanes.add(makeLane.get());
        }
        long[] counts = new long[splits.size()];
        var tasks = new ArrayList<Runnable>(splits.size());
        for (int i = 0; i < splits.size(); i++) {
            int index = i;
            tasks.add(() -> counts[index] = readInto(splits.get(index),
                    guard.apply(lanes.get(index).entry())));
        }
        workers.run(tasks);
        for (int i = 0; i < splits.size(); i++) {
            rows += counts[i];
            lanes.get(i).drain();
        }
    }

    private static long readInto(Source.Split split, Changes entry) {
        long[] count = new long[1];
        split.read(batch -> {
            count[0] += batch.count();
            entry.accept(batch);
        });
        entry.finish();
        return count[0];
    }
}

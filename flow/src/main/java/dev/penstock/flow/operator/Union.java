package dev.penstock.flow.operator;

import dev.penstock.data.Batch;

/// Passes on the changes of several inputs. Linear: no state. Every input feeds this same object; the epoch is finished when
/// the last of them is.
public final class Union implements Changes {
    private final int inputs;
    private final Changes next;
    private int finished;

    public Union(int inputs, Changes next) {
        this.inputs = inputs;
        this.next = next;
    }

    @Override
    public void accept(Batch changes) {
        next.accept(changes);
    }

    @Override
    public void finish() {
        if (++finished == inputs) {
            finished = 0;
            next.finish();
        }
    }
}

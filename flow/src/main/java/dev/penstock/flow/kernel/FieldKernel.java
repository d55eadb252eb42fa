package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.Selection;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;

/// A field of a struct: the field's own vector, or a copy of it while some struct is null.
final class FieldKernel implements Kernel {
    private final Kernel struct;
    private final int index;
    private final Vector copy;
    private int[] live = new int[0];

    FieldKernel(Kernel struct, int index, DataType type) {
        this.struct = struct;
        this.index = index;
        copy = Vectors.allocate(type, 0);
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        var structs = (StructVector) struct.evaluate(input, rows);
        var field = structs.field(index);
        if (!structs.hasNulls()) {
            return field;
        }
        copy.reset(input.size());
        if (copy instanceof BytesVector bytes) {
            bytes.viewOf((BytesVector) field);
        }
        if (live.length < rows.count()) {
            live = new int[rows.count()];
        }
        RowCopy.copy(field, copy, Selection.of(live, Rows.notNull(rows, structs, live)));
        copy.addNullsOf(structs, input.size());
        return copy;
    }
}

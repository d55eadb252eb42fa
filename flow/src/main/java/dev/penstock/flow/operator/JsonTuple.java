package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.flow.operator.Generate.Generator;
import java.util.List;

/// `json_tuple(text, names...)`: one row with what `get_json_object` finds under each name. The arguments are those finds.
final class JsonTuple implements Generator {
    private final List<Kernel> fields;
    private Vector[] found = new Vector[0];

    JsonTuple(List<Kernel> fields) {
        this.fields = fields;
    }

    @Override
    public void begin(Batch batch) {
        found = fields.stream().map(field -> field.evaluate(batch, batch.rows()))
                .toArray(Vector[]::new);
    }

    @Override
    public int rows(int row) {
        return 1;
    }

    @Override
    public void write(int row, int index, Vector[] into, int at) {
        for (int i = 0; i < into.length; i++) {
            if (found[i].isNull(row)) {
                into[i].setNull(at);
            } else {
                var text = (BytesVector) found[i];
                ((BytesVector) into[i]).append(at, text.buffer(), text.offset(row),
                        text.length(row));
            }
        }
    }
}

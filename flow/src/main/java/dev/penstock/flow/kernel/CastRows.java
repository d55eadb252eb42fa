package dev.penstock.flow.kernel;

import dev.penstock.data.DataType;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.time.ZoneId;
import java.util.List;

/// What the casts of one expression share: from what to what, and what to do with a value that the target cannot take.
record CastRows(DataType from, DataType to, ErrorMode mode, ZoneId zone) {
    /// Casts one row, which is not null.
    @FunctionalInterface
    interface Row {
        void cast(Vector in, int row, Vector out);
    }

    static CastRows of(Expr.Cast cast, KernelContext context) {
        return new CastRows(cast.child().type(), cast.type(), cast.mode(), context.zone());
    }

    Kernel kernel(Kernel child, Row cast) {
        Shapes.Loop<Vector> loop = (in, result, rows) -> {
            var values = in[0];
            int count = rows.count();
            for (int i = 0; i < count; i++) {
                cast.cast(values, rows.at(i), result);
            }
        };
        return new LoopKernel<>(List.of(child), Vectors.allocate(to, 0), loop, true);
    }

    boolean ansi() {
        return mode == ErrorMode.ANSI;
    }

    boolean legacy() {
        return mode == ErrorMode.LEGACY;
    }

    /// The value is out of the target's range.
    void overflow(Vector in, int row, Vector out) {
        if (ansi()) {
            throw Errors.castOverflow(SqlText.of(in, row, from, zone), from, to);
        }
        out.setNull(row);
    }

    /// The value is no value of the target's type.
    void invalid(Vector in, int row, Vector out) {
        if (ansi()) {
            throw Errors.castInvalidInput(SqlText.of(in, row, from, zone), from, to);
        }
        out.setNull(row);
    }
}

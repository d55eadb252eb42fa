package dev.penstock.flow.lower;

import dev.penstock.data.error.UserException;
import dev.penstock.flow.kernel.Kernels;
import dev.penstock.flow.operator.program.GroupProgram;
import dev.penstock.flow.operator.program.GroupProgram.TimersBy;
import dev.penstock.flow.operator.program.ProgramOperator;
import dev.penstock.flow.operator.program.ProgramOperator.Keeping;
import dev.penstock.flow.operator.program.ProgramOperator.Side;
import dev.penstock.flow.operator.program.ProgramOperator.Spec;
import dev.penstock.plan.logical.EventTimes;
import dev.penstock.plan.logical.EventTimes.Deadline;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.logical.Logical.GroupProgram.Groups;
import dev.penstock.plan.spec.UserProgram;
import java.util.Map;
import java.util.Optional;

/// Lowers programs of the user over groups.
final class GroupProgramLowering {
    private final Lowering lowering;
    private final EventTimeLowering times;

    GroupProgramLowering(Lowering lowering) {
        this.lowering = lowering;
        times = new EventTimeLowering(lowering);
    }

    void lower(Logical.GroupProgram node, Chain chain) {
        var user = node.program();
        if (!(user instanceof GroupProgram program)) {
            throw new AssertionError("a program that cannot be run: " + user);
        }
        if (!Traits.insertOnly(node.input(), lowering.delivery())) {
            throw Unsupported.operator(program.operator() + " over rows that can change");
        }
        boolean ends = !lowering.oneEpoch() && node.input().streaming();
        var eventTime = ends ? eventTime(node.input()) : Optional.<Deadline>empty();
        if (ends && user.time() == UserProgram.Time.EVENT && eventTime.isEmpty()) {
            throw withoutWatermark(program);
        }
        var context = lowering.context();
        var operator = new ProgramOperator(program,
                new Spec(timers(user), times.bounds(node.input()), context.epoch(),
                        lowering.oneEpoch()),
                side(node.groups()), node.initialGroups().map(this::side),
                new Keeping(node.groups().key().fields(),
                        lowering.states(lowering.identity(program.operator(), node)),
                        lowering.eventTime(), lowering.programs()),
                chain.entry());
        node.initial().ifPresent(rows -> lowering.lower(rows,
                Chain.to(operator.initial(), rows.schema().types())));
        var below = Chain.to(operator, node.input().schema().types());
        lowering.lower(node.input(), eventTime.filter(_ -> user.dropsLateRows())
                .map(d -> times.withoutLateRows(operator.activity(), node.input(), d, below))
                .orElse(below));
    }

    private static TimersBy timers(UserProgram program) {
        return switch (program.time()) {
            case NONE -> TimersBy.NOTHING;
            case PROCESSING -> TimersBy.CLOCK;
            case EVENT -> TimersBy.WATERMARK;
        };
    }

    private Side side(Groups groups) {
        return new Side(Kernels.compile(groups.keys(), lowering.context()), groups.row().types());
    }

    private static Optional<Deadline> eventTime(Logical input) {
        var index = EventTimes.column(input);
        if (index.isEmpty()) {
            return Optional.empty();
        }
        var field = input.schema().field(index.getAsInt());
        return EventTimes.deadline(
                new Expr.Column(index.getAsInt(), field.type(), field.nullable()), input);
    }

    private UserException withoutWatermark(GroupProgram program) {
        return new UserException("UNSUPPORTED_STREAMING_OPERATOR_WITHOUT_WATERMARK",
                Map.of("outputMode", lowering.delivery() == Delivery.APPEND ? "Append" : "Update",
                        "statefulOperator", program.operator() + " in event time"));
    }
}

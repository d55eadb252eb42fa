package dev.penstock;

import dev.penstock.data.DataType;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.UserProgram;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes relations of programs of the user over groups.
record GroupPrograms(DataFrame input, List<Expression> grouping) {
    private Schema keys() {
        return new DataFrame(input.session(), new Relation.Project(input.relation(), grouping))
                .schema();
    }

    private DataFrame relation(UserProgram program, Optional<Relation.Grouped> initial) {
        return new DataFrame(input.session(),
                new Relation.GroupProgram(input.relation(), grouping, program, initial));
    }

    DataFrame processor(StatefulProcessor processor, TimeMode timeMode, OutputMode mode,
            Optional<GroupPrograms> initial, Schema output) {
        if (mode != OutputMode.APPEND && mode != OutputMode.UPDATE) {
            throw new UserException("STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION",
                    Map.of("outputMode", mode.lowerCaseName(), "operation", "transformWithState"));
        }
        if (initial.isPresent() && !(processor instanceof StatefulProcessorWithInitialState)) {
            throw new UserException("INVALID_CALL", Map.of("reason",
                    "a processor that is given an initial state has to be a StatefulProcessorWithInitialState"));
        }
        var columns = new ProcessorProgram.Columns(keys(), input.schema(),
                initial.map(rows -> rows.input().schema()).orElse(new Schema(List.of())));
        return relation(new ProcessorProgram(processor, timeMode, mode, columns, output),
                initial.map(rows -> new Relation.Grouped(rows.input().relation(),
                        rows.grouping())));
    }

    <S> DataFrame function(String operator, FlatMapGroupsWithStateFunction<S> function,
            OutputMode mode, GroupStateProgram.Settings settings) {
        return relation(new GroupStateProgram<>(operator, function, mode, settings),
                Optional.empty());
    }

    GroupStateProgram.Settings settings(DataType state, Schema output, GroupStateTimeout timeout) {
        return new GroupStateProgram.Settings(state, timeout, keys(), input.schema(), output);
    }
}

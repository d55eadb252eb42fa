package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.grouping;
import static dev.penstock.plan.function.Patterns.*;

import dev.penstock.data.DataType;
import java.util.List;

/// Functions that say to which grouping set a row of `GROUPING SETS`, `ROLLUP` or `CUBE` belongs.
final class GroupingFunctions {
    static final List<FunctionDefinition> ROWS = List.of(
            grouping("grouping").neverNull().takes(ANY).returns(DataType.BYTE)
                    .says("1 in rows that are not grouped by this key, else 0.",
                            "SELECT a, grouping(a) FROM VALUES (1) AS t(a) GROUP BY ROLLUP(a)"),
            grouping("grouping_id").neverNull().takes(many(ANY)).returns(DataType.LONG)
                    .says("The values of `grouping` of all keys as bits, the last key lowest.",
                            "SELECT a, grouping_id() FROM VALUES (1) AS t(a) GROUP BY ROLLUP(a)"));

    private GroupingFunctions() {}
}

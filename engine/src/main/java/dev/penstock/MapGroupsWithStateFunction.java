package dev.penstock;

import java.util.Iterator;

/// What [GroupedData#mapGroupsWithState] makes of the rows and the state of a key: one row. See [StatefulProcessor] for what it may depend on.
@FunctionalInterface
public interface MapGroupsWithStateFunction<S> {
    Row call(Row key, Iterator<Row> values, GroupState<S> state) throws Exception;
}

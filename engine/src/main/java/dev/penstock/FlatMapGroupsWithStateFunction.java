package dev.penstock;

import java.util.Iterator;

/// What [GroupedData#flatMapGroupsWithState] makes of the rows and the state of a key: any rows. See [StatefulProcessor] for what it may depend on.
@FunctionalInterface
public interface FlatMapGroupsWithStateFunction<S> {
    Iterator<Row> call(Row key, Iterator<Row> values, GroupState<S> state) throws Exception;
}

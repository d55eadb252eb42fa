package dev.penstock.flow.operator;

import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;

/// Gives operators their arrangements: new ones, or those of a snapshot.
@FunctionalInterface
public interface StateFactory {
    /// The arrangement of this identity, which is unique in its query and the same after a restart.
    Arrangement arrangement(String identity, Layout layout);
}

package dev.penstock;

import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import java.util.Iterator;

/// What a [StatefulProcessor] may ask for. State is declared in [StatefulProcessor#init], timers are set while rows or timers are handled.
///
/// The type of state says of which class its values are, as [dev.penstock.data.Values] lists them; those of a `StructType` are rows, see
/// [dev.penstock.data.Schema#asStruct]. With a time to live, which needs [TimeMode#PROCESSING_TIME], a value is gone so long after it was written.
public interface StatefulProcessorHandle {
    /// One value a key.
    ///
    /// @throws UserException when the name is taken, or state is declared outside of `init`
    <S> ValueState<S> getValueState(String stateName, DataType type, TTLConfig ttl);

    /// As [#getValueState(String, DataType, TTLConfig)], for ever.
    default <S> ValueState<S> getValueState(String stateName, DataType type) {
        return getValueState(stateName, type, TTLConfig.NONE);
    }

    /// A list a key.
    <S> ListState<S> getListState(String stateName, DataType type, TTLConfig ttl);

    /// As [#getListState(String, DataType, TTLConfig)], for ever.
    default <S> ListState<S> getListState(String stateName, DataType type) {
        return getListState(stateName, type, TTLConfig.NONE);
    }

    /// A map a key.
    <K, V> MapState<K, V> getMapState(String stateName, DataType keyType, DataType valueType,
            TTLConfig ttl);

    /// As [#getMapState(String, DataType, DataType, TTLConfig)], for ever.
    default <K, V> MapState<K, V> getMapState(String stateName, DataType keyType,
            DataType valueType) {
        return getMapState(stateName, keyType, valueType, TTLConfig.NONE);
    }

    /// Sets a timer for the key. It expires when the clock, or the watermark, is past this time; one that is in the past, in the next epoch.
    ///
    /// @throws UserException with [TimeMode#NONE]
    void registerTimer(long expiryTimestampMs);

    /// Takes a timer of the key away, if it is there.
    void deleteTimer(long expiryTimestampMs);

    /// The timers of the key.
    Iterator<Long> listTimers();

    QueryInfo getQueryInfo();
}

package dev.penstock;

import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import dev.penstock.flow.operator.program.KeyedState;
import dev.penstock.flow.operator.program.KeyedState.Collection;
import dev.penstock.flow.operator.program.KeyedState.Entry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// State and timers of a [StatefulProcessor], over what the operator keeps by key.
final class ProcessorHandle implements StatefulProcessorHandle {
    /// The key under which a value state keeps its one value.
    private static final boolean ONLY = true;

    private final KeyedState state;
    private final TimeMode timeMode;
    private boolean initialized;

    ProcessorHandle(KeyedState state, TimeMode timeMode) {
        this.state = state;
        this.timeMode = timeMode;
    }

    /// From now on no state is declared.
    void initialized() {
        initialized = true;
    }

    private Collection collection(String operation, String name, DataType key, DataType value,
            TTLConfig ttl) {
        if (initialized) {
            throw new UserException(
                    "STATEFUL_PROCESSOR_CANNOT_PERFORM_OPERATION_WITH_INVALID_HANDLE_STATE",
                    Map.of("operationType", operation, "handleState", "INITIALIZED"));
        }
        if (ttl.ttlDuration().isNegative()) {
            throw new UserException("STATEFUL_PROCESSOR_TTL_DURATION_MUST_BE_POSITIVE",
                    Map.of("operationType", operation, "stateName", name));
        }
        if (!ttl.ttlDuration().isZero() && timeMode != TimeMode.PROCESSING_TIME) {
            throw new UserException("STATEFUL_PROCESSOR_INCORRECT_TIME_MODE_TO_ASSIGN_TTL",
                    Map.of("stateName", name, "timeMode", timeMode.toString()));
        }
        return state.collection(name, key, value, ttl.ttlDuration().toMillis());
    }

    @Override
    public <S> ValueState<S> getValueState(String stateName, DataType type, TTLConfig ttl) {
        return new OneValue<>(
                collection("get_value_state", stateName, DataType.BOOLEAN, type, ttl), type);
    }

    @Override
    public <S> ListState<S> getListState(String stateName, DataType type, TTLConfig ttl) {
        return new Values<>(collection("get_list_state", stateName, DataType.LONG, type, ttl),
                type);
    }

    @Override
    public <K, V> MapState<K, V> getMapState(String stateName, DataType keyType,
            DataType valueType, TTLConfig ttl) {
        return new Entries<>(collection("get_map_state", stateName, keyType, valueType, ttl),
                keyType, valueType);
    }

    @Override
    public void registerTimer(long expiryTimestampMs) {
        state.registerTimer(expiryTimestampMs);
    }

    @Override
    public void deleteTimer(long expiryTimestampMs) {
        state.deleteTimer(expiryTimestampMs);
    }

    @Override
    public Iterator<Long> listTimers() {
        return state.listTimers().iterator();
    }

    @Override
    public QueryInfo getQueryInfo() {
        return new QueryInfo(UUID.fromString(state.identity().queryId()),
                UUID.fromString(state.identity().runId()), state.epoch());
    }

    /// The value for the user, who knows whether it may be null, and of which class it is.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
    private static <T> T object(@Nullable Object value, DataType type) {
        return (T) Row.wrapped(value, type);
    }

    record OneValue<S>(Collection values, DataType type) implements ValueState<S> {
        @Override
        public boolean exists() {
            return values.any();
        }

        @Override
        public @Nullable S get() {
            var entry = values.get(ONLY);
            return entry.isPresent() ? object(entry.get().value(), type) : null;
        }

        @Override
        public Optional<S> getOption() {
            return Optional.ofNullable(get());
        }

        @Override
        public void update(S newState) {
            values.put(ONLY, Row.unwrapped(newState));
        }

        @Override
        public void clear() {
            values.clear();
        }
    }

    private record Values<S>(Collection values, DataType type) implements ListState<S> {
        @Override
        public boolean exists() {
            return values.any();
        }

        @Override
        public Iterator<S> get() {
            return objects(values.all(), Entry::value, type);
        }

        @Override
        public void put(List<S> newState) {
            values.clear();
            appendList(newState);
        }

        @Override
        public void appendValue(S newState) {
            values.append(Row.unwrapped(newState));
        }

        @Override
        public void appendList(List<S> newState) {
            newState.forEach(this::appendValue);
        }

        @Override
        public void clear() {
            values.clear();
        }
    }

    private static <T> Iterator<T> objects(List<Entry> entries,
            java.util.function.Function<Entry, @Nullable Object> part, DataType type) {
        var objects = new ArrayList<T>();
        entries.forEach(entry -> objects.add(object(part.apply(entry), type)));
        return objects.iterator();
    }

    private record Entries<K, V>(Collection cells, DataType keyType,
            DataType valueType) implements MapState<K, V> {
        @Override
        public boolean exists() {
            return cells.any();
        }

        @Override
        public @Nullable V getValue(K key) {
            var entry = cells.get(Row.unwrapped(key));
            return entry.isPresent() ? object(entry.get().value(), valueType) : null;
        }

        @Override
        public boolean containsKey(K key) {
            return cells.get(Row.unwrapped(key)).isPresent();
        }

        @Override
        public void updateValue(K key, V value) {
            cells.put(Row.unwrapped(key), Row.unwrapped(value));
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            var entries = new ArrayList<Map.Entry<K, V>>();
            cells.all().forEach(entry -> entries.add(new java.util.AbstractMap.SimpleEntry<>(
                    object(entry.key(), keyType), object(entry.value(), valueType))));
            return entries.iterator();
        }

        @Override
        public Iterator<K> keys() {
            return objects(cells.all(), Entry::key, keyType);
        }

        @Override
        public Iterator<V> values() {
            return objects(cells.all(), Entry::value, valueType);
        }

        @Override
        public void removeKey(K key) {
            cells.remove(Row.unwrapped(key));
        }

        @Override
        public void clear() {
            cells.clear();
        }
    }
}

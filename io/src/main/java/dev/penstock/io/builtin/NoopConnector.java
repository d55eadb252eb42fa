package dev.penstock.io.builtin;

import dev.penstock.data.Batch;
import dev.penstock.io.Connector;
import dev.penstock.io.Sink;
import dev.penstock.io.Start;

/// `noop`: takes everything and keeps nothing. For measuring.
public final class NoopConnector implements Connector {
    @Override
    public String format() {
        return "noop";
    }

    @Override
    public Sink sink(SinkRequest request) {
        return new Nothing();
    }

    private static final class Nothing implements Sink {
        @Override
        public void open(Start start) {}

        @Override
        public long lastEpoch() {
            return -1;
        }

        @Override
        public void write(long epoch, Batch changes) {}

        @Override
        public void commit(long epoch) {}

        @Override
        public String settle(long epoch) {
            return "";
        }

        @Override
        public String description() {
            return "org.apache.spark.sql.execution.datasources.noop.NoopTable$";
        }

        @Override
        public void close() {}
    }
}

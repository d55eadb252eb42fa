package dev.penstock.bench.peers.flink;

import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.functions.ScalarFunction;

/** How often a character of one byte is in a text: what query 14 does in a function of the user's. */
public final class CountChar extends ScalarFunction {
    private static final long serialVersionUID = 1;

    public long eval(@DataTypeHint("STRING") StringData text, @DataTypeHint("STRING") StringData character) {
        long count = 0;
        byte wanted = character.toBytes()[0];
        for (byte each : text.toBytes()) {
            count += each == wanted ? 1 : 0;
        }
        return count;
    }
}

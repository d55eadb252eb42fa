package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.plan.logical.Expr;

/// Text to time. Without a format these are casts; with one, calls with a text and a format.
final class DateParsing {
    private static final String DEFAULT_FORMAT = "yyyy-MM-dd HH:mm:ss";

    private DateParsing() {}

    static Expr toDate(CallSite call) {
        return convert(call, DataType.DATE);
    }

    static Expr toTimestamp(CallSite call, DataType type) {
        return convert(call, type);
    }

    private static Expr convert(CallSite call, DataType type) {
        if (call.size() < 1 || call.size() > 2) {
            throw FunctionErrors.wrongCount(call, "[1, 2]");
        }
        var source = call.argument(0);
        if (call.size() == 1 || !source.type().isText()) {
            if (!Casts.allowed(source.type(), type, call.ansi())) {
                throw call.unexpectedType(0,
                        "(\"STRING\" or \"DATE\" or \"TIMESTAMP\" or \"TIMESTAMP_NTZ\")");
            }
            boolean nullable = source.nullable() || source.type().isText();
            return Types.sameButNullability(source.type(), type)
                    ? source
                    : new Expr.Cast(source, type, nullable, call.mode());
        }
        return call.call(call.function().behaviour().target(), type, source,
                call.cast(1, DataType.STRING));
    }

    /// `unix_timestamp()` is the epoch's clock; of text it is read by the format; of a date or timestamp it is its seconds.
    static Expr toSeconds(CallSite call) {
        if (call.size() == 0 && call.function().name().equals("unix_timestamp")) {
            var now = new Expr.Call("current_timestamp", java.util.List.of(), DataType.TIMESTAMP,
                    false, call.mode());
            return new Expr.Call("unix_seconds", java.util.List.of(now), DataType.LONG, false,
                    call.mode());
        }
        if (call.size() < 1 || call.size() > 2) {
            throw FunctionErrors.wrongCount(call,
                    call.function().name().equals("unix_timestamp") ? "[0, 1, 2]" : "[1, 2]");
        }
        var source = call.argument(0);
        if (source.type().isText() || source.type() instanceof DataType.NullType) {
            return call.call("to_unix_timestamp", DataType.LONG, call.cast(0, DataType.STRING),
                    formatOr(call, 1));
        }
        if (!Types.isDatetime(source.type())) {
            throw call.unexpectedType(0,
                    "(\"STRING\" or \"DATE\" or \"TIMESTAMP\" or \"TIMESTAMP_NTZ\")");
        }
        return call.call("unix_seconds", DataType.LONG, call.cast(0, DataType.TIMESTAMP));
    }

    static Expr formatOr(CallSite call, int index) {
        return call.size() > index
                ? call.cast(index, DataType.STRING)
                : new Expr.Literal(DEFAULT_FORMAT, DataType.STRING);
    }
}

package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.IntervalField;
import dev.penstock.plan.function.TypePattern.ArrayOf;
import dev.penstock.plan.function.TypePattern.Constant;
import dev.penstock.plan.function.TypePattern.Exactly;
import dev.penstock.plan.function.TypePattern.Group;
import dev.penstock.plan.function.TypePattern.Many;
import dev.penstock.plan.function.TypePattern.MapOf;
import dev.penstock.plan.function.TypePattern.Of;
import dev.penstock.plan.function.TypePattern.Same;

/// The words in which rows of the catalogue write their parameters.
final class Patterns {
    private Patterns() {}

    static final TypePattern TEXT = new Exactly(DataType.STRING);
    static final TypePattern BYTES = new Exactly(DataType.BINARY);
    static final TypePattern BOOL = new Exactly(DataType.BOOLEAN);
    static final TypePattern WHOLE = new Exactly(DataType.INT);
    static final TypePattern BIG = new Exactly(DataType.LONG);
    static final TypePattern REAL = new Exactly(DataType.DOUBLE);
    static final TypePattern DAY = new Exactly(DataType.DATE);
    static final TypePattern INSTANT = new Exactly(DataType.TIMESTAMP);
    static final TypePattern CLOCK_TIME = new Exactly(DataType.TIMESTAMP_NTZ);
    static final TypePattern YEAR_MONTH = new Exactly(
            new DataType.YearMonthIntervalType(IntervalField.YEAR, IntervalField.MONTH));
    static final TypePattern DAY_TIME = new Exactly(
            new DataType.DayTimeIntervalType(IntervalField.DAY, IntervalField.SECOND));
    static final TypePattern ANY = new Of(Group.ANY);
    static final TypePattern NUMBER = new Of(Group.NUMERIC);
    static final TypePattern INTEGER = new Of(Group.INTEGRAL);
    static final TypePattern EXACT_NUMBER = new Of(Group.DECIMAL);
    static final TypePattern ORDERED = new Of(Group.ORDERED);
    static final TypePattern LIST = new Of(Group.ARRAY);
    static final TypePattern DICTIONARY = new Of(Group.MAP);
    static final TypePattern RECORD = new Of(Group.STRUCT);
    static final TypePattern SPAN = new Of(Group.INTERVAL);
    /// The widest common type of all arguments that say so.
    static final TypePattern T = new Same("T", Group.ANY);
    /// As [#T], of types that have an order.
    static final TypePattern T_ORDERED = new Same("T", Group.ORDERED);
    static final TypePattern K = new Same("K", Group.ANY);
    static final TypePattern V = new Same("V", Group.ANY);

    static TypePattern perhaps(TypePattern pattern) {
        return new TypePattern.Perhaps(pattern);
    }

    static TypePattern many(TypePattern pattern) {
        return new Many(pattern);
    }

    static TypePattern constant(TypePattern pattern) {
        return new Constant(pattern);
    }

    static TypePattern arrayOf(TypePattern element) {
        return new ArrayOf(element);
    }

    static TypePattern mapOf(TypePattern key, TypePattern value) {
        return new MapOf(key, value);
    }
}

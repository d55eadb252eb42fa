package dev.penstock;

import dev.penstock.engine.session.DottedName;
import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.Sql;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Alias;
import dev.penstock.plan.spec.Expression.Attribute;
import dev.penstock.plan.spec.Expression.Case;
import dev.penstock.plan.spec.Expression.Cast;
import dev.penstock.plan.spec.Expression.Extract;
import dev.penstock.plan.spec.Expression.Function;
import dev.penstock.plan.spec.Expression.SortOrder;
import dev.penstock.plan.spec.Expression.Star;
import dev.penstock.plan.spec.Expression.UpdateField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An expression over the columns of a [DataFrame]. It is only written down here; names and types are settled when it is used.
///
/// Arguments of type [Object] may be a [Column] or a constant, as in [Functions#lit]. A column never changes: every method gives a new one.
public final class Column {
    private final Expression expression;

    public Column(Expression expression) {
        this.expression = expression;
    }

    /// The column of this name, as [Functions#col].
    public Column(String name) {
        this(named(name).expression);
    }

    /// What the column says, in the form that all front ends build.
    public Expression expression() {
        return expression;
    }

    static Column named(String name) {
        return new Column(attribute(name, Optional.empty()));
    }

    static Expression attribute(String name, Optional<Long> planId) {
        var parts = DottedName.parts(name);
        if (parts.getLast().equals("*") && name.endsWith("*")) {
            return new Star(parts.subList(0, parts.size() - 1), List.of());
        }
        return new Attribute(parts, planId);
    }

    static Column parsed(String sql) {
        return new Column(Sql.expression(sql));
    }

    static Column literal(@Nullable Object value) {
        return value instanceof Column column ? column : new Column(Literals.of(value));
    }

    static List<Expression> expressions(Column... columns) {
        return Arrays.stream(columns).map(Column::expression).toList();
    }

    boolean isStar() {
        return expression instanceof Star;
    }

    private Column binary(String function, @Nullable Object other) {
        return new Column(Function.of(function, expression, literal(other).expression));
    }

    private Column unary(String function) {
        return new Column(Function.of(function, expression));
    }

    /// `this = other`; null when either is.
    public Column equalTo(@Nullable Object other) {
        return binary("=", other);
    }

    /// `this <> other`; null when either is null.
    public Column notEqual(@Nullable Object other) {
        return equalTo(other).unary("not");
    }

    /// `this <=> other`: as `=`, but null equals null and the result is never null.
    public Column eqNullSafe(@Nullable Object other) {
        return binary("<=>", other);
    }

    /// `this > other`.
    public Column gt(@Nullable Object other) {
        return binary(">", other);
    }

    /// `this < other`.
    public Column lt(@Nullable Object other) {
        return binary("<", other);
    }

    /// `this >= other`.
    public Column geq(@Nullable Object other) {
        return binary(">=", other);
    }

    /// `this <= other`.
    public Column leq(@Nullable Object other) {
        return binary("<=", other);
    }

    /// `this BETWEEN lower AND upper`, both included.
    public Column between(@Nullable Object lower, @Nullable Object upper) {
        return geq(lower).and(leq(upper));
    }

    /// True where the value is null.
    public Column isNull() {
        return unary("isnull");
    }

    /// True where the value is not null.
    public Column isNotNull() {
        return unary("isnotnull");
    }

    /// True where the value is not a number (NaN).
    public Column isNaN() {
        return unary("isnan");
    }

    /// True where both conditions hold.
    public Column and(@Nullable Object other) {
        return binary("and", other);
    }

    /// True where one of the conditions holds.
    public Column or(@Nullable Object other) {
        return binary("or", other);
    }

    /// `this + other`.
    public Column plus(@Nullable Object other) {
        return binary("+", other);
    }

    /// `this - other`.
    public Column minus(@Nullable Object other) {
        return binary("-", other);
    }

    /// `this * other`.
    public Column multiply(@Nullable Object other) {
        return binary("*", other);
    }

    /// `this / other`.
    public Column divide(@Nullable Object other) {
        return binary("/", other);
    }

    /// `this % other`.
    public Column mod(@Nullable Object other) {
        return binary("%", other);
    }

    /// `this & other`, bit by bit.
    public Column bitwiseAND(@Nullable Object other) {
        return binary("&", other);
    }

    /// `this | other`, bit by bit.
    public Column bitwiseOR(@Nullable Object other) {
        return binary("|", other);
    }

    /// `this ^ other`, bit by bit.
    public Column bitwiseXOR(@Nullable Object other) {
        return binary("^", other);
    }

    /// `this IN (values)`.
    public Column isin(Object... values) {
        return isInCollection(Arrays.asList(values));
    }

    /// This function over a window.
    public Column over(WindowSpec window) {
        return new Column(new Expression.Over(expression, window.window()));
    }

    /// This function over all rows.
    public Column over() {
        return over(WindowSpec.NONE);
    }

    /// `this IN (values)`.
    public Column isInCollection(Collection<?> values) {
        var arguments = new ArrayList<Expression>();
        arguments.add(expression);
        values.forEach(value -> arguments.add(literal(value).expression));
        return new Column(Function.of("in", arguments));
    }

    /// SQL's `LIKE`: `%` stands for any characters, `_` for one.
    public Column like(String pattern) {
        return binary("like", pattern);
    }

    /// As [#like], without regard to case.
    public Column ilike(String pattern) {
        return binary("ilike", pattern);
    }

    /// True where the regular expression is found in the text.
    public Column rlike(String pattern) {
        return binary("rlike", pattern);
    }

    /// True where the text has the other in it.
    public Column contains(Object other) {
        return binary("contains", other);
    }

    /// True where the text begins with the other.
    public Column startsWith(Object other) {
        return binary("startswith", other);
    }

    /// True where the text ends with the other.
    public Column endsWith(Object other) {
        return binary("endswith", other);
    }

    /// `length` characters from a position counted from 1.
    public Column substr(Object start, Object length) {
        return new Column(Function.of("substring", expression, literal(start).expression,
                literal(length).expression));
    }

    /// The element of an array (from 0), the value of a map's key, or the field of a struct.
    public Column getItem(Object key) {
        return new Column(new Extract(expression, literal(key).expression));
    }

    /// The field of a struct.
    public Column getField(String name) {
        return getItem(name);
    }

    /// As [#getItem].
    public Column apply(Object key) {
        return getItem(key);
    }

    /// The struct with a field added or replaced; a dotted name leads into inner structs.
    public Column withField(String name, Column value) {
        return new Column(
                new UpdateField(expression, DottedName.parts(name), Optional.of(value.expression)));
    }

    /// The struct without some fields.
    public Column dropFields(String... names) {
        Expression rest = expression;
        for (var name : names) {
            rest = new UpdateField(rest, DottedName.parts(name), Optional.empty());
        }
        return new Column(rest);
    }

    /// The same value under another name.
    public Column as(String name) {
        return new Column(Alias.of(expression, name));
    }

    /// The columns of a generator under other names.
    public Column as(String[] names) {
        return new Column(new Alias(expression, List.of(names), ""));
    }

    /// As [#as(String)].
    public Column alias(String name) {
        return as(name);
    }

    /// As [#as(String)].
    public Column name(String name) {
        return as(name);
    }

    /// The value as another type; what does not fit is an error (`null` with `spark.sql.ansi.enabled=false`).
    public Column cast(DataType type) {
        return new Column(new Cast(expression, type, Cast.Mode.SESSION));
    }

    /// The value as another type, e.g. `bigint` or `array<string>`.
    public Column cast(String type) {
        return cast(Sql.dataType(type));
    }

    /// The value as another type, null where it does not fit.
    public Column try_cast(DataType type) {
        return new Column(new Cast(expression, type, Cast.Mode.TRY));
    }

    /// The value as another type, null where it does not fit.
    public Column try_cast(String type) {
        return try_cast(Sql.dataType(type));
    }

    /// Another branch after [Functions#when].
    public Column when(Column condition, @Nullable Object value) {
        if (!(expression instanceof Case open) || open.otherwise().isPresent()) {
            throw new UserException("INVALID_CALL",
                    Map.of("reason", "when() can only follow when(), before otherwise()"));
        }
        var branches = new ArrayList<>(open.branches());
        branches.add(new Expression.When(condition.expression, literal(value).expression));
        return new Column(new Case(open.operand(), branches, Optional.empty()));
    }

    /// The value where no branch of [Functions#when] holds.
    public Column otherwise(@Nullable Object value) {
        if (!(expression instanceof Case open) || open.otherwise().isPresent()) {
            throw new UserException("INVALID_CALL",
                    Map.of("reason", "otherwise() can only follow when(), and only once"));
        }
        return new Column(
                new Case(open.operand(), open.branches(), Optional.of(literal(value).expression)));
    }

    /// Ascending order, nulls first.
    public Column asc() {
        return asc_nulls_first();
    }

    /// Ascending order, nulls first.
    public Column asc_nulls_first() {
        return new Column(new SortOrder(expression, true, true));
    }

    /// Ascending order, nulls last.
    public Column asc_nulls_last() {
        return new Column(new SortOrder(expression, true, false));
    }

    /// Descending order, nulls last.
    public Column desc() {
        return desc_nulls_last();
    }

    /// Descending order, nulls first.
    public Column desc_nulls_first() {
        return new Column(new SortOrder(expression, false, true));
    }

    /// Descending order, nulls last.
    public Column desc_nulls_last() {
        return new Column(new SortOrder(expression, false, false));
    }

    SortOrder sortOrder() {
        return expression instanceof SortOrder order ? order : SortOrder.ascending(expression);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Column column && expression.equals(column.expression);
    }

    @Override
    public int hashCode() {
        return expression.hashCode();
    }

    @Override
    public String toString() {
        return expression.toString();
    }
}

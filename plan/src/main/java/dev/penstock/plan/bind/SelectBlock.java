package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.quoted;

import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Place.Clause;
import dev.penstock.plan.bind.Place.Named;
import dev.penstock.plan.function.Types;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.GroupKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One query block: `SELECT ... GROUP BY ... HAVING ... ORDER BY` over one input, bound together, because `HAVING` and `ORDER BY` may use
/// columns and aggregates that are not selected. Used once.
final class SelectBlock {
    private final BindContext context;
    private final Bound input;
    private final AggregateCollector aggregates = new AggregateCollector();
    private final WindowCollector windows = new WindowCollector();
    private List<Named> windowNames = List.of();
    private List<SelectItem> items = List.of();
    private Optional<Grouping> grouping = Optional.empty();
    private Optional<Expr> having = Optional.empty();
    private Optional<Expr> qualify = Optional.empty();
    private List<Expr.Order> orders = List.of();
    private Logical below;

    private SelectBlock(BindContext context, Bound input) {
        this.context = context;
        this.input = input;
        this.below = input.plan();
    }

    /// What follows the select list: `ORDER BY` and `QUALIFY`.
    record After(List<Expression.SortOrder> orders, Optional<Expression> qualify) {
        static final After NOTHING = new After(List.of(), Optional.empty());
    }

    static Bound project(BindContext context, Bound input, Relation.Project project, After after) {
        var block = new SelectBlock(context, input);
        block.bindItems(project.columns());
        return block.finish(after);
    }

    static Bound aggregate(BindContext context, Bound input, Relation.Aggregate aggregate,
            After after) {
        if (aggregate.pivot().isPresent()) {
            return pivot(context, input, aggregate, after);
        }
        var sets = new GroupingSets(context, aggregate);
        var block = new SelectBlock(context, sets.analytic() ? sets.nullable(input) : input);
        block.grouping = Optional.of(Grouping.plain(List.of()));
        block.windowNames = block.windows(aggregate.grouping());
        if (sets.analytic()) {
            block.windowNames.add(GroupingCalls.COLUMN);
        }
        block.bindItems(aggregate.output());
        block.grouping = Optional.of(aggregate.kind() == GroupKind.ALL
                ? Grouping.plain(block.unaggregated())
                : sets.bind(block::groupBy));
        block.having = aggregate.having().map(block::bindHaving);
        return block.finish(after);
    }

    private static Bound pivot(BindContext context, Bound input, Relation.Aggregate aggregate,
            After after) {
        var block = new SelectBlock(context, input);
        var columns = new PivotBinder(context, input, aggregate).bind(block.aggregates);
        block.grouping = Optional.of(Grouping.plain(columns.keys().stream()
                .map(SelectItem::expression).distinct().toList()));
        block.items = Stream.concat(columns.keys().stream(), columns.values().stream()).toList();
        return block.finish(after);
    }

    /// All columns of the input, of which some are replaced, followed by the new ones.
    static Bound withColumns(BindContext context, Bound input, List<Expression.Alias> columns) {
        var block = new SelectBlock(context, input);
        block.bindItems(List.copyOf(columns));
        var added = new ArrayList<>(block.items);
        var all = new ArrayList<SelectItem>();
        for (var column : input.scope().visible()) {
            var change = added.stream().filter(i -> context.same(i.name(), column.name()))
                    .findFirst();
            all.add(change.orElseGet(() -> new SelectItem(column.name(), column.expression(),
                    Optional.of(column),
                    input.plan().schema().field(column.index()).metadata(), column.name())));
        }
        added.removeIf(i -> input.scope().visible().stream()
                .anyMatch(c -> context.same(i.name(), c.name())));
        all.addAll(added);
        block.items = List.copyOf(all);
        return block.finish(After.NOTHING);
    }

    private void bindItems(List<Expression> columns) {
        var list = new SelectList(context, input, Optional.of(aggregates), Optional.of(windows),
                windowNames);
        items = list.bind(columns);
        below = list.input();
    }

    /// A window that is grouped by answers to the name of its function, `window` or `session_window`.
    private List<Named> windows(List<Expression> grouping) {
        var found = new ArrayList<Named>();
        for (var expression : grouping) {
            var bare = SqlText.bare(expression);
            var inner = bare instanceof Expression.Alias(var child, _, _)
                    ? SqlText.bare(child)
                    : bare;
            if (!(inner instanceof Expression.Function function)
                    || !WindowNodes.isWindow(CallBinder.name(function))) {
                continue;
            }
            var name = bare instanceof Expression.Alias(_, var names, _)
                    ? names.getFirst()
                    : CallBinder.name(function);
            found.add(new Named(name, bindKey(inner)));
        }
        return found;
    }

    private Expr bindKey(Expression expression) {
        return new ExpressionBinder(context, Place.of(input.scope(), Clause.GROUP_BY))
                .bind(expression);
    }

    private List<Expr> unaggregated() {
        return items.stream().map(SelectItem::expression)
                .filter(e -> !AggregateCollector.containsPlaceholder(e)).distinct().toList();
    }

    private Expr groupBy(Expression expression) {
        var key = key(expression);
        if (!Types.isGroupable(key.type())) {
            throw new UserException("GROUP_EXPRESSION_TYPE_IS_NOT_ORDERABLE",
                    Map.of("sqlExpr", quoted(context.text(expression)), "dataType",
                            quoted(key.type())));
        }
        return key;
    }

    /// A grouping expression: a position in the select list, an expression over the input, or a name of the select list.
    private Expr key(Expression expression) {
        var position = SelectList.position(expression);
        if (position.isPresent()) {
            return item(position.get());
        }
        var places = new Place(input.scope(), items.stream().map(SelectItem::named).toList(), false,
                Optional.empty(), Optional.empty(), Clause.GROUP_BY);
        var key = new ExpressionBinder(context, places).bind(expression);
        if (key.anyMatch(WindowCollector::isPlaceholder)) {
            throw new UserException("WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE",
                    Map.of("clauseName", "GROUP BY"));
        }
        if (AggregateCollector.containsPlaceholder(key)) {
            throw new UserException("GROUP_BY_AGGREGATE",
                    Map.of("sqlExpr", context.text(expression)));
        }
        return key;
    }

    private Expr item(int position) {
        if (position < 1 || position > items.size()) {
            throw BindErrors.groupPosition(position, items.size());
        }
        var item = items.get(position - 1);
        if (AggregateCollector.containsPlaceholder(item.expression())) {
            throw new UserException("GROUP_BY_POS_AGGREGATE",
                    Map.of("index", String.valueOf(position), "aggExpr", item.text()));
        }
        return item.expression();
    }

    private Place afterSelect(Clause clause) {
        var names = new ArrayList<Named>();
        items.forEach(i -> names.add(i.named()));
        windowNames.stream()
                .filter(w -> names.stream().noneMatch(n -> context.same(n.name(), w.name())))
                .forEach(names::add);
        boolean aggregated = grouping.isPresent() || !aggregates.calls().isEmpty();
        return new Place(input.scope(), names, true,
                aggregated ? Optional.of(aggregates) : Optional.empty(),
                clause == Clause.HAVING ? Optional.empty() : Optional.of(windows), clause);
    }

    private Expr bindHaving(Expression expression) {
        return new ExpressionBinder(context, afterSelect(Clause.HAVING)).condition(expression);
    }

    /// The condition of `QUALIFY`, which has to be about functions over windows and may not aggregate.
    private Expr bindQualify(Expression expression) {
        int before = aggregates.calls().size();
        var condition = new ExpressionBinder(context, afterSelect(Clause.ORDER_BY))
                .condition(expression);
        if (aggregates.calls().size() > before) {
            throw new UserException("QUALIFY_AGGREGATE_NOT_ALLOWED",
                    Map.of("aggregateExpr", context.text(expression)));
        }
        if (windows.isEmpty()) {
            throw new UserException("QUALIFY_REQUIRES_WINDOW_FUNCTION", Map.of());
        }
        return condition;
    }

    private Bound finish(After after) {
        qualify = after.qualify().map(this::bindQualify);
        orders = new SortOrders(context, afterSelect(Clause.ORDER_BY), items).bind(after.orders());
        settleWindows();
        if (grouping.isPresent() || !aggregates.calls().isEmpty()) {
            aggregateBelow();
        } else if (items.stream().anyMatch(i -> i.expression().anyMatch(GroupingCalls::isCall))
                || orders.stream()
                        .anyMatch(o -> o.expression().anyMatch(GroupingCalls::isCall))) {
            throw GroupingCalls.notHere();
        }
        if (!windows.isEmpty()) {
            windowsBelow();
        }
        return BlockOutput.of(below, items, orders);
    }

    /// Puts the aggregation below, and turns all expressions into ones over its columns.
    private void aggregateBelow() {
        var by = grouping.orElse(Grouping.plain(List.of()));
        var rewriter = new AggregateRewriter(by, by.settle(below), input.scope());
        below = rewriter.aggregate(aggregates.calls(), items);
        items = items.stream().map(i -> i.with(rewriter.rewrite(i.expression()))).toList();
        orders = orders.stream().map(o -> new Expr.Order(rewriter.rewrite(o.expression()),
                o.ascending(), o.nullsFirst())).toList();
        having.ifPresent(
                condition -> below = new Logical.Filter(below, rewriter.rewrite(condition)));
        windows.replaceAll(rewriter::rewrite);
        qualify = qualify.map(rewriter::rewrite);
    }

    /// Puts the functions over windows below, above the aggregation.
    private void windowsBelow() {
        var settled = windows.settle(below);
        below = settled.plan();
        items = items.stream().map(i -> i.with(settled.in(i.expression()))).toList();
        orders = orders.stream().map(o -> o.map(settled::in)).toList();
        qualify.ifPresent(
                condition -> below = new Logical.Filter(below, settled.in(condition)));
    }

    private void settleWindows() {
        var everything = new ArrayList<Expr>();
        grouping.ifPresent(by -> everything.addAll(by.keys()));
        items.forEach(i -> everything.add(i.expression()));
        var settled = WindowNodes.settle(below, everything, context);
        if (settled.isEmpty()) {
            return;
        }
        below = settled.get().input();
        var replace = settled.get();
        grouping = grouping.map(by -> by.map(replace::in));
        items = items.stream().map(i -> i.with(replace.in(i.expression()))).toList();
        having = having.map(replace::in);
        qualify = qualify.map(replace::in);
        windows.replaceAll(replace::in);
        orders = orders.stream()
                .map(o -> new Expr.Order(replace.in(o.expression()), o.ascending(), o.nullsFirst()))
                .toList();
    }

}

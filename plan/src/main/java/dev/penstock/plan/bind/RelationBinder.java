package dev.penstock.plan.bind;

import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Place.Clause;
import dev.penstock.plan.bind.SelectBlock.After;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import java.util.List;

/// Binds relations: one case a node, the work done by the binder of its area.
final class RelationBinder {
    private final BindContext context;

    RelationBinder(BindContext context) {
        this.context = context;
    }

    Bound bind(Relation relation) {
        return switch (relation) {
            case Relation.At(var inner, var position) -> {
                try {
                    yield bind(inner);
                } catch (UserException e) {
                    throw e.at(position);
                }
            }
            case Relation.Identified(var inner, var plan) -> {
                var bound = bind(inner);
                yield new Bound(bound.plan(), bound.scope().map(c -> c.from(plan)));
            }
            case Relation.NamedTable table -> new SourceBinder(context).table(table);
            case Relation.DataSource source -> new SourceBinder(context).source(source);
            case Relation.Sql _ -> throw new UserException("INVALID_CALL",
                    java.util.Map.of("reason",
                            "a query of a session on a cluster cannot be part of one in this process"));
            case Relation.LocalData(var schema, var batches) ->
                Bound.of(new Logical.LocalData(schema, batches));
            case Relation.Values values -> new SourceBinder(context).values(values);
            case Relation.OneRow _ -> SourceBinder.oneRow();
            case Relation.Range(var start, var end, var step) ->
                SourceBinder.range(start, end, step);
            case Relation.TableFunction function -> new TableFunctions(context).bind(function);
            case Relation.Project project ->
                SelectBlock.project(context, bind(project.input()), project, After.NOTHING);
            case Relation.Qualify(var input, var condition) ->
                block(input, new After(List.of(), java.util.Optional.of(condition)), context);
            case Relation.Filter filter -> new FilterBinder(context).bind(filter);
            case Relation.Join join -> new JoinBinder(context).bind(join);
            case Relation.SetOperation operation -> new SetBinder(context).bind(operation);
            case Relation.Aggregate aggregate ->
                SelectBlock.aggregate(context, bind(aggregate.input()), aggregate, After.NOTHING);
            case Relation.Unpivot unpivot ->
                new UnpivotBinder(context, bind(unpivot.input()), unpivot).bind();
            case Relation.Sort sort -> sort(sort);
            case Relation.Limit(var input, var rows) ->
                new LimitBinder(context).limit(bind(input), rows);
            case Relation.Offset(var input, var rows) ->
                new LimitBinder(context).offset(bind(input), rows);
            case Relation.Tail _ -> throw BindErrors.notYet("tail(n) as part of a query");
            case Relation.Deduplicate deduplicate ->
                new SetBinder(context).deduplicate(bind(deduplicate.input()), deduplicate);
            case Relation.SubqueryAlias alias ->
                new ColumnsBinder(context).alias(bind(alias.input()), alias);
            case Relation.With with -> with(with);
            case Relation.WithColumns with ->
                new ColumnsBinder(context).withColumns(bind(with.input()), with.columns());
            case Relation.RenameColumns(var input, var names) ->
                new ColumnsBinder(context).rename(bind(input), names);
            case Relation.DropColumns(var input, var columns, var names) ->
                new ColumnsBinder(context).drop(bind(input), columns, names);
            case Relation.ToNames(var input, var names) ->
                new ColumnsBinder(context).toNames(bind(input), names);
            case Relation.ToSchema(var input, var schema) ->
                new ColumnsBinder(context).toSchema(bind(input), schema);
            case Relation.LateralView view ->
                new TableFunctions(context).lateralView(bind(view.input()), view);
            case Relation.Watermark(var input, var column, var delay) ->
                new WatermarkBinder(context).bind(bind(input), column, delay);
            // How rows are spread, and hints about it, do not change what a query means.
            case Relation.Repartition(var input, _) -> bind(input);
            case Relation.Hint(var input, _, _) -> bind(input);
            case Relation.Observe observe -> observe(observe);
            case Relation.GroupProgram node -> new GroupProgramBinder(context).bind(node);
            case Relation.Sample sample ->
                new SampleBinder(context).bind(bind(sample.input()), sample);
        };
    }

    /// The rows pass as they are. The metrics of a stream are computed while they do; those of a query that ends are bound to see that they are sound, and
    /// who runs the query computes them.
    private Bound observe(Relation.Observe observe) {
        if (observe.name().isEmpty()) {
            throw new UserException("INVALID_OBSERVED_METRICS.MISSING_NAME",
                    java.util.Map.of("operator", "CollectMetrics"));
        }
        var input = bind(observe.input());
        var rows = new Logical.LocalData(input.plan().schema(), List.of());
        var metrics = SelectBlock.aggregate(context, new Bound(rows, input.scope()),
                observe.aggregation(), After.NOTHING);
        return input.plan().streaming()
                ? new Bound(new Logical.Observe(input.plan(), observe.name(), metrics.plan()),
                        input.scope())
                : input;
    }

    /// An order binds together with the block below it, whose input and aggregates it may use.
    private Bound sort(Relation.Sort sort) {
        return block(sort.input(), new After(sort.orders(), java.util.Optional.empty()), context);
    }

    private Bound block(Relation input, After after, BindContext inner) {
        return switch (input) {
            case Relation.At(var relation, var position) -> {
                try {
                    yield block(relation, after, inner);
                } catch (UserException e) {
                    throw e.at(position);
                }
            }
            case Relation.Identified(var relation, var plan) -> {
                var bound = block(relation, after, inner);
                yield new Bound(bound.plan(), bound.scope().map(c -> c.from(plan)));
            }
            case Relation.Project project -> SelectBlock.project(inner,
                    new RelationBinder(inner).bind(project.input()), project, after);
            case Relation.Qualify(var block, var condition) -> block(block,
                    new After(after.orders(), java.util.Optional.of(condition)), inner);
            case Relation.Aggregate aggregate ->
                SelectBlock.aggregate(inner, new RelationBinder(inner).bind(aggregate.input()),
                        aggregate, after);
            default -> sorted(new RelationBinder(inner).bind(input), after.orders());
        };
    }

    private Bound sorted(Bound input, List<Expression.SortOrder> orders) {
        var items = input.scope().visible().stream()
                .map(c -> new SelectItem(c.name(), c.expression(), java.util.Optional.of(c),
                        input.plan().schema().field(c.index()).metadata(), c.name()))
                .toList();
        var place = Place.of(input.scope(), Clause.ORDER_BY);
        return BlockOutput.of(input.plan(), items,
                new SortOrders(context, place, items).bind(orders));
    }

    private Bound with(Relation.With with) {
        if (with.recursive()) {
            throw BindErrors.notYet("WITH RECURSIVE");
        }
        var inner = context;
        for (var definition : with.definitions()) {
            inner = inner.withCommonTable(definition);
        }
        return new RelationBinder(inner).bind(with.body());
    }
}

package dev.penstock.connect.client.message;

import static dev.penstock.connect.client.message.ExpressionMessages.unsupported;

import dev.penstock.connect.wire.TypeMessages;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Attribute;
import dev.penstock.plan.spec.Expression.Literal;
import dev.penstock.plan.spec.Relation;
import java.util.List;
import java.util.Objects;
import org.apache.spark.connect.proto.CollectMetrics;
import org.apache.spark.connect.proto.Deduplicate;
import org.apache.spark.connect.proto.Drop;
import org.apache.spark.connect.proto.Hint;
import org.apache.spark.connect.proto.Join;
import org.apache.spark.connect.proto.Read;
import org.apache.spark.connect.proto.RepartitionByExpression;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.Sample;
import org.apache.spark.connect.proto.SetOperation;
import org.apache.spark.connect.proto.Sort;
import org.apache.spark.connect.proto.Unpivot;
import org.apache.spark.connect.proto.WithColumnsRenamed;

/// Queries as messages. One method an area; what a message cannot say is an error that names it.
public final class RelationMessages {
    private final Names names;

    /// `names` are looked at for every table.
    public RelationMessages(Names names) {
        this.names = names;
    }

    /// The query as a message.
    public org.apache.spark.connect.proto.Relation message(Relation relation) {
        return fill(org.apache.spark.connect.proto.Relation.newBuilder(), relation).build();
    }

    private org.apache.spark.connect.proto.Relation.Builder fill(
            org.apache.spark.connect.proto.Relation.Builder message, Relation relation) {
        switch (relation) {
            case Relation.At(var inner, _) -> fill(message, inner);
            case Relation.Identified(var inner, var plan) -> {
                fill(message, inner);
                message.getCommonBuilder().setPlanId(plan);
            }
            case Relation.NamedTable table -> table(message, table);
            case Relation.DataSource source -> message.setRead(read(source));
            case Relation.Sql(var text, var arguments) ->
                message.mergeFrom(names.complete(text, org.apache.spark.connect.proto.Relation
                        .newBuilder().setSql(sql(text, arguments)).build()));
            case Relation.LocalData data -> LocalRows.fill(message, data);
            case Relation.OneRow _ -> message.setSql(SQL.newBuilder().setQuery("SELECT"));
            case Relation.Range(var start, var end, var step) ->
                message.getRangeBuilder().setStart(start).setEnd(end).setStep(step);
            case Relation.TableFunction(var name, var arguments) ->
                message.getUnresolvedTableValuedFunctionBuilder()
                        .setFunctionName(Names.quoted(name))
                        .addAllArguments(ExpressionMessages.messages(arguments));
            case Relation.Project(var input, var columns) -> message.getProjectBuilder()
                    .setInput(message(input))
                    .addAllExpressions(ExpressionMessages.messages(columns));
            case Relation.Filter(var input, var condition) -> message.getFilterBuilder()
                    .setInput(message(input)).setCondition(ExpressionMessages.message(condition));
            case Relation.Join join -> message.setJoin(join(join));
            case Relation.SetOperation operation -> message.setSetOp(set(operation));
            case Relation.Aggregate aggregate ->
                message.setAggregate(Aggregates.message(aggregate, message(aggregate.input())));
            case Relation.Sort(var input, var orders, var global) -> message
                    .setSort(Sort.newBuilder().setInput(message(input)).setIsGlobal(global)
                            .addAllOrder(orders.stream().map(ExpressionMessages::order).toList()));
            case Relation.Limit(var input, var rows) ->
                message.getLimitBuilder().setInput(message(input)).setLimit(number(rows));
            case Relation.Offset(var input, var rows) ->
                message.getOffsetBuilder().setInput(message(input)).setOffset(number(rows));
            case Relation.Tail(var input, var rows) ->
                message.getTailBuilder().setInput(message(input)).setLimit(number(rows));
            case Relation.Sample sample -> message.setSample(sample(sample));
            case Relation.Values _ -> throw unsupported("VALUES that is not part of a SQL text");
            case Relation.Qualify _ ->
                throw unsupported("QUALIFY that is not part of a SQL text");
            case Relation.GroupProgram(_, _, var program, _) -> throw unsupported(
                    program.operator() + " with a program of this process");
            case Relation.With _ -> throw unsupported("WITH that is not part of a SQL text");
            case Relation.LateralView _ ->
                throw unsupported("LATERAL VIEW that is not part of a SQL text");
            case Relation.Deduplicate _,Relation.SubqueryAlias _,Relation.WithColumns _,Relation.RenameColumns _,Relation.DropColumns _,Relation.ToNames _,Relation.ToSchema _,Relation.Watermark _,Relation.Repartition _,Relation.Hint _,Relation.Observe _,Relation.Unpivot _ ->
                reshape(message, relation);
        }
        return message;
    }

    /// Operators that keep the rows, or most of them, and change how they look.
    private void reshape(org.apache.spark.connect.proto.Relation.Builder message,
            Relation relation) {
        switch (relation) {
            case Relation.Deduplicate(var input, var columns, var within) ->
                message.setDeduplicate(Deduplicate.newBuilder().setInput(message(input))
                        .addAllColumnNames(columns).setAllColumnsAsKeys(columns.isEmpty())
                        .setWithinWatermark(within));
            case Relation.SubqueryAlias(var input, var name, var columns) -> message
                    .getSubqueryAliasBuilder().setAlias(name).setInput(columns.isEmpty()
                            ? message(input)
                            : message(new Relation.ToNames(input, columns)));
            case Relation.WithColumns(var input, var columns) -> message.getWithColumnsBuilder()
                    .setInput(message(input))
                    .addAllAliases(columns.stream().map(ExpressionMessages::alias).toList());
            case Relation.RenameColumns rename -> message.setWithColumnsRenamed(rename(rename));
            case Relation.DropColumns(var input, var columns, var named) -> message
                    .setDrop(Drop.newBuilder().setInput(message(input)).addAllColumnNames(named)
                            .addAllColumns(ExpressionMessages.messages(columns)));
            case Relation.ToNames(var input, var columns) ->
                message.getToDfBuilder().setInput(message(input)).addAllColumnNames(columns);
            case Relation.ToSchema(var input, var schema) -> message.getToSchemaBuilder()
                    .setInput(message(input)).setSchema(TypeMessages.message(schema));
            case Relation.Watermark(var input, var column, var delay) -> message
                    .getWithWatermarkBuilder().setInput(message(input))
                    .setEventTime(columnName(column)).setDelayThreshold(delay);
            case Relation.Repartition(var input, var columns) -> {
                if (columns.isEmpty()) {
                    fill(message, input);
                } else {
                    message.setRepartitionByExpression(RepartitionByExpression.newBuilder()
                            .setInput(message(input))
                            .addAllPartitionExprs(ExpressionMessages.messages(columns)));
                }
            }
            case Relation.Hint(var input, var name, var parameters) ->
                message.setHint(Hint.newBuilder().setInput(message(input)).setName(name)
                        .addAllParameters(ExpressionMessages.messages(parameters)));
            case Relation.Observe(var input, var name, var metrics) -> message.setCollectMetrics(
                    CollectMetrics.newBuilder().setInput(message(input)).setName(name)
                            .addAllMetrics(ExpressionMessages.messages(metrics)));
            case Relation.Unpivot unpivot -> message.setUnpivot(unpivot(unpivot));
            default -> throw new AssertionError("no such operator here: " + relation);
        }
    }

    private void table(org.apache.spark.connect.proto.Relation.Builder message,
            Relation.NamedTable table) {
        var known = names.find(table.name(), table.streaming());
        if (known.isPresent()) {
            message.getSubqueryAliasBuilder().setAlias(table.name().getLast())
                    .setInput(known.get());
            return;
        }
        message.setRead(Read.newBuilder().setIsStreaming(table.streaming())
                .setNamedTable(Read.NamedTable.newBuilder()
                        .setUnparsedIdentifier(Names.quoted(table.name()))
                        .putAllOptions(table.options())));
    }

    /// A source that is in no catalog.
    public static Read read(Relation.DataSource source) {
        var data = Read.DataSource.newBuilder().putAllOptions(source.options())
                .addAllPaths(source.paths());
        if (!source.format().isEmpty()) {
            data.setFormat(source.format());
        }
        source.schema().ifPresent(schema -> data.setSchema(Ddl.text(schema)));
        return Read.newBuilder().setIsStreaming(source.streaming()).setDataSource(data).build();
    }

    /// A text with the values of its parameters: those that are numbered from 0 go by position.
    private static SQL sql(String text, java.util.Map<String, Expression> arguments) {
        var message = SQL.newBuilder().setQuery(text);
        if (arguments.containsKey("0")) {
            for (int i = 0; i < arguments.size(); i++) {
                message.addPosArguments(
                        ExpressionMessages.message(
                                Objects.requireNonNull(arguments.get(String.valueOf(i)))));
            }
        } else {
            arguments.forEach((name, value) -> message.putNamedArguments(name,
                    ExpressionMessages.message(value)));
        }
        return message.build();
    }

    private Join join(Relation.Join join) {
        if (join.natural() || join.lateral()) {
            throw unsupported("A natural or lateral join that is not part of a SQL text");
        }
        var message = Join.newBuilder().setLeft(message(join.left()))
                .setRight(message(join.right())).addAllUsingColumns(join.using())
                .setJoinType(switch (join.type()) {
                    case INNER -> Join.JoinType.JOIN_TYPE_INNER;
                    case LEFT -> Join.JoinType.JOIN_TYPE_LEFT_OUTER;
                    case RIGHT -> Join.JoinType.JOIN_TYPE_RIGHT_OUTER;
                    case FULL -> Join.JoinType.JOIN_TYPE_FULL_OUTER;
                    case LEFT_SEMI -> Join.JoinType.JOIN_TYPE_LEFT_SEMI;
                    case LEFT_ANTI -> Join.JoinType.JOIN_TYPE_LEFT_ANTI;
                    case CROSS -> Join.JoinType.JOIN_TYPE_CROSS;
                });
        join.condition().ifPresent(
                condition -> message.setJoinCondition(ExpressionMessages.message(condition)));
        return message.build();
    }

    private SetOperation set(Relation.SetOperation operation) {
        return SetOperation.newBuilder().setLeftInput(message(operation.left()))
                .setRightInput(message(operation.right())).setIsAll(operation.all())
                .setByName(operation.byName())
                .setAllowMissingColumns(operation.allowMissingColumns())
                .setSetOpType(switch (operation.kind()) {
                    case UNION -> SetOperation.SetOpType.SET_OP_TYPE_UNION;
                    case INTERSECT -> SetOperation.SetOpType.SET_OP_TYPE_INTERSECT;
                    case EXCEPT -> SetOperation.SetOpType.SET_OP_TYPE_EXCEPT;
                }).build();
    }

    private Sample sample(Relation.Sample sample) {
        var message = Sample.newBuilder().setInput(message(sample.input()))
                .setLowerBound(sample.lower()).setUpperBound(sample.upper())
                .setWithReplacement(sample.withReplacement());
        sample.seed().ifPresent(message::setSeed);
        return message.build();
    }

    private WithColumnsRenamed rename(Relation.RenameColumns rename) {
        var message = WithColumnsRenamed.newBuilder().setInput(message(rename.input()));
        rename.names().forEach((from, to) -> message.addRenames(WithColumnsRenamed.Rename
                .newBuilder().setColName(from).setNewColName(to)));
        return message.build();
    }

    private Unpivot unpivot(Relation.Unpivot unpivot) {
        if (unpivot.ids().isEmpty()) {
            throw unsupported("UNPIVOT that is not part of a SQL text");
        }
        var message = Unpivot.newBuilder().setInput(message(unpivot.input()))
                .addAllIds(ExpressionMessages.messages(unpivot.ids().get()))
                .setVariableColumnName(unpivot.nameColumn())
                .setValueColumnName(unpivot.valueColumns().getFirst());
        unpivot.values().ifPresent(values -> message.setValues(Unpivot.Values.newBuilder()
                .addAllValues(ExpressionMessages.messages(
                        values.stream().flatMap(v -> v.columns().stream()).toList()))));
        return message.build();
    }

    private static int number(Expression rows) {
        return switch (rows) {
            case Expression.At(var inner, _) -> number(inner);
            case Literal(Integer count, _) -> count;
            case Literal(Long count, _) -> Math.toIntExact(count);
            default -> throw unsupported("A number of rows that is not a constant");
        };
    }

    private static String columnName(Expression column) {
        return switch (column) {
            case Expression.At(var inner, _) -> columnName(inner);
            case Attribute(List<String> name, _) -> Names.quoted(name);
            default -> throw unsupported("A watermark on something else than a column");
        };
    }
}

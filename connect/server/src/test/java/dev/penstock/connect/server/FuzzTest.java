package dev.penstock.connect.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.penstock.Penstock;
import dev.penstock.testkit.Gen;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.connect.proto.*;
import org.junit.jupiter.api.Test;

/// Plans that no client would send: each ends with rows or with an error of the plan's, and the server goes on.
///
/// `-Dpenstock.seed=n` begins after seed `n`, so that with `-Dpenstock.fuzz.plans=1` one plan is repeated alone.
class FuzzTest {
    /// How many plans; `-Dpenstock.fuzz.plans=100000` for a long run.
    private static final int PLANS = Integer.getInteger("penstock.fuzz.plans", 3000);
    private static final int DEPTH = 4;
    /// Asked about rather than executed: a mutated plan may well mean to count to a number with twenty digits.
    private static final int EXECUTED_ONE_IN = 6;

    @Test
    void noPlanBringsTheServerDown() throws Exception {
        try (var penstock = Penstock.open();
                var server = ConnectServer.builder(penstock).port(0).start();
                var client = new TestClient(server.port());
                var bystander = new TestClient(server.port())) {
            int answered = 0;
            var mistakes = new TreeMap<String, String>();
            long from = Long.getLong(Gen.SEED_PROPERTY, 0);
            for (long seed = from + 1; seed <= from + PLANS; seed++) {
                var gen = new Gen(seed);
                try {
                    send(client, gen);
                    answered++;
                } catch (StatusRuntimeException e) {
                    assertThat(e.getStatus().getCode()).as("seed %d: %s", seed, e)
                            .isIn(Status.Code.INTERNAL, Status.Code.DEADLINE_EXCEEDED);
                    note(e, seed, mistakes);
                }
                if (seed % 500 == 0) {
                    assertThat(TestClient.rows(bystander.run(TestClient.range(3)))).hasSize(3);
                }
            }
            assertThat(mistakes).as("errors that are no error of the plan, and their seeds")
                    .isEmpty();
            assertThat(answered).as("plans that still made sense").isPositive();
        }
    }

    private static void note(StatusRuntimeException error, long seed,
            Map<String, String> mistakes) {
        var message = String.valueOf(error.getMessage());
        if (message.contains("for no fault of yours")) {
            mistakes.putIfAbsent(message.replaceAll("[0-9]+", "#"), "seed " + seed);
        }
    }

    private static void send(TestClient client, Gen gen) throws InvalidProtocolBufferException {
        var relation = gen.oneIn(3)
                ? damaged(seedPlan(gen), gen)
                : (Relation) mutated(seedPlan(gen), gen, DEPTH);
        if (gen.oneIn(EXECUTED_ONE_IN)) {
            var limited = Relation.newBuilder()
                    .setLimit(Limit.newBuilder().setInput(relation).setLimit(5)).build();
            TestClient
                    .all(client.calls().withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                            .executePlan(client.request(limited).build()));
        } else {
            var request = AnalyzePlanRequest.newBuilder().setSessionId(client.sessionId)
                    .setUserContext(client.user);
            request.getSchemaBuilder().getPlanBuilder().setRoot(relation);
            client.calls().analyzePlan(request.build());
        }
    }

    /// Some bytes of the plan are others, where it can still be read as a message at all.
    private static Relation damaged(Relation relation, Gen gen)
            throws InvalidProtocolBufferException {
        byte[] bytes = relation.toByteArray();
        for (int i = 0; i < 100; i++) {
            byte[] copy = bytes.clone();
            copy[gen.below(copy.length)] = (byte) gen.below(256);
            try {
                return Relation.parseFrom(copy);
            } catch (InvalidProtocolBufferException _) {
                // not a message any more; the next attempt may be
            }
        }
        return relation;
    }

    /// A message in which a field has been dropped, doubled, emptied, or given another value, here or deeper.
    private static Message mutated(Message message, Gen gen, int depth) {
        var builder = message.toBuilder();
        var present = new ArrayList<>(message.getAllFields().keySet());
        if (present.isEmpty() || gen.oneIn(6)) {
            var any = gen.pick(message.getDescriptorForType().getFields());
            setAny(builder, any, gen, depth);
            return builder.build();
        }
        var field = gen.pick(present);
        if (gen.oneIn(8)) {
            return builder.clearField(field).build();
        }
        if (field.isRepeated()) {
            int count = message.getRepeatedFieldCount(field);
            int at = gen.below(count);
            var value = message.getRepeatedField(field, at);
            if (gen.oneIn(4)) {
                return builder.addRepeatedField(field, value).build();
            }
            if (value instanceof Message inner && depth >= 0 && !field.isMapField()) {
                return builder.setRepeatedField(field, at, mutated(inner, gen, depth)).build();
            }
            return builder.build();
        }
        var value = message.getField(field);
        if (value instanceof Message inner) {
            return builder.setField(field, mutated(inner, gen, depth)).build();
        }
        setAny(builder, field, gen, depth);
        return builder.build();
    }

    private static void setAny(Message.Builder builder, FieldDescriptor field, Gen gen, int depth) {
        if (field.isMapField()) {
            return;
        }
        var value = any(builder, field, gen, depth);
        if (field.isRepeated()) {
            builder.addRepeatedField(field, value);
        } else {
            builder.setField(field, value);
        }
    }

    private static Object any(Message.Builder parent, FieldDescriptor field, Gen gen, int depth) {
        return switch (field.getJavaType()) {
            case INT -> gen.anyInt();
            case LONG -> gen.anyLong();
            case FLOAT -> (float) gen.anyDouble();
            case DOUBLE -> gen.anyDouble();
            case BOOLEAN -> gen.flip();
            case STRING -> gen.pick("", "id", "t", "*", "no_such", gen.text(20), "1 +", "json",
                    "sum", "struct<a int>");
            case BYTE_STRING -> com.google.protobuf.ByteString.copyFrom(gen.bytes(gen.below(40)));
            case ENUM -> gen.pick(field.getEnumType().getValues());
            case MESSAGE -> {
                var type = parent.newBuilderForField(field);
                if (depth > 0 && !type.getDescriptorForType().getFields().isEmpty()) {
                    setAny(type, gen.pick(type.getDescriptorForType().getFields()), gen,
                            depth - 1);
                }
                yield type.build();
            }
        };
    }

    private static Expression column(String name) {
        return Expression.newBuilder().setUnresolvedAttribute(Expression.UnresolvedAttribute
                .newBuilder().setUnparsedIdentifier(name)).build();
    }

    private static Expression call(String function, Expression... arguments) {
        return Expression.newBuilder().setUnresolvedFunction(Expression.UnresolvedFunction
                .newBuilder().setFunctionName(function).addAllArguments(List.of(arguments)))
                .build();
    }

    private static Expression literal(int value) {
        return Expression.newBuilder()
                .setLiteral(Expression.Literal.newBuilder().setInteger(value)).build();
    }

    /// A plan that makes sense.
    private static Relation seedPlan(Gen gen) {
        var plan = TestClient.range(20);
        for (int i = gen.below(4); i > 0; i--) {
            plan = step(plan, gen);
        }
        return plan;
    }

    private static Relation step(Relation input, Gen gen) {
        var plan = Relation.newBuilder();
        switch (gen.below(8)) {
            case 0 -> plan.getFilterBuilder().setInput(input)
                    .setCondition(call(">", column("id"), literal(3)));
            case 1 -> plan.getProjectBuilder().setInput(input).addExpressions(column("id"))
                    .addExpressions(call("+", column("id"), literal(1)));
            case 2 -> plan.getAggregateBuilder().setInput(input)
                    .setGroupType(Aggregate.GroupType.GROUP_TYPE_GROUPBY)
                    .addGroupingExpressions(column("id"))
                    .addAggregateExpressions(call("count", literal(1)));
            case 3 -> plan.getSetOpBuilder().setLeftInput(input).setRightInput(TestClient.range(5))
                    .setSetOpType(SetOperation.SetOpType.SET_OP_TYPE_UNION).setIsAll(true);
            case 4 -> plan.getJoinBuilder().setLeft(input).setRight(TestClient.range(5))
                    .setJoinType(Join.JoinType.JOIN_TYPE_INNER).addUsingColumns("id");
            case 5 -> plan.getSortBuilder().setInput(input).setIsGlobal(true)
                    .addOrder(Expression.SortOrder.newBuilder().setChild(column("id"))
                            .setDirection(
                                    Expression.SortOrder.SortDirection.SORT_DIRECTION_ASCENDING)
                            .setNullOrdering(
                                    Expression.SortOrder.NullOrdering.SORT_NULLS_FIRST));
            case 6 -> plan.getSqlBuilder().setQuery("SELECT id, id * 2 AS d FROM range(10)");
            default -> plan.getLimitBuilder().setInput(input).setLimit(7);
        }
        return plan.build();
    }
}

package dev.penstock.connect.server.plan;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.penstock.connect.server.artifact.Artifacts;
import dev.penstock.connect.server.execute.Operation;
import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.connect.server.session.SessionKey;
import dev.penstock.connect.server.stream.StreamingCommands;
import dev.penstock.data.error.UserException;
import java.util.Optional;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
import org.apache.spark.connect.proto.Catalog;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Expression;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Project;
import org.apache.spark.connect.proto.Range;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;

/// Finds out, message by message, what the server takes: each is sent with nothing in it but an input, and what is not done yet says so.
final class Compatibility {
    private static final Relation INPUT = Relation.newBuilder()
            .setRange(Range.newBuilder().setEnd(1).setStep(1)).build();

    private final ServerSession session;

    Compatibility(dev.penstock.Session engine, Artifacts artifacts) {
        session = new ServerSession(new SessionKey("user", "session"), "server", engine, artifacts);
    }

    /// The whole document.
    String document() {
        return """
                # What of Spark Connect 4.2 the server takes

                Made by `CompatibilityTest` from the code; run it with `-Dcompatibility.write=true` after a change. "Yes" says that the message is
                translated and carried out; what of its options the engine cannot do yet is named by the error `NOT_YET_SUPPORTED`.
                Functions of the client's language (Python, Scala) are not run on the server.

                """
                + section("Calls", calls())
                + section("Relations", rows(Relation.getDescriptor(), "rel_type", this::relation))
                + section("Expressions",
                        rows(Expression.getDescriptor(), "expr_type", this::expression))
                + section("Commands",
                        rows(Command.getDescriptor(), "command_type", this::command))
                + section("Catalog", rows(Catalog.getDescriptor(), "cat_type", this::catalog))
                + section("Analysis",
                        rows(AnalyzePlanRequest.getDescriptor(), "analyze", this::analysis));
    }

    private static String section(String title, String rows) {
        return "## " + title + "\n\n| message | taken |\n|---|---|\n" + rows + "\n";
    }

    private static String calls() {
        var rows = new StringBuilder();
        for (var method : SparkConnectServiceGrpc.getServiceDescriptor().getMethods()) {
            rows.append("| ").append(method.getBareMethodName()).append(" | yes |\n");
        }
        return rows.toString();
    }

    @FunctionalInterface
    private interface Probe {
        void send(FieldDescriptor kind) throws Exception;
    }

    private static String rows(Descriptor message, String choice, Probe probe) {
        var rows = new StringBuilder();
        for (var kind : message.getOneofs().stream().filter(o -> o.getName().equals(choice))
                .findFirst().orElseThrow().getFields()) {
            rows.append("| ").append(kind.getName()).append(" | ")
                    .append(refusal(kind, probe).map(feature -> "not yet: " + feature)
                            .orElse("yes"))
                    .append(" |\n");
        }
        return rows.toString();
    }

    /// What is said to be missing, or nothing when the message is taken.
    private static Optional<String> refusal(FieldDescriptor kind, Probe probe) {
        try {
            probe.send(kind);
            return Optional.empty();
        } catch (UserException e) {
            return e.condition().equals("NOT_YET_SUPPORTED")
                    ? Optional.of(e.parameters().getOrDefault("feature", ""))
                    : Optional.empty();
        } catch (Exception e) {
            throw new AssertionError(kind.getName(), e);
        }
    }

    /// A message of this kind with an input wherever it takes a relation.
    private static Message filled(Descriptor type) {
        var message = DynamicMessage.newBuilder(type);
        for (var field : type.getFields()) {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isRepeated()
                    && field.getMessageType().equals(Relation.getDescriptor())) {
                message.setField(field, INPUT);
            }
        }
        return message.build();
    }

    private static <T extends Message.Builder> T with(T builder, FieldDescriptor kind)
            throws InvalidProtocolBufferException {
        switch (kind.getJavaType()) {
            case MESSAGE -> builder.getFieldBuilder(kind)
                    .mergeFrom(filled(kind.getMessageType()).toByteArray());
            case BOOLEAN -> builder.setField(kind, true);
            default -> builder.setField(kind, kind.getDefaultValue());
        }
        return builder;
    }

    private void relation(FieldDescriptor kind) throws Exception {
        Plans.relation(with(Relation.newBuilder(), kind).build(), session);
    }

    private void expression(FieldDescriptor kind) throws Exception {
        var project = Project.newBuilder().setInput(INPUT)
                .addExpressions(with(Expression.newBuilder(), kind));
        Plans.relation(Relation.newBuilder().setProject(project).build(), session);
    }

    private void command(FieldDescriptor kind) throws Exception {
        var command = with(Command.newBuilder(), kind).build();
        if (!StreamingCommands.takes(command)) {
            Commands.run(command, new Silent(session));
        }
    }

    private void catalog(FieldDescriptor kind) throws Exception {
        Plans.relation(Relation.newBuilder().setCatalog(with(Catalog.newBuilder(), kind)).build(),
                session);
    }

    private void analysis(FieldDescriptor kind) throws Exception {
        var request = AnalyzePlanRequest.newBuilder();
        var inner = DynamicMessage.newBuilder(kind.getMessageType());
        kind.getMessageType().getFields().stream()
                .filter(f -> f.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                .forEach(f -> {
                    if (f.getMessageType().equals(Plan.getDescriptor())) {
                        inner.setField(f, Plan.newBuilder().setRoot(INPUT).build());
                    } else if (f.getMessageType().equals(Relation.getDescriptor())) {
                        inner.setField(f, INPUT);
                    }
                });
        request.getFieldBuilder(kind).mergeFrom(inner.build().toByteArray());
        Analysis.answer(request.build(), session);
    }

    /// Takes responses and forgets them.
    private record Silent(ServerSession session) implements Operation {
        @Override
        public String id() {
            return "silent";
        }

        @Override
        public void send(ExecutePlanResponse.Builder response) {}

        @Override
        public void outlastInterrupts() {}
    }
}

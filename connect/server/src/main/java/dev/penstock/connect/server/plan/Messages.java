package dev.penstock.connect.server.plan;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import org.apache.spark.connect.proto.Expression.UnresolvedAttribute;
import org.apache.spark.connect.proto.ExpressionCommon;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.RelationCommon;

/// What is done to messages as such. Static; safe for use by any thread.
final class Messages {
    private Messages() {}

    /// The relation without the numbers and call sites that differ between two that say the same.
    static Relation withoutOrigin(Relation relation) {
        var copy = relation.toBuilder();
        strip(copy);
        return copy.build();
    }

    private static void strip(Message.Builder message) {
        for (var field : List.copyOf(message.getAllFields().keySet())) {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || field.isMapField()) {
                if (field.getName().equals("plan_id") && message.getDescriptorForType()
                        .equals(UnresolvedAttribute.getDescriptor())) {
                    message.clearField(field);
                }
                continue;
            }
            var type = field.getMessageType();
            if (type.equals(RelationCommon.getDescriptor())
                    || type.equals(ExpressionCommon.getDescriptor())) {
                message.clearField(field);
            } else if (field.isRepeated()) {
                for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                    var inner = ((Message) message.getRepeatedField(field, i)).toBuilder();
                    strip(inner);
                    message.setRepeatedField(field, i, inner.build());
                }
            } else {
                var inner = ((Message) message.getField(field)).toBuilder();
                strip(inner);
                message.setField(field, inner.build());
            }
        }
    }
}

package dev.penstock.connect.server;

import com.google.protobuf.Message;
import dev.penstock.connect.server.rpc.Limits;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;

/// The service as grpc serves it: messages may nest as deep as plans do, and are parsed behind [CallGuard], which tells a client what is wrong with one.
final class ServiceDefinition {
    private ServiceDefinition() {}

    static ServerServiceDefinition of(SparkConnectServiceGrpc.AsyncService service) {
        var generated = SparkConnectServiceGrpc.bindService(service);
        var deep = ServerServiceDefinition.builder(generated.getServiceDescriptor().getName());
        generated.getMethods().forEach(method -> deep.addMethod(deep(method)));
        return ServerInterceptors.useInputStreamMessages(deep.build());
    }

    private static <A, B> ServerMethodDefinition<A, B> deep(ServerMethodDefinition<A, B> method) {
        var descriptor = method.getMethodDescriptor();
        return ServerMethodDefinition.create(
                descriptor.toBuilder(deep(descriptor.getRequestMarshaller()),
                        descriptor.getResponseMarshaller()).build(),
                method.getServerCallHandler());
    }

    @SuppressWarnings("unchecked") // the marshaller of a message makes messages of the prototype's class
    private static <T> MethodDescriptor.Marshaller<T> deep(
            MethodDescriptor.Marshaller<T> marshaller) {
        var prototype = (Message) ((MethodDescriptor.PrototypeMarshaller<T>) marshaller)
                .getMessagePrototype();
        return (MethodDescriptor.Marshaller<T>) ProtoUtils
                .marshallerWithRecursionLimit(prototype, Limits.NESTING);
    }
}

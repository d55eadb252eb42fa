package dev.penstock.connect.client.message;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.connect.proto.Relation;

/// What tables are called on the cluster.
public interface Names {
    /// What a name stands for when the cluster does not know it.
    Optional<Relation> find(List<String> name, boolean streaming);

    /// A query as text together with whatever the cluster does not know of the names in it.
    Relation complete(String text, Relation query);

    /// A name of several parts as SQL writes it.
    static String quoted(List<String> parts) {
        return parts.stream().map(Names::quoted).collect(Collectors.joining("."));
    }

    /// One part of a name as SQL writes it.
    static String quoted(String part) {
        boolean plain = !part.isEmpty() && !Character.isDigit(part.charAt(0))
                && part.chars()
                        .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_'));
        return plain ? part : '`' + part.replace("`", "``") + '`';
    }
}

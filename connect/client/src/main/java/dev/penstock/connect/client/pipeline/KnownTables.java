package dev.penstock.connect.client.pipeline;

import dev.penstock.connect.client.message.Names;
import dev.penstock.connect.client.message.RelationMessages;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Relation.DataSource;
import dev.penstock.plan.spec.Relation.NamedTable;
import dev.penstock.plan.spec.Statement;
import dev.penstock.plan.syntax.SqlParser;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.connect.proto.Read;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.SetOperation;
import org.apache.spark.connect.proto.SubqueryAlias;
import org.apache.spark.connect.proto.WithRelations;

/// The names that only this side knows. Safe for use by any thread.
public final class KnownTables implements Names {
    private static final SqlParser PARSER = new SqlParser(ZoneOffset.UTC);
    private static final String STARTING_OFFSETS = "startingOffsets";

    private final Map<String, Known> tables = new ConcurrentHashMap<>();

    boolean isEmpty() {
        return tables.isEmpty();
    }

    Optional<Known> find(List<String> name) {
        return Optional.ofNullable(tables.get(Mentions.key(name)));
    }

    void put(List<String> name, Known known) {
        tables.put(Mentions.key(name), known);
    }

    void remove(List<String> name) {
        tables.remove(Mentions.key(name));
    }

    /// How many names it takes from this one to a source.
    int depth(List<String> name) {
        return find(name).map(known -> switch (known) {
            case Known.External _ -> 0;
            case Known.Live live -> live.parts().stream().mapToInt(Known.Part::depth).max()
                    .orElse(0);
        }).orElse(0);
    }

    @Override
    public Optional<Relation> find(List<String> name, boolean streaming) {
        return find(name).flatMap(known -> switch (known) {
            case Known.External(var source) -> Optional.of(source(source, streaming));
            case Known.Live live when streaming && !live.parts().isEmpty() ->
                Optional.of(union(live.parts().stream().map(Known.Part::stream).toList()));
            case Known.Live _ -> Optional.empty();
        });
    }

    @Override
    public Relation complete(String text, Relation query) {
        if (isEmpty()) {
            return query;
        }
        var mentioned = read(text).map(Mentions::of).orElse(List.of());
        return with(query, references(mentioned, false));
    }

    /// The statement, or nothing for a text that only Spark can read.
    static Optional<Statement> read(String text) {
        try {
            return Optional.of(PARSER.parseStatement(text));
        } catch (UserException _) {
            return Optional.empty(); // Spark knows more of its SQL, and what is wrong with it
        }
    }

    private static Relation source(DataSource source, boolean streaming) {
        var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(source.options());
        if (!streaming && "latest".equalsIgnoreCase(options.get(STARTING_OFFSETS))) {
            options.remove(STARTING_OFFSETS); // where a stream begins; what is there now begins at the beginning
        }
        return Relation.newBuilder().setRead(RelationMessages.read(new DataSource(source.format(),
                source.schema(), options, source.paths(), streaming))).build();
    }

    /// All rows of several queries.
    static Relation union(List<Relation> relations) {
        return relations.stream().reduce((left, right) -> Relation.newBuilder()
                .setSetOp(SetOperation.newBuilder().setLeftInput(left).setRightInput(right)
                        .setSetOpType(SetOperation.SetOpType.SET_OP_TYPE_UNION).setIsAll(true))
                .build()).orElseThrow();
    }

    /// A table of the cluster's catalog.
    static Relation named(List<String> name, boolean streaming) {
        return Relation.newBuilder().setRead(Read.newBuilder().setIsStreaming(streaming)
                .setNamedTable(Read.NamedTable.newBuilder()
                        .setUnparsedIdentifier(Names.quoted(name))))
                .build();
    }

    /// What the names in a query stand for, as far as the cluster does not know. With `allStreaming` every name stands for a stream.
    ///
    /// Spark gives the names out one by one and takes back those that a reference itself has used, so the deepest come first.
    List<Relation> references(List<NamedTable> mentioned, boolean allStreaming) {
        var byName = new LinkedHashMap<String, NamedTable>();
        mentioned.stream().sorted(
                Comparator.comparingInt((NamedTable table) -> depth(table.name())).reversed())
                .forEach(table -> byName.merge(Mentions.key(table.name()), table,
                        (one, other) -> one.streaming() ? one : other));
        return byName.values().stream().flatMap(table -> {
            boolean streaming = allStreaming || table.streaming();
            var known = find(table.name(), streaming);
            if (known.isEmpty() && allStreaming) {
                known = Optional.of(named(table.name(), true));
            }
            return known.map(relation -> Relation.newBuilder().setSubqueryAlias(SubqueryAlias
                    .newBuilder().setAlias(table.name().getLast()).setInput(relation)).build())
                    .stream();
        }).toList();
    }

    /// A query as text, with what names in it stand for.
    static Relation with(Relation query, List<Relation> references) {
        return references.isEmpty()
                ? query
                : Relation.newBuilder().setWithRelations(
                        WithRelations.newBuilder().setRoot(query).addAllReferences(references))
                        .build();
    }
}

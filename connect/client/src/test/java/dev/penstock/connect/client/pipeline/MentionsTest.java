package dev.penstock.connect.client.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.DataType;
import dev.penstock.data.Schema;
import dev.penstock.data.Field;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.NamedTable;
import dev.penstock.plan.syntax.SqlParser;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.connect.proto.Read;
import org.junit.jupiter.api.Test;

class MentionsTest {
    private static List<NamedTable> mentioned(String sql) {
        return Mentions.of(new SqlParser(ZoneOffset.UTC).parseStatement(sql));
    }

    @Test
    void everyTableIsFoundWhereverItStands() {
        assertThat(mentioned("SELECT * FROM STREAM a JOIN b ON a.k = b.k "
                + "WHERE a.k IN (SELECT k FROM c) UNION ALL SELECT * FROM d"))
                .extracting(table -> table.name().getLast())
                .containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void aStreamIsToldFromATable() {
        assertThat(mentioned("SELECT * FROM STREAM a JOIN b ON a.k = b.k"))
                .extracting(NamedTable::streaming).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void aQueryThatIsTextMentionsWhatItsTextReads() {
        assertThat(Mentions.of(new Relation.ToNames(
                new Relation.Sql("SELECT * FROM a JOIN b USING (k)", Map.of()), List.of("k"))))
                .extracting(table -> table.name().getLast()).containsExactly("a", "b");
    }

    @Test
    void whatTheQueryDefinesItselfIsNoTable() {
        assertThat(mentioned("WITH a AS (SELECT * FROM b) SELECT * FROM A"))
                .extracting(table -> table.name().getLast()).containsExactly("b");
    }

    @Test
    void whatIsMadeOfOtherNamesIsGivenOutBeforeThem() {
        var tables = new KnownTables();
        tables.put(List.of("source"), new Known.External(new Relation.DataSource("kafka",
                Optional.empty(), Map.of("subscribe", "t"), List.of(), true)));
        tables.put(List.of("derived"), new Known.Live(Optional.of(
                Schema.of(Field.of("k", DataType.STRING))), false,
                List.of(new Known.Part(List.of("derived"),
                        org.apache.spark.connect.proto.Relation.newBuilder()
                                .setRead(Read.getDefaultInstance()).build(),
                        1))));

        var references = tables.references(
                mentioned("SELECT * FROM STREAM source, STREAM derived, elsewhere"), false);

        assertThat(references).extracting(reference -> reference.getSubqueryAlias().getAlias())
                .containsExactly("derived", "source");
    }
}

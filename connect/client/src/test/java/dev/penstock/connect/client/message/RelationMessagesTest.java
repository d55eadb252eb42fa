package dev.penstock.connect.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Expression.Alias;
import dev.penstock.plan.spec.Expression.Attribute;
import dev.penstock.plan.spec.Expression.Function;
import dev.penstock.plan.spec.Expression.Literal;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.syntax.SqlParser;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RelationMessagesTest {
    private static final Names NONE = new Names() {
        @Override
        public Optional<org.apache.spark.connect.proto.Relation> find(List<String> name,
                boolean streaming) {
            return Optional.empty();
        }

        @Override
        public org.apache.spark.connect.proto.Relation complete(String text,
                org.apache.spark.connect.proto.Relation query) {
            return query;
        }
    };

    private static String message(Relation relation) {
        return TextFormat.printer().emittingSingleLine(true)
                .printToString(new RelationMessages(NONE).message(relation)).strip();
    }

    @Test
    void whatTheUserWroteAsSqlGoesAsItsText() {
        var written = new SqlParser(ZoneOffset.UTC).parseExpression("CAST(key AS STRING)");

        assertThat(message(new Relation.Project(new Relation.Range(0, 3, 1), List.of(written))))
                .isEqualTo("project { input { range { start: 0 end: 3 step: 1 } } expressions { "
                        + "expression_string { expression: \"CAST(key AS STRING)\" } } }");
    }

    @Test
    void columnsAndFunctionsGoAsATree() {
        var sum = Function.of("+", Attribute.of("a"), new Literal(1, DataType.INT));

        assertThat(message(new Relation.Project(new Relation.Identified(
                new Relation.NamedTable(List.of("my db", "t"), Map.of(), true), 7),
                List.of(Alias.of(sum, "b")))))
                .isEqualTo("project { input { common { plan_id: 7 } read { named_table { "
                        + "unparsed_identifier: \"`my db`.t\" } is_streaming: true } } "
                        + "expressions { alias { expr { unresolved_function { function_name: \"+\" "
                        + "arguments { unresolved_attribute { unparsed_identifier: \"a\" } } "
                        + "arguments { literal { integer: 1 } } } } name: \"b\" } } }");
    }

    @Test
    void groupingColumnsComeOnceSinceSparkPutsThemBeforeTheAggregates() {
        var key = Attribute.of("k");
        var count = Function.of("count", new Literal(1, DataType.INT));
        var aggregate = new Relation.Aggregate(new Relation.Range(0, 3, 1),
                Relation.GroupKind.GROUP_BY, List.of(key), List.of(), Optional.empty(),
                List.of(key, count), Optional.empty());

        assertThat(message(aggregate)).containsOnlyOnce("grouping_expressions")
                .containsOnlyOnce("aggregate_expressions");
    }

    @Test
    void aSchemaGoesAsTextWithItsNamesQuoted() {
        var schema = new Schema(List.of(new Field("a b", DataType.LONG, false),
                Field.of("s", new DataType.StructType(
                        List.of(Field.of("x`y", DataType.STRING))))));

        assertThat(Ddl.text(schema))
                .isEqualTo("`a b` BIGINT NOT NULL, `s` STRUCT<`x``y`: STRING>");
    }

    @Test
    void valuesOfParametersGoByPositionOrByName() {
        var one = new Literal(1, DataType.INT);

        assertThat(message(new Relation.Sql("SELECT ?", Map.of("0", one))))
                .contains("pos_arguments").doesNotContain("named_arguments");
        assertThat(message(new Relation.Sql("SELECT :n", Map.of("n", one))))
                .contains("named_arguments { key: \"n\"");
    }

    @Test
    void whatHasNoMessageNamesItself() {
        assertThatThrownBy(() -> message(new Relation.Values(List.of())))
                .isInstanceOf(UserException.class).hasMessageContaining("VALUES");
    }
}

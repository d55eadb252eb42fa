package dev.penstock.plan.logical;

import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import dev.penstock.data.Values;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Queries as text.
public final class PlanText {
    private PlanText() {}

    /// What `EXPLAIN` shows: a line for each node, inputs indented below, with the names of columns.
    public static String explain(Logical plan) {
        return explain(plan, _ -> "");
    }

    /// The same, with a remark behind each node.
    public static String explain(Logical plan, Function<Logical, String> remark) {
        var text = new StringBuilder();
        explain(plan, "", "", remark, text);
        return text.toString();
    }

    private static void explain(Logical plan, String first, String rest,
            Function<Logical, String> remark, StringBuilder text) {
        text.append(first).append(line(plan)).append(remark.apply(plan)).append('\n');
        var inputs = plan.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            boolean last = i == inputs.size() - 1;
            explain(inputs.get(i), rest + (last ? "+- " : ":- "), rest + (last ? "   " : ":  "),
                    remark, text);
        }
    }

    /// An expression over columns of these names.
    public static String expression(Expr expression, Schema input) {
        return ExprText.over(input).of(expression);
    }

    /// The line of one node, without its inputs.
    public static String line(Logical plan) {
        return switch (plan) {
            case Logical.Scan scan -> (scan.streaming() ? "StreamingScan " : "Scan ")
                    + (scan.format().equals(Logical.Scan.TABLE)
                            ? scan.name()
                            : scan.format())
                    + " " + names(scan.schema());
            case Logical.LocalData(var schema, var batches) ->
                "LocalData " + names(schema) + ", " + rows(batches) + " rows";
            case Logical.Values(var schema, var rows) -> schema.size() == 0
                    ? "OneRow"
                    : "Values " + names(schema) + ", " + rows.size() + " rows";
            case Logical.Range(_, long start, long end, long step) ->
                "Range (" + start + ", " + end + ", step=" + step + ")";
            case Logical.Filter(var input, var condition) ->
                "Filter " + ExprText.over(input.schema()).of(condition);
            case Logical.Project(var input, var columns, var schema) ->
                "Project " + named(columns, schema, ExprText.over(input.schema()));
            case Logical.Aggregate aggregate -> aggregate(aggregate);
            case Logical.Join join -> join(join);
            case Logical.Union _ -> "Union";
            case Logical.Sort sort -> sort(sort);
            case Logical.Watermark(var input, int column, long delay) ->
                "Watermark " + input.schema().field(column).name() + ", delay " + delay + " µs";
            case Logical.Observe(_, var name, var metrics) ->
                "Observe " + name + " [" + String.join(", ", metrics.schema().names()) + "]";
            case Logical.Deduplicate(var input, var keys, boolean within) ->
                "Deduplicate [" + keys.stream().map(k -> input.schema().field(k).name())
                        .collect(Collectors.joining(", ")) + "]"
                        + (within ? " within watermark" : "");
            case Logical.Generate(var input, var generator, var arguments, boolean outer, var generated) ->
                "Generate " + generator + "("
                        + ExprText.over(input.schema()).all(arguments) + ")"
                        + (outer ? " outer" : "") + " AS " + names(generated);
            case Logical.Window window -> window(window, ExprText.over(window.input().schema()));
            case Logical.Apply apply -> "LateralJoin " + apply.type();
            case Logical.GroupProgram node -> node.program().operator() + " ["
                    + ExprText.over(node.input().schema()).all(node.groups().keys()) + "], "
                    + names(node.schema());
            case Logical.Changelog node -> "Changelog "
                    + node.key().map(key -> "by key [" + key.stream()
                            .map(k -> node.input().schema().field(k).name())
                            .collect(Collectors.joining(", ")) + "]").orElse("without a key");
        };
    }

    private static long rows(List<Batch> batches) {
        return batches.stream().mapToLong(Batch::count).sum();
    }

    private static String names(Schema schema) {
        return "[" + String.join(", ", schema.names()) + "]";
    }

    private static String named(List<Expr> columns, Schema schema, ExprText text) {
        var parts = new ArrayList<String>();
        for (int i = 0; i < columns.size(); i++) {
            var value = text.of(columns.get(i));
            var name = schema.field(i).name();
            parts.add(value.equals(name) ? name : value + " AS " + name);
        }
        return "[" + String.join(", ", parts) + "]";
    }

    private static String aggregate(Logical.Aggregate node) {
        var text = ExprText.over(node.input().schema());
        var calls = node.aggregates().stream().map(text::of)
                .collect(Collectors.joining(", ", "[", "]"));
        return "Aggregate [" + text.all(node.keys()) + "]"
                + (node.aggregates().isEmpty() ? "" : ", " + calls);
    }

    private static String join(Logical.Join join) {
        var left = ExprText.over(join.left().schema());
        var right = ExprText.over(join.right().schema());
        var keys = new ArrayList<String>();
        for (int i = 0; i < join.leftKeys().size(); i++) {
            keys.add(left.of(join.leftKeys().get(i)) + " = " + right.of(join.rightKeys().get(i)));
        }
        var both = ExprText.over(join.left().schema().concat(join.right().schema()));
        join.residual().ifPresent(r -> keys.add(both.of(r)));
        return "Join " + join.type() + (keys.isEmpty() ? "" : ", " + String.join(", ", keys));
    }

    private static String window(Logical.Window window, ExprText text) {
        return "Window " + window.calls().stream().map(text::of)
                .collect(Collectors.joining(", ", "[", "]"))
                + " PARTITION BY [" + text.all(window.partition()) + "]"
                + window.orders().stream().map(text::of)
                        .collect(Collectors.joining(", ", " ORDER BY [", "]"));
    }

    private static String sort(Logical.Sort sort) {
        var text = ExprText.over(sort.input().schema());
        var orders = sort.orders().stream().map(text::of)
                .collect(Collectors.joining(", ", "[", "]"));
        return (sort.orders().isEmpty() ? "Limit" : "Sort " + orders)
                + sort.limit().map(l -> " limit " + l).orElse("")
                + (sort.offset() == 0 ? "" : " offset " + sort.offset());
    }

    /// One line that is equal for equal queries and different for different ones, in every process and on every machine: the identity
    /// under which operator state is stored. Names of columns have no part in it, because renaming one changes no state.
    public static String identity(Logical plan) {
        var text = ExprText.canonical();
        var inputs = plan.inputs().stream().map(PlanText::identity)
                .collect(Collectors.joining(","));
        return switch (plan) {
            case Logical.Scan scan -> "Scan(" + scan.format() + "," + ExprText.value(scan.name())
                    + "," + ExprText.value(scan.options()) + ","
                    + scan.columns().stream()
                            .map(i -> ExprText.value(scan.sourceSchema().field(i).name()) + ":"
                                    + scan.sourceSchema().type(i).simpleString())
                            .collect(Collectors.joining(","))
                    + (scan.streaming() ? ",stream" : "") + ")";
            case Logical.LocalData(var schema, var batches) ->
                "LocalData(" + types(schema) + "," + digest(schema, batches) + ")";
            case Logical.Values(_, var rows) -> "Values(" + rows.stream()
                    .map(r -> "(" + text.all(r) + ")").collect(Collectors.joining(",")) + ")";
            case Logical.Range(_, long start, long end, long step) ->
                "Range(" + start + "," + end + "," + step + ")";
            case Logical.Filter(_, var condition) ->
                "Filter(" + inputs + "," + text.of(condition) + ")";
            case Logical.Project(_, var columns, _) ->
                "Project(" + inputs + ",[" + text.all(columns) + "])";
            case Logical.Aggregate(_, var keys, var calls, _) ->
                "Aggregate(" + inputs + ",[" + text.all(keys) + "],["
                        + calls.stream().map(text::of).collect(Collectors.joining(",")) + "])";
            case Logical.Join(_, _, var type, var leftKeys, var rightKeys, var residual) ->
                "Join(" + inputs + "," + type + ",["
                        + text.all(leftKeys) + "],[" + text.all(rightKeys) + "],"
                        + residual.map(text::of).orElse("") + ")";
            case Logical.Union _ -> "Union(" + inputs + ")";
            case Logical.Sort(_, var orders, var limit, long offset) -> "Sort(" + inputs + ",["
                    + orders.stream().map(text::of).collect(Collectors.joining(",")) + "],"
                    + limit.map(String::valueOf).orElse("") + "," + offset
                    + ")";
            case Logical.Watermark(_, int column, long delay) ->
                "Watermark(" + inputs + ",#" + column + "," + delay + ")";
            case Logical.Observe _ -> inputs;
            case Logical.Deduplicate(_, var keys, boolean within) ->
                "Deduplicate(" + inputs + "," + keys + (within ? ",within" : "") + ")";
            case Logical.Generate(_, var generator, var arguments, boolean outer, var generated) ->
                "Generate(" + inputs + "," + generator + "(["
                        + text.all(arguments) + "])" + (outer ? ",outer" : "") + ","
                        + types(generated) + ")";
            case Logical.Window(_, var partition, var orders, var calls, _) ->
                "Window(" + inputs + ",[" + text.all(partition) + "],["
                        + orders.stream().map(text::of).collect(Collectors.joining(",")) + "],["
                        + calls.stream().map(text::of).collect(Collectors.joining(",")) + "])";
            case Logical.Apply(_, _, var type, var outer, var residual) ->
                "Apply(" + inputs + "," + type + ",[" + text.all(outer) + "],"
                        + residual.map(text::of).orElse("") + ")";
            case Logical.GroupProgram(_, var groups, _, var initialGroups, var program) ->
                program.operator() + "(" + inputs + ",[" + text.all(groups.keys()) + "],["
                        + initialGroups.map(g -> text.all(g.keys())).orElse("") + "],"
                        + types(program.output()) + "," + program.time() + ")";
            case Logical.Changelog(_, var key, var form, _) ->
                "Changelog(" + inputs + "," + key + "," + form + ")";
        };
    }

    private static String types(Schema schema) {
        return schema.types().stream().map(t -> t.simpleString())
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String digest(Schema schema, List<Batch> batches) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var batch : batches) {
                for (int i = 0; i < batch.count(); i++) {
                    int row = batch.rows().at(i);
                    for (int column = 0; column < schema.size(); column++) {
                        var value = ExprText
                                .value(Values.get(batch.column(column), schema.type(column), row));
                        digest.update((value + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}

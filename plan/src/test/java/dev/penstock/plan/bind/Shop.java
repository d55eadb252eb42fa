package dev.penstock.plan.bind;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.DecimalType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.function.FunctionCatalog;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.logical.PlanText;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Statement;
import dev.penstock.plan.syntax.SqlParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A catalog with a few tables, and a session on it.
final class Shop implements Catalog {
    static final Schema ORDERS = Schema.of(new Field("id", DataType.LONG, false),
            Field.of("item", DataType.STRING),
            Field.of("amount", DataType.INT), Field.of("price", new DecimalType(10, 2)),
            Field.of("at", DataType.TIMESTAMP),
            Field.of("tags", new ArrayType(DataType.STRING, true)),
            Field.of("address",
                    new StructType(List.of(Field.of("city", DataType.STRING),
                            Field.of("zip", DataType.INT)))),
            Field.of("extra", new MapType(DataType.STRING, DataType.INT, true)),
            Field.of("day", DataType.DATE));
    static final Schema ITEMS = Schema.of(Field.of("item", DataType.STRING),
            Field.of("weight", DataType.DOUBLE),
            Field.of("amount", DataType.LONG));
    static final Schema EVENTS = Schema.of(Field.of("key", DataType.BINARY),
            Field.of("value", DataType.BINARY),
            Field.of("timestamp", DataType.TIMESTAMP));

    private final Map<String, Entry> entries = new HashMap<>();
    private final Settings settings;

    Shop(Settings settings) {
        this.settings = settings;
        entries.put("orders", new Entry.Live(ORDERS));
        entries.put("items", new Entry.Live(ITEMS));
        entries.put("events", new Entry.External("kafka", Map.of(), Optional.of(EVENTS)));
    }

    static Shop open() {
        return new Shop(Settings.DEFAULT);
    }

    static Shop legacy() {
        return new Shop(new Settings(false, false, Settings.DEFAULT.zone()));
    }

    Shop view(String name, String sql) {
        entries.put(name, new Entry.View(relation(sql), List.of()));
        return this;
    }

    static Relation relation(String sql) {
        return relation(new SqlParser(Settings.DEFAULT.zone()).parseStatement(sql));
    }

    private static Relation relation(Statement statement) {
        return switch (statement) {
            case Statement.At(var inner, _) -> relation(inner);
            case Statement.Query(var relation) -> relation;
            default -> throw new AssertionError(statement);
        };
    }

    Logical bind(String sql) {
        return bind(relation(sql));
    }

    Logical bind(Relation relation) {
        var plan = binder().bind(relation);
        dev.penstock.plan.rule.PlanCheck.check(plan);
        return plan;
    }

    Binder binder() {
        return new Binder(this, FunctionCatalog.standard(), settings);
    }

    /// The plan as `EXPLAIN` shows it.
    String explain(String sql) {
        return PlanText.explain(bind(sql)).stripTrailing();
    }

    /// The columns that a query gives: `name type`, with `!` when never null.
    String columns(String sql) {
        return String.join(", ", bind(sql).schema().fields().stream()
                .map(f -> f.name() + " " + f.type().simpleString() + (f.nullable() ? "" : "!"))
                .toList());
    }

    /// The type of an expression.
    String type(String expression) {
        return bind("SELECT " + expression + " AS x FROM orders").schema().type(0).simpleString();
    }

    @Override
    public Optional<Entry> find(List<String> name) {
        return Optional.ofNullable(entries.get(name.getLast().toLowerCase(java.util.Locale.ROOT)));
    }

    @Override
    public List<String> names() {
        return entries.keySet().stream().sorted().toList();
    }

    @Override
    public Schema schema(String format, Map<String, String> options, Optional<Schema> declared,
            boolean streaming) {
        return declared.orElse(EVENTS);
    }
}

package dev.penstock.plan.bind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryBindingTest {
    private final Shop shop = Shop.open();

    @Test
    void selectsFiltersAndComputes() {
        assertThat(shop.explain(
                "SELECT item, amount + 1, amount * price AS total FROM orders WHERE amount > 10"))
                .isEqualTo(
                        """
                                Project [item, (amount + 1), (cast(amount as decimal(10,0)) * price) AS total]
                                +- Filter (amount > 10)
                                   +- Scan orders [id, item, amount, price, at, tags, address, extra, day]""");
    }

    @Test
    void groupsAndAggregates() {
        assertThat(shop.explain(
                "SELECT item, count(*), sum(amount) AS total FROM orders GROUP BY item HAVING sum(amount) > 5"))
                .isEqualTo(
                        """
                                Filter (total > 5)
                                +- Aggregate [item], [count(*), sum(amount)]
                                   +- Scan orders [id, item, amount, price, at, tags, address, extra, day]""");
    }

    @Test
    void namesColumnsAsSparkDoes() {
        assertThat(shop.columns(
                """
                        SELECT amount + 1, upper(item), CAST(amount AS STRING), CAST(1 AS STRING), address.city, tags[0], extra['k'], id = 1,
                        NOT id = 1, -amount, amount IS NULL, amount BETWEEN 1 AND 2, amount IN (1, 2), item LIKE 'a%', item || 'x', 1.5, 'text', NULL,
                        CASE WHEN amount > 1 THEN 'a' ELSE 'b' END, coalesce(amount, 0), if(amount > 1, 2, 3), amount <=> 1, amount != 1, ID
                        FROM orders"""))
                .isEqualTo(String.join(", ", "(amount + 1) int", "upper(item) string",
                        "amount string", "CAST(1 AS STRING) string!",
                        "city string", "tags[0] string", "extra[k] int", "(id = 1) boolean!",
                        "(NOT (id = 1)) boolean!", "(- amount) int",
                        "(amount IS NULL) boolean!", "between(amount, 1, 2) boolean",
                        "(amount IN (1, 2)) boolean", "item LIKE a% boolean",
                        "concat(item, x) string", "1.5 decimal(2,1)!", "text string!", "NULL void",
                        "CASE WHEN (amount > 1) THEN a ELSE b END string!",
                        "coalesce(amount, 0) int!", "(IF((amount > 1), 2, 3)) int!",
                        "(amount <=> 1) boolean!", "(NOT (amount = 1)) boolean", "ID bigint!"));
    }

    @Test
    void theProgramOfTheIntroductionKeepsItsColumnNames() {
        assertThat(shop.columns("SELECT CAST(key AS STRING), CAST(value AS STRING) FROM events"))
                .isEqualTo("key string, value string");
    }

    @Test
    void ordersByWhatIsNotSelected() {
        assertThat(shop.explain("SELECT item FROM orders ORDER BY amount DESC LIMIT 3")).isEqualTo(
                """
                        Project [item]
                        +- Sort [amount DESC NULLS LAST] limit 3
                           +- Project [item, amount]
                              +- Scan orders [id, item, amount, price, at, tags, address, extra, day]""");
        assertThat(shop.explain(
                "SELECT item, count(*) AS n FROM orders GROUP BY item ORDER BY max(amount), 2"))
                .isEqualTo(
                        """
                                Project [item, n]
                                +- Sort [max1 ASC NULLS FIRST, n ASC NULLS FIRST]
                                   +- Aggregate [item], [count(*), max(amount)]
                                      +- Scan orders [id, item, amount, price, at, tags, address, extra, day]""");
    }

    @Test
    void groupsByPositionsNamesAndAll() {
        var byName = shop
                .bind("SELECT upper(item) AS u, count(1) FROM orders GROUP BY upper(item)");
        assertThat(shop.bind("SELECT upper(item) AS u, count(1) FROM orders GROUP BY 1"))
                .isEqualTo(byName);
        assertThat(shop.bind("SELECT upper(item) AS u, count(1) FROM orders GROUP BY u"))
                .isEqualTo(byName);
        assertThat(shop.bind("SELECT upper(item) AS u, count(1) FROM orders GROUP BY ALL"))
                .isEqualTo(byName);
    }

    @Test
    void usesNamesOfEarlierColumns() {
        assertThat(shop.columns("SELECT amount + 1 AS next, next * 2 AS twice FROM orders"))
                .isEqualTo("next int, twice int");
    }

    @Test
    void joinsWithUsing() {
        assertThat(shop.columns("SELECT * FROM orders JOIN items USING (item)"))
                .startsWith("item string, id bigint!, amount int")
                .endsWith("day date, weight double, amount bigint");
        assertThat(shop.columns(
                "SELECT item, o.item, i.item FROM orders o FULL JOIN items i USING (item)"))
                .isEqualTo("item string, item string, item string");
        assertThat(shop.columns("SELECT o.id FROM orders o LEFT SEMI JOIN items USING (item)"))
                .isEqualTo("id bigint!");
        assertThat(shop.columns(
                "SELECT o.id, i.weight FROM orders o RIGHT JOIN items i ON o.item = i.item"))
                .isEqualTo("id bigint, weight double");
    }

    @Test
    void unitesWithTheWidestTypes() {
        assertThat(shop
                .columns("SELECT id, price FROM orders UNION ALL SELECT amount, weight FROM items"))
                .isEqualTo("id bigint, price double");
        assertThat(shop.columns("SELECT amount FROM orders UNION SELECT amount FROM items"))
                .isEqualTo("amount bigint");
        assertThat(shop.columns("SELECT amount FROM orders INTERSECT SELECT amount FROM items"))
                .isEqualTo("amount bigint");
        assertThat(shop.columns("SELECT amount FROM orders EXCEPT SELECT amount FROM items"))
                .isEqualTo("amount bigint");
    }

    @Test
    void windowsOfEventTime() {
        assertThat(shop.columns(
                "SELECT window, window.start, count(*) FROM orders GROUP BY window(at, '10 seconds')"))
                .isEqualTo(
                        "window struct<start:timestamp,end:timestamp>!, start timestamp, count(1) bigint!");
        assertThat(shop.explain(
                "SELECT window.end, count(*) AS n FROM orders GROUP BY window(at, '10 seconds', '5 seconds')"))
                .isEqualTo(
                        """
                                Project [window.end AS end, n]
                                +- Aggregate [window], [count(*)]
                                   +- Generate window(at, 10000000, 5000000, 0) AS [window]
                                      +- Filter isnotnull(at)
                                         +- Scan orders [id, item, amount, price, at, tags, address, extra, day]""");
    }

    @Test
    void generatesRows() {
        assertThat(shop.columns("SELECT id, explode(tags) FROM orders"))
                .isEqualTo("id bigint!, col string");
        assertThat(shop.columns("SELECT explode(extra) AS (k, v) FROM orders"))
                .isEqualTo("k string!, v int");
        assertThat(shop
                .columns("SELECT id, t.tag FROM orders LATERAL VIEW OUTER explode(tags) t AS tag"))
                .isEqualTo("id bigint!, tag string");
        assertThat(shop.columns("SELECT * FROM range(3)")).isEqualTo("id bigint!");
        assertThat(shop.columns("SELECT * FROM explode(array(1, 2))")).isEqualTo("col int!");
    }

    @Test
    void readsValuesCommonTablesAndViews() {
        assertThat(shop.columns("SELECT * FROM VALUES (1, 'a'), (2.5, NULL) AS t(x, y)"))
                .isEqualTo("x decimal(11,1)!, y string");
        assertThat(shop.columns(
                "WITH c AS (SELECT id AS x FROM orders), d AS (SELECT x + 1 AS y FROM c) SELECT d.y FROM d"))
                .isEqualTo("y bigint!");
        shop.view("big", "SELECT * FROM orders WHERE amount > 100");
        assertThat(shop.columns("SELECT big.id FROM big")).isEqualTo("id bigint!");
    }

    @Test
    void expandsStars() {
        assertThat(shop.columns("SELECT address.* FROM orders")).isEqualTo("city string, zip int");
        assertThat(shop.columns("SELECT i.* EXCEPT (weight) FROM orders o CROSS JOIN items i"))
                .isEqualTo("item string, amount bigint");
    }

    @Test
    void distinctIsAnAggregationWithoutAggregates() {
        assertThat(shop.explain("SELECT DISTINCT item FROM orders")).isEqualTo("""
                Aggregate [item]
                +- Project [item]
                   +- Scan orders [id, item, amount, price, at, tags, address, extra, day]""");
    }

    @Test
    void countsDistinctAndFiltered() {
        assertThat(shop.columns(
                "SELECT count(DISTINCT item), sum(amount) FILTER (WHERE id > 1), avg(price) FROM orders"))
                .isEqualTo(
                        "count(DISTINCT item) bigint!, sum(amount) FILTER (WHERE (id > 1)) bigint, avg(price) decimal(14,6)");
    }

    @Test
    void parsesJsonByASchema() {
        assertThat(shop.columns("SELECT from_json(item, 'a INT, b ARRAY<STRING>').b FROM orders"))
                .isEqualTo("from_json(item).b array<string>");
    }

    @Test
    void equalQueriesHaveOneIdentity() {
        var first = shop
                .bind("SELECT item AS x, count(*) FROM orders WHERE amount > 1 GROUP BY item");
        var second = shop.bind(
                "select ITEM as y, count(1) as n from orders o where o.amount > 1 group by 1");
        assertThat(dev.penstock.plan.logical.PlanText.identity(second))
                .isEqualTo(dev.penstock.plan.logical.PlanText.identity(first));
        var other = shop
                .bind("SELECT item AS x, count(*) FROM orders WHERE amount > 2 GROUP BY item");
        assertThat(dev.penstock.plan.logical.PlanText.identity(other))
                .isNotEqualTo(dev.penstock.plan.logical.PlanText.identity(first));
    }
}

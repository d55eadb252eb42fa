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
}

package dev.penstock.plan.bind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Types of expressions as Spark 4 has them, with ANSI mode and without. `-` where ANSI mode refuses the expression.
class CoercionTest {
    private final Shop ansi = Shop.open();
    private final Shop legacy = Shop.legacy();

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            1 + 1; int; int
            1 + 1L; bigint; bigint
            1Y + 1S; smallint; smallint
            1 + 1.5F; double; float
            1.5F + 1.5F; float; float
            1 / 2; double; double
            7 div 2; bigint; bigint
            '1' + 1; bigint; double
            '1' + 1.5D; double; double
            1.5 + 1; decimal(3,1); decimal(3,1)
            price + 1; decimal(11,2); decimal(11,2)
            price + amount; decimal(13,2); decimal(13,2)
            price * price; decimal(21,4); decimal(21,4)
            price / price; decimal(23,13); decimal(23,13)
            price % 3; decimal(3,2); decimal(3,2)
            price * 1.5D; double; double
            coalesce(amount, 'x'); bigint; string
            coalesce(amount, id); bigint; bigint
            coalesce(day, at); timestamp; timestamp
            CASE WHEN true THEN 1 ELSE 2.5 END; decimal(11,1); decimal(11,1)
            array(1, 2.5D, NULL); array<double>; array<double>
            day + 1; date; date
            day - day; interval day; interval day
            at - at; interval day to second; interval day to second
            day + INTERVAL 1 MONTH; date; date
            day + INTERVAL 1 DAY; date; date
            day + INTERVAL 1 HOUR; timestamp; timestamp
            at + INTERVAL 1 DAY; timestamp; timestamp
            INTERVAL '1' DAY * 2; interval day to second; interval day to second
            sum(amount); bigint; bigint
            sum(price); decimal(20,2); decimal(20,2)
            avg(amount); double; double
            avg(price); decimal(14,6); decimal(14,6)
            ceil(price); decimal(9,0); decimal(9,0)
            floor(1.5D); bigint; bigint
            round(price, 1); decimal(10,1); decimal(10,1)
            round(amount); int; int
            upper(1); string; string
            concat('a', 1); string; string
            length('a'); int; int
            year('2025-01-01'); int; int
            date_add(at, 1); date; date
            amount = '1'; boolean; boolean
            greatest(1, 2L); bigint; bigint
            if(true, 1, NULL); int; int
            element_at(tags, 1); string; string
            map('a', 1, 'b', 2L); map<string,bigint>; map<string,bigint>
            named_struct('a', 1).a; int; int
            sequence(1, 3); array<int>; array<int>
            to_date(item); date; date
            extract(SECOND FROM at); decimal(8,6); decimal(8,6)
            """)
    void meetAsInSpark(String expression, String withAnsi, String without) {
        assertThat(ansi.type(expression)).as("ANSI: " + expression).isEqualTo(withAnsi);
        assertThat(legacy.type(expression)).as("legacy: " + expression).isEqualTo(without);
    }
}

package dev.penstock.connect.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.error.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @Test
    void aHostAloneIsAskedAtSparksPort() {
        var address = Address.parse("sc://spark.example");

        assertThat(address.host()).isEqualTo("spark.example");
        assertThat(address.port()).isEqualTo(15002);
        assertThat(address.encrypted()).isFalse();
    }

    @Test
    void aTokenGoesOverAnEncryptedLineAndIsNotPrinted() {
        var address = Address
                .parse("sc://spark.example:443/;token=a%3Db;user_id=me;x-team=blue");

        assertThat(address.token()).contains("a=b");
        assertThat(address.encrypted()).isTrue();
        assertThat(address.userId()).contains("me");
        assertThat(address.headers()).containsEntry("x-team", "blue");
        assertThat(address).hasToString("sc://spark.example:443");
    }

    @Test
    void aTokenForThisMachineNeedsNoEncryption() {
        assertThat(Address.parse("sc://localhost/;token=t").encrypted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark.example:15002", "http://spark.example", "sc://",
            "sc://host/path", "sc://host/;tokn=t", "sc://host/;token=t;use_ssl=false",
            "sc://ho st"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> Address.parse(text)).isInstanceOf(UserException.class)
                .hasMessageContaining(text);
    }
}

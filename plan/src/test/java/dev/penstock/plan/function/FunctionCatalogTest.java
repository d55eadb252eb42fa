package dev.penstock.plan.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FunctionCatalogTest {
    private final FunctionCatalog catalog = FunctionCatalog.standard();

    @Test
    void findsAFunctionByAnyOfItsNamesInAnyCase() {
        assertThat(catalog.find("UCASE").orElseThrow().name()).isEqualTo("upper");
        assertThat(catalog.find("upper")).isEqualTo(catalog.find("ucase"));
        assertThat(catalog.find("no_such_function")).isEmpty();
    }

    @Test
    void everyFunctionIsDocumentedAndBelongsToAFamily() {
        assertThat(catalog.all()).hasSizeGreaterThan(250).allSatisfy(function -> {
            assertThat(function.documentation().description()).endsWith(".");
            assertThat(function.documentation().example()).startsWith("SELECT ");
            assertThat(function.family()).isNotEmpty();
        });
    }
}

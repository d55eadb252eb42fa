package dev.penstock.flow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.plan.function.FunctionCatalog;
import dev.penstock.plan.function.FunctionKind;
import org.junit.jupiter.api.Test;

/// Each function of the catalogue has to have something that computes it.
class RegistryTest {
    @Test
    void everyScalarFunctionHasAKernelOrIsMadeOfOthers() {
        // given the functions that are bound to a call under a name
        var missing = FunctionCatalog.standard().all().stream()
                .filter(f -> f.kind() == FunctionKind.SCALAR && f.binding().isEmpty())
                // when that name is looked for among the kernels
                .filter(f -> Families.find(f.behaviour().target()) == null)
                .map(f -> f.name()).toList();
        // then there is one
        assertThat(missing).isEmpty();
    }
}

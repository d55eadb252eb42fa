package dev.penstock.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.epoch.Pace;
import dev.penstock.plan.spec.Relation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamRequestTest {
    @Test
    void clientsMayWriteTheOutputModeInAnyCase() {
        var request = new StreamRequest(new Relation.OneRow(), "", "memory", Map.of(), "Append",
                Pace.NATURAL, Optional.empty(), List.of(), Optional.empty(), Optional.empty());

        assertThat(request.mode()).isEqualTo("append");
    }
}

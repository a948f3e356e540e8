package dev.rolesanywhere.operator.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.rolesanywhere.operator.caller.PodReference;
import org.junit.jupiter.api.Test;

class AttributionTest {
    @Test
    void says_who_calls() {
        assertThat(Attribution.of(new PodReference("shop", "orders-1", "u", "orders"), "example.org"))
                .containsOnly(
                        entry("cluster", "example.org"),
                        entry("namespace", "shop"),
                        entry("serviceAccount", "orders"),
                        entry("pod", "orders-1"));
    }

    @Test
    void no_value_is_longer_than_aws_takes() {
        assertThat(Attribution.of(new PodReference("shop", "p".repeat(253), "u", "s".repeat(253)), "example.org")
                        .values())
                .allMatch(value -> value.length() <= 200);
    }
}

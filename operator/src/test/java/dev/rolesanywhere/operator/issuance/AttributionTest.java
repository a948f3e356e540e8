package dev.rolesanywhere.operator.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.rolesanywhere.operator.caller.PodReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributionTest {
    @Test
    void the_properties_identify_the_caller() {
        assertThat(Attribution.of(new PodReference("shop", "orders-1", "u", "orders"), "example.org"))
                .containsOnly(
                        entry("cluster", "example.org"),
                        entry("namespace", "shop"),
                        entry("serviceAccount", "orders"),
                        entry("pod", "orders-1"));
    }

    @ParameterizedTest
    @CsvSource({"orders-7d9f-x2k4p, orders-7d9f-x2k4p", "a, a-"})
    void a_session_is_called_as_the_pod(String pod, String session) {
        assertThat(Attribution.sessionName(new PodReference("shop", pod, "u", "orders")))
                .isEqualTo(session);
    }

    @Test
    void the_session_name_of_a_long_pod_name_keeps_its_end() {
        assertThat(Attribution.sessionName(new PodReference("shop", "p".repeat(100) + "-x2k4p", "u", "orders")))
                .hasSize(64)
                .endsWith("p-x2k4p");
    }

    @Test
    void no_value_exceeds_awss_limit() {
        assertThat(Attribution.of(new PodReference("shop", "p".repeat(253), "u", "s".repeat(253)), "example.org")
                        .values())
                .allMatch(value -> value.length() <= 200);
    }
}

package dev.rolesanywhere.node.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PodIdentityTest {
    @Test
    void the_log_shows_namespace_and_name() {
        assertThat(new PodIdentity("shop", "orders-1", "uid-1", "orders")).hasToString("shop/orders-1");
    }
}
